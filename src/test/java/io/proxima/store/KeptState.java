package io.proxima.store;

import io.proxima.catalog.ReleaseContents;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.ReleaseReader;
import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideRegister;
import io.proxima.health.OverrideWord;
import io.proxima.health.PoolMember;
import io.proxima.health.SavedOverrides;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A state folder as a replica leaves it: releases, which is in force, overrides, verdicts, a journal. */
final class KeptState {
    static final Instant AT = Instant.parse("2026-11-20T13:15:00Z");

    final Path folder;
    final Path state;
    String active = "";

    KeptState(Path folder) throws IOException, StoreException {
        this.folder = folder;
        this.state = folder.resolve("var");
        Files.createDirectories(folder.resolve("zones"));
        Files.createDirectories(folder.resolve("geoip"));
        Files.writeString(folder.resolve("geoip/lines.yaml"), "networks-files: [own/networks.csv, ../far.csv]\n");
        Files.createDirectories(folder.resolve("geoip/own"));
        Files.writeString(folder.resolve("geoip/own/networks.csv"), "203.0.113.0/24,office\n");
        Files.writeString(folder.resolve("far.csv"), "198.51.100.0/24,office\n");
        Files.writeString(state().resolve("epoch"), "1790000000000\n");
        Files.writeString(state.resolve("verdicts"), "");
        Files.writeString(
                state.resolve("overrides"),
                SavedOverrides.encode(List.of(new OverrideRegister(
                        new PoolMember("example.com.", "edge", "sh"),
                        3,
                        "ns1",
                        new MemberOverride(OverrideWord.DRAIN, MemberOverride.NO_END, "ops", "disk", 1, false)))));
        Files.createDirectories(Journal.in(state));
        Files.write(
                Journal.in(state).resolve("0000000001.log"),
                Frames.frame("{\"n\":1}".getBytes(StandardCharsets.UTF_8)));
        serve("192.0.2.1", 1);
        serve("192.0.2.2", 2);
    }

    private Path state() throws IOException {
        return Files.createDirectories(state);
    }

    /** Edits the zone, keeps the release and says that it is in force. */
    void serve(String address, long counter) throws IOException, StoreException {
        Files.writeString(folder.resolve("zones/example.com.zone"), """
                $TTL 60
                @   SOA ns1 hostmaster 1 3600 600 604800 30
                @   NS  ns1
                ns1 A   127.0.0.1
                www A   %s
                """.formatted(address));
        ReleaseContents contents = new ReleaseReader(files()).contents();
        Releases.in(state).keep(contents, counter);
        active = contents.release();
        ActiveRelease release = new ActiveRelease(active, new ReleaseStamp(counter, "ns1"), "", "", counter);
        new Standing(release, active, counter, false).write(state);
        ReleaseHistory.in(state).add(release, contents.digests(), 1);
    }

    ReleaseFiles files() {
        return new ReleaseFiles(folder.resolve("zones"), List.of(), folder.resolve("geoip/lines.yaml"), null, state);
    }

    Backup backup() {
        return new Backup(state, "ns1", AT);
    }

    /** Everything below a folder: octets by path. */
    static Map<String, List<Byte>> tree(Path folder) throws IOException {
        Map<String, List<Byte>> tree = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                byte[] octets = Files.readAllBytes(file);
                tree.put(
                        folder.relativize(file).toString(),
                        IntStream.range(0, octets.length)
                                .mapToObj(i -> octets[i])
                                .toList());
            }
        }
        return tree;
    }
}
