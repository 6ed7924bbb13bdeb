package io.proxima.catalog;

import io.proxima.geo.Geography;
import io.proxima.policy.Policy;
import io.proxima.policy.PolicyReader;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.wire.Name;
import io.proxima.zone.Zone;
import io.proxima.zone.ZoneReader;
import io.proxima.zone.ZoneSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads and validates all files of a release, every finding collected; confined to one thread. Files that look as they did when
 * they were read last are not read again, and of large zone files only what an edit touched.
 */
public final class ReleaseReader {
    private static final String POLICY = ".policy.yaml";
    private static final String ZONE = ".zone";

    private final ReleaseFiles files;
    private final Listener listener;
    private final Map<Fingerprint.Look, byte[]> digests = new HashMap<>();
    private final @Nullable Geography given;
    private @Nullable Geography geography;
    private @Nullable Fingerprint geographyPrint;
    private String linesPrint = "";
    private List<Path> networksFiles = List.of();
    private Findings geographyFindings = new Findings();
    private final Map<Path, ZoneSource> zoneSources = new HashMap<>();
    private final Map<Path, ReadPolicy> readPolicies = new HashMap<>();

    /** A policy file and what it looked like. */
    private record ReadPolicy(String look, Optional<Policy> policy, Findings findings) {}

    /** Hears what is read next, before it is. */
    @FunctionalInterface
    public interface Listener {
        void reads(Path file, int number, int of);
    }

    public ReleaseReader(ReleaseFiles files) {
        this(files, null, (_, _, _) -> {});
    }

    /** A reader of zones and policies alone, whose clients fall on what is known already, if anything is. */
    public ReleaseReader(ReleaseFiles files, @Nullable Geography lines) {
        this(files, lines, (_, _, _) -> {});
    }

    /** A reader that tells which zone's file it is at. */
    public ReleaseReader(ReleaseFiles files, Listener listener) {
        this(files, null, listener);
    }

    private ReleaseReader(ReleaseFiles files, @Nullable Geography lines, Listener listener) {
        this.files = files;
        this.given = lines;
        this.listener = listener;
    }

    /**
     * Reads everything.
     *
     * @return the release, or empty where any finding is an error
     */
    public Optional<Release> read(Findings findings) {
        return read(findings, null, new byte[0]);
    }

    /** Reads everything as it would be if one zone's file, or what others include of it, had other octets. */
    public Optional<Release> read(Findings findings, @Nullable Path edited, byte[] octets) {
        Findings own = new Findings();
        Geography lines = geography(own);
        Map<Name, Zone> zones = new LinkedHashMap<>();
        List<Policy> policies = new ArrayList<>();
        Set<Name> broken = new HashSet<>();
        Map<Name, Path> fileOf = new HashMap<>();
        List<Path> zoneFiles = listed(ZONE, own);
        zoneSources.keySet().retainAll(zoneFiles);
        int number = 0;
        for (Path file : zoneFiles) {
            listener.reads(file, ++number, zoneFiles.size());
            Optional<Name> apex = ZoneReader.apexOf(file);
            if (apex.isEmpty()) {
                own.error(Place.start(file.toString()), "the file's name says no zone", "name it APEX.zone");
                continue;
            }
            Path first = fileOf.putIfAbsent(apex.get(), file);
            if (first != null) {
                own.error(
                        Place.start(file.toString()),
                        "the zone " + apex.get() + " has two files",
                        "the other is " + first.getFileName());
                continue;
            }
            zone(file, apex.get(), edited, octets, own)
                    .ifPresentOrElse(zone -> zones.put(apex.get(), zone), () -> broken.add(apex.get()));
        }
        List<Path> policyFiles = listed(POLICY, own);
        readPolicies.keySet().retainAll(policyFiles);
        for (Path file : policyFiles) {
            Optional<Name> apex = ZoneReader.apexOf(zoneBeside(file));
            if (apex.isEmpty() || (!broken.contains(apex.get()) && !zones.containsKey(apex.get()))) {
                own.error(
                        Place.start(file.toString()),
                        "no zone stands beside this policy",
                        "expected " + zoneBeside(file).getFileName());
                continue;
            }
            policy(file, apex.get(), own).ifPresent(policies::add);
        }
        if (!own.hasErrors() && zones.isEmpty()) {
            own.error(Place.start(files.zones().toString()), "there is no zone to serve", "add an APEX.zone file");
        }
        Release release = new Release(zones.values(), policies, lines);
        if (!own.hasErrors()) {
            new ReleaseChecks(release, own).run();
        }
        findings.addAll(own);
        return own.hasErrors() ? Optional.empty() : Optional.of(release);
    }

    private Optional<Zone> zone(Path file, Name apex, @Nullable Path edited, byte[] octets, Findings findings) {
        ZoneSource source = zoneSources.computeIfAbsent(file, _ -> new ZoneSource(file, file.toString(), apex));
        return edited == null || (!file.equals(edited) && !source.includes())
                ? source.read(Fingerprint.look(file).orElse(""), findings)
                : new ZoneReader(read -> read.equals(edited) ? octets.clone() : ZoneReader.onDisk(read))
                        .read(file, file.toString(), apex, findings);
    }

    private Optional<Policy> policy(Path file, Name apex, Findings findings) {
        String look = Fingerprint.look(file).orElse("");
        ReadPolicy read = readPolicies.get(file);
        if (read == null || !read.look().equals(look)) {
            Findings own = new Findings();
            read = new ReadPolicy(look, PolicyReader.read(file, apex, own), own);
            readPolicies.put(file, read);
        }
        findings.addAll(read.findings());
        return read.policy();
    }

    /** What the files look like now; a change of it is worth a new reading. */
    public Fingerprint fingerprint() {
        return Fingerprint.of(
                Stream.concat(Stream.of(Fingerprint.Root.of(files.zones())), geographyRoots())
                        .toList(),
                files.state());
    }

    /** All files' contents by their digests, and the hash that is the name of the release they make. */
    public ReleaseContents contents() {
        return fingerprint().contents(files, digests);
    }

    /**
     * As {@link #contents}, of files that look so, on a thread of its own: digests of large files take longer than reading what was
     * edited in them. Not to be begun again before it has ended.
     */
    public CompletableFuture<ReleaseContents> contentsBeside(Fingerprint now) {
        return CompletableFuture.supplyAsync(
                () -> now.contents(files, digests),
                task -> Thread.ofPlatform().name("digests").daemon().start(task));
    }

    /** Begins with what takes long in large zone files that were edited, so that {@link #read} finds it done; any time before. */
    public void prepare() {
        zoneSources.forEach((file, source) -> {
            if (source.isFollowed()) {
                Fingerprint.look(file).ifPresent(source::prepare);
            }
        });
    }

    private Stream<Fingerprint.Root> geographyRoots() {
        Path lines = files.lines();
        Stream<Fingerprint.Root> databases = files.databases().stream().map(Fingerprint.Root::of);
        return lines == null
                ? databases
                : Stream.concat(
                        databases,
                        Stream.concat(Stream.of(lines), networksFiles(lines).stream())
                                .map(file -> new Fingerprint.Root(file, besideLines(lines, file))));
    }

    /** A file as {@code lines.yaml} names it: relative to its folder, or absolute. */
    private static String besideLines(Path lines, Path file) {
        Path folder = lines.resolveSibling("");
        return (file.startsWith(folder) && !folder.toString().isEmpty() ? folder.relativize(file) : file).toString();
    }

    /** Those may stand anywhere; which they are is looked up again when {@code lines.yaml} has changed. */
    private List<Path> networksFiles(Path lines) {
        String now = Fingerprint.look(lines).orElse("");
        if (!now.equals(linesPrint)) {
            linesPrint = now;
            networksFiles = Geography.networksFiles(lines);
        }
        return networksFiles;
    }

    /** Databases are large: they are read again only when one of them, {@code lines.yaml} or a file that it names has. */
    private Geography geography(Findings findings) {
        if (given != null) {
            return given;
        }
        Fingerprint now = Fingerprint.of(geographyRoots().toList(), files.state());
        Geography known = geography;
        if (known == null || geographyPrint == null || !geographyPrint.equals(now)) {
            Findings own = new Findings();
            known = Geography.load(files.databases(), files.lines(), files.home(), own);
            geography = own.hasErrors() ? null : known;
            geographyPrint = now;
            geographyFindings = own;
        }
        findings.addAll(geographyFindings);
        return known;
    }

    private static Path zoneBeside(Path policy) {
        String name = String.valueOf(policy.getFileName());
        return policy.resolveSibling(name.substring(0, name.length() - POLICY.length()) + ZONE);
    }

    private List<Path> listed(String ending, Findings findings) {
        try (Stream<Path> entries = Files.list(files.zones())) {
            return entries.filter(file -> String.valueOf(file.getFileName()).endsWith(ending))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException _) {
            if (ending.equals(ZONE)) {
                findings.error(Place.start(files.zones().toString()), "there is no such folder of zones", null);
            }
            return List.of();
        } catch (IOException | UncheckedIOException e) {
            if (ending.equals(ZONE)) {
                findings.error(Place.start(files.zones().toString()), "the folder of zones cannot be read: " + e, null);
            }
            return List.of();
        }
    }
}
