package io.proxima.store;

import io.proxima.catalog.ReleaseFiles;
import io.proxima.geo.Geography;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of a kept release to a folder, to get back what was lost: zones and policies into {@code zones}, lines and
 * networks into {@code geoip}.
 *
 * @param release its hash
 * @param files how many were written
 */
public record Checkout(String release, int files) {
    private static final String ZONES = "zones";
    private static final String LINES = "geoip";
    /** For files of networks that stood nowhere near the file of lines. */
    private static final String ELSEWHERE = "elsewhere";

    /**
     * Writes them.
     *
     * @param state the state folder, only read
     * @param name {@code current}, {@code previous} or a beginning of a hash
     * @param folder made where it is not there; empty otherwise
     * @throws StoreException if the name means no release that is kept, or the folder is not empty
     */
    public static Checkout of(Path state, String name, Path folder) throws IOException, StoreException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.list(folder)) {
                if (all.findAny().isPresent()) {
                    throw new StoreException(folder + " is not empty: nothing of yours is overwritten");
                }
            }
        }
        try (KeptRelease kept = Releases.in(state).open(Comparison.releaseOf(state, name))) {
            return new Checkout(kept.release(), copy(kept.files(), folder));
        }
    }

    private static int copy(ReleaseFiles files, Path folder) throws IOException {
        int count = 0;
        List<Path> zones;
        try (Stream<Path> all = Files.walk(files.zones())) {
            zones = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : zones) {
            count += copy(files.zones(), file, folder.resolve(ZONES));
        }
        @Nullable Path lines = files.lines();
        if (lines != null && Files.exists(lines)) {
            Path beside = lines.resolveSibling("");
            count += copy(beside, lines, folder.resolve(LINES));
            for (Path networks : Geography.networksFiles(lines)) {
                count += Files.exists(networks) ? copy(beside, networks, folder.resolve(LINES)) : 0;
            }
        }
        return count;
    }

    private static int copy(Path root, Path file, Path into) throws IOException {
        Path from = root.toAbsolutePath().normalize();
        Path plain = file.toAbsolutePath().normalize();
        Path target = plain.startsWith(from)
                ? into.resolve(from.relativize(plain).toString())
                : into.resolveSibling(ELSEWHERE).resolve(plain.toString().substring(1));
        Files.createDirectories(target.resolveSibling(""));
        Files.copy(file, target);
        Backup.force(target);
        return 1;
    }
}
