package io.proxima.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Size, time and identity of each file below some roots: equal as long as nobody wrote to one. */
public final class Fingerprint {
    private static final int MAX_DEPTH = 16;

    private final Map<Path, String> files;

    private Fingerprint(Map<Path, String> files) {
        this.files = files;
    }

    /** The fingerprint of files, and of all files below folders; what cannot be read counts as absent. */
    static Fingerprint of(List<Path> roots) {
        Map<Path, String> files = new TreeMap<>();
        for (Path root : roots) {
            try (Stream<Path> walk = Files.walk(root, MAX_DEPTH)) {
                walk.forEach(file -> look(file).ifPresent(print -> files.put(file, print)));
            } catch (IOException | UncheckedIOException _) {
                files.put(root, "unreadable");
            }
        }
        return new Fingerprint(files);
    }

    private static Optional<String> look(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isDirectory()
                    ? Optional.empty()
                    : Optional.of(attributes.size() + " "
                            + attributes.lastModifiedTime().toInstant() + " " + attributes.fileKey());
        } catch (IOException _) {
            return Optional.of("unreadable");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint print && print.files.equals(files);
    }

    @Override
    public int hashCode() {
        return files.hashCode();
    }
}
