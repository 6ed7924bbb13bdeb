package io.proxima.catalog.diff;

import io.proxima.catalog.ReleaseFiles;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.wire.Name;
import io.proxima.zone.ZoneReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One of the two that are compared.
 *
 * @param name what it is called
 * @param files where its files are
 * @param databases the digests of its databases by their paths
 */
public record DiffSide(String name, ReleaseFiles files, Map<String, String> databases) {
    private static final String ZONE = ".zone";
    private static final String POLICY = ".policy.yaml";
    private static final int MAX_DEPTH = 16;

    public DiffSide {
        databases = Map.copyOf(databases);
    }

    /** Zone files by apex. */
    SortedMap<Name, Path> zones(Findings findings) {
        SortedMap<Name, Path> zones = new TreeMap<>();
        try (Stream<Path> all = Files.list(files.zones())) {
            all.filter(file -> String.valueOf(file.getFileName()).endsWith(ZONE))
                    .sorted()
                    .forEach(file -> ZoneReader.apexOf(file).ifPresent(apex -> zones.putIfAbsent(apex, file)));
        } catch (IOException | UncheckedIOException e) {
            findings.error(Place.start(files.zones().toString()), "the folder of zones cannot be read: " + e, null);
        }
        return zones;
    }

    /** The policy file beside a zone file. */
    static Path policyBeside(Path zone) {
        String name = String.valueOf(zone.getFileName());
        return zone.resolveSibling(name.substring(0, name.length() - ZONE.length()) + POLICY);
    }

    /** All other files in the folder of zones, by their paths there; what counts there is what makes a release. */
    SortedMap<String, Path> others() throws IOException {
        Path own = files.state() == null ? null : files.state().toAbsolutePath().normalize();
        SortedMap<String, Path> others = new TreeMap<>();
        try (Stream<Path> all = Files.walk(files.zones(), MAX_DEPTH, FileVisitOption.FOLLOW_LINKS)) {
            all.filter(Files::isRegularFile)
                    .filter(file ->
                            own == null || !file.toAbsolutePath().normalize().startsWith(own))
                    .filter(file -> !isOfAZone(file))
                    .forEach(file -> {
                        Path name = files.zones().relativize(file);
                        if (counts(name)) {
                            others.put(name.toString(), file);
                        }
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return others;
    }

    private static boolean counts(Path name) {
        for (Path part : name) {
            String word = part.toString();
            if (word.startsWith(".") || word.endsWith("~") || word.endsWith(".md")) {
                return false;
            }
        }
        return true;
    }

    private boolean isOfAZone(Path file) {
        String name = String.valueOf(file.getFileName());
        return files.zones().equals(file.getParent()) && (name.endsWith(ZONE) || name.endsWith(POLICY));
    }
}
