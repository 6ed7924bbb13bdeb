package io.proxima.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Size, time and identity of each file below some roots: equal as long as nobody wrote to one. */
public final class Fingerprint {
    private static final int MAX_DEPTH = 16;

    /** A file and what it looked like. */
    record Look(Path file, String print) {}

    /**
     * Where to look: a file, or a folder and all below it.
     *
     * @param name what a file is called in the release; empty for a folder
     */
    record Root(Path path, String name) {
        /** A folder, or a file that its place alone names. */
        static Root of(Path path) {
            return new Root(path, "");
        }
    }

    /** By the file's name below its root, so that the same files are the same release wherever they are. */
    private final Map<String, Look> files;

    private Fingerprint(Map<String, Look> files) {
        this.files = files;
    }

    /**
     * The fingerprint of files, and of all files below folders; what cannot be read counts as absent.
     *
     * @param except what lies in here is the server's own and no part of a release, but for a root in here; null for nothing
     */
    static Fingerprint of(List<Root> roots, @Nullable Path except) {
        Path own = except == null ? null : except.toAbsolutePath().normalize();
        Map<String, Look> files = new TreeMap<>();
        for (int i = 0; i < roots.size(); i++) {
            Path root = roots.get(i).path();
            String name = roots.get(i).name();
            String prefix = i + "/";
            boolean within = own != null && root.toAbsolutePath().normalize().startsWith(own);
            try (Stream<Path> walk = Files.walk(root, MAX_DEPTH)) {
                walk.filter(file -> file.equals(root) || counts(file, within ? null : own))
                        .forEach(file -> look(file)
                                .ifPresent(print -> files.put(
                                        prefix + (file.equals(root) ? name : root.relativize(file)),
                                        new Look(file, print))));
            } catch (IOException | UncheckedIOException _) {
                files.put(prefix, new Look(root, "unreadable"));
            }
        }
        return new Fingerprint(files);
    }

    /** Whether a file can be part of a release: not what editors keep beside it, nor what people write about it. */
    private static boolean counts(Path file, @Nullable Path own) {
        if (own != null && file.toAbsolutePath().normalize().startsWith(own)) {
            return false;
        }
        String name = String.valueOf(file.getFileName());
        return !name.startsWith(".") && !name.endsWith("~") && !name.endsWith(".md");
    }

    /**
     * The files and their digests, and a SHA-256 over the names and octets of them all: equal for equal contents.
     *
     * @param known the digests of files that were read before; left with those of these files. Databases are large
     */
    ReleaseContents contents(ReleaseFiles of, Map<Look, byte[]> known) {
        known.keySet().retainAll(files.values());
        SortedMap<String, byte[]> digests = new TreeMap<>();
        List<ReleaseContents.Item> items = new ArrayList<>();
        files.forEach((name, look) -> {
            byte[] digest = known.computeIfAbsent(look, _ -> contents(look.file));
            digests.put(name, digest);
            items.add(new ReleaseContents.Item(name, look.file, HexFormat.of().formatHex(digest)));
        });
        return new ReleaseContents(ReleaseContents.hash(digests), of, items);
    }

    /** The digest of one file, so that names and contents cannot run into one another. */
    private static byte[] contents(Path file) {
        MessageDigest digest = ReleaseContents.sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        } catch (IOException _) {
            digest.update((byte) 0); // what cannot be read is like nothing else
        }
        return digest.digest();
    }

    /** The look of one file; empty for a folder. */
    static Optional<String> look(Path file) {
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
