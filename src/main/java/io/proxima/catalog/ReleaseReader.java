package io.proxima.catalog;

import io.proxima.geo.Geography;
import io.proxima.policy.Policy;
import io.proxima.policy.PolicyReader;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.wire.Name;
import io.proxima.zone.ZoneReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads and validates all files of a release, every finding collected; confined to one thread. Files that look as they did when
 * they were read last are not read again, and of large zone files only what an edit touched.
 */
public final class ReleaseReader {
    private static final String POLICY = ".policy.yaml";
    private static final String ZONE = ".zone";
    /** What the names of files in the folder of zones begin with. */
    private static final String ZONES = "0/";

    private final ReleaseFiles files;
    private final ZoneFiles zoneFiles;
    private final Digests digests = new Digests();
    private final @Nullable Geography given;
    private @Nullable Geography geography;
    private @Nullable Fingerprint geographyPrint;
    private @Nullable Look linesPrint;
    private List<Path> networksFiles = List.of();
    private Findings geographyFindings = new Findings();
    private final Map<Path, ReadPolicy> readPolicies = new HashMap<>();

    /** A policy file and what it looked like. */
    private record ReadPolicy(Look look, Optional<Policy> policy, Findings findings) {}

    /** Hears what is read next, before it is. */
    @FunctionalInterface
    public interface Listener {
        void reads(Path file, int number, int of);
    }

    public ReleaseReader(ReleaseFiles files) {
        this(files, null, null);
    }

    /** A reader of zones and policies alone, whose clients fall on what is known already, if anything is. */
    public ReleaseReader(ReleaseFiles files, @Nullable Geography lines) {
        this(files, lines, null);
    }

    /** A reader that tells which zone's file it is at. */
    public ReleaseReader(ReleaseFiles files, Listener listener) {
        this(files, null, listener);
    }

    private ReleaseReader(ReleaseFiles files, @Nullable Geography lines, @Nullable Listener listener) {
        this.files = files;
        this.given = lines;
        this.zoneFiles = new ZoneFiles(listener);
    }

    /**
     * Reads everything.
     *
     * @return the release, or empty where any finding is an error
     */
    public Optional<Release> read(Findings findings) {
        return read(fingerprint(), findings);
    }

    /** Reads files that look so; whether they still do afterwards is for the caller to see. */
    public Optional<Release> read(Fingerprint now, Findings findings) {
        return read(now, findings, null, new byte[0]);
    }

    /** Reads everything as it would be if one zone's file, or what others include of it, had other octets. */
    public Optional<Release> read(Findings findings, Path edited, byte[] octets) {
        return read(fingerprint(), findings, edited, octets);
    }

    private Optional<Release> read(Fingerprint now, Findings findings, @Nullable Path edited, byte[] octets) {
        Findings own = new Findings();
        Geography lines = geography(own);
        requireFolder(now, own);
        ZoneFiles.Zones zones = zoneFiles.read(listed(now, ZONE), edited, octets, own);
        List<Policy> policies = new ArrayList<>();
        List<Look> policyFiles = listed(now, POLICY);
        readPolicies.keySet().retainAll(policyFiles.stream().map(Look::file).collect(Collectors.toSet()));
        for (Look look : policyFiles) {
            Path file = look.file();
            Optional<Name> apex = ZoneReader.apexOf(zoneBeside(file));
            if (apex.isEmpty()
                    || (!zones.broken().contains(apex.get()) && !zones.sound().containsKey(apex.get()))) {
                own.error(
                        Place.start(file.toString()),
                        "no zone stands beside this policy",
                        "expected " + zoneBeside(file).getFileName());
                continue;
            }
            policy(look, apex.get(), own).ifPresent(policies::add);
        }
        if (!own.hasErrors() && zones.sound().isEmpty()) {
            own.error(Place.start(files.zones().toString()), "there is no zone to serve", "add an APEX.zone file");
        }
        Release release = new Release(zones.sound().values(), policies, lines);
        if (!own.hasErrors()) {
            new ReleaseChecks(release, own).run();
        }
        findings.addAll(own);
        return own.hasErrors() ? Optional.empty() : Optional.of(release);
    }

    private Optional<Policy> policy(Look look, Name apex, Findings findings) {
        ReadPolicy read = readPolicies.get(look.file());
        if (read == null || !read.look().equals(look)) {
            Findings own = new Findings();
            read = new ReadPolicy(look, PolicyReader.read(look.file(), apex, own), own);
            readPolicies.put(look.file(), read);
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
        return contents(fingerprint());
    }

    /** As {@link #contents()}, of files that look so; of those that were read, the digests are known. */
    public ReleaseContents contents(Fingerprint now) {
        return digests.contents(now, files, zoneFiles.takeFresh());
    }

    /** The octets of small files that were read since this was asked last, by their digests; not all where they are many. */
    public Map<String, byte[]> takeOctets() {
        return digests.takeOctets();
    }

    /**
     * Works out the digests of files that look so and are not read as a whole, on a thread of its own: those of large files take
     * longer than reading what was edited in them. Not to be begun again, nor {@link #contents} asked, before it has ended.
     */
    public CompletableFuture<Fingerprint> digestsBeside(Fingerprint now) {
        return CompletableFuture.supplyAsync(
                () -> {
                    digests.prepare(now.looks().stream()
                            .filter(look -> !(look.name().endsWith(ZONE) && ZoneFiles.isSmall(look)))
                            .toList());
                    return now;
                },
                task -> Thread.ofPlatform().name("digests").daemon().start(task));
    }

    /** Begins with what takes long in large zone files that look so and were edited, so that {@link #read} finds it done. */
    public void prepare(Fingerprint now) {
        zoneFiles.prepare(listed(now, ZONE));
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
        Look now = Look.at(lines, "");
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

    /** The files right in the folder of zones, and folders that are called as if they were, in the order of their names. */
    private List<Look> listed(Fingerprint now, String ending) {
        Stream<Look> found = now.looks().stream()
                .filter(look -> look.name().startsWith(ZONES) && look.name().endsWith(ending))
                .filter(look -> look.name().indexOf('/', ZONES.length()) < 0);
        List<Look> misnamed = now.folders().stream()
                .filter(folder -> files.zones().equals(folder.getParent()))
                .map(folder -> Look.unreadable(folder, ZONES + folder.getFileName()))
                .filter(look -> look.name().endsWith(ending))
                .toList();
        return misnamed.isEmpty()
                ? found.toList()
                : Stream.concat(found, misnamed.stream())
                        .sorted(Comparator.comparing(Look::name))
                        .toList();
    }

    private void requireFolder(Fingerprint now, Findings findings) {
        if (now.looks().isEmpty() || !now.looks().getFirst().name().equals(ZONES)) {
            return;
        }
        Place place = Place.start(files.zones().toString());
        try (Stream<Path> entries = Files.list(files.zones())) {
            var _ = entries.limit(1).count(); // it is there by now
        } catch (NoSuchFileException _) {
            findings.error(place, "there is no such folder of zones", null);
        } catch (IOException e) {
            findings.error(place, "the folder of zones cannot be read: " + e, null);
        }
    }
}
