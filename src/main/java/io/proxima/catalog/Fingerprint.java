package io.proxima.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Size, times and identity of each file below some roots: equal as long as nobody wrote to one. */
public final class Fingerprint {
    private static final int MAX_DEPTH = 16;
    private static final String LOOK = "isDirectory,size,lastModifiedTime,fileKey";
    private static final String UNIX_LOOK = "unix:" + LOOK + ",ctime";

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

    private final Set<Path> folders;

    private Fingerprint(Map<String, Look> files, Set<Path> folders) {
        this.files = files;
        this.folders = Set.copyOf(folders);
    }

    /**
     * The fingerprint of files, and of all files below folders; what cannot be read counts as absent.
     *
     * @param except what lies in here is the server's own and no part of a release, but for a root in here; null for nothing
     */
    static Fingerprint of(List<Root> roots, @Nullable Path except) {
        Path own = except == null ? null : except.toAbsolutePath().normalize();
        Map<String, Look> files = new HashMap<>();
        Set<Path> folders = new HashSet<>();
        for (int i = 0; i < roots.size(); i++) {
            Path root = roots.get(i).path();
            String name = roots.get(i).name();
            String prefix = i + "/";
            boolean within = own != null && root.toAbsolutePath().normalize().startsWith(own);
            folders.add(root.resolveSibling("")); // where another can be put in its place
            walk(
                    root,
                    within ? null : own,
                    folders,
                    (file, print) -> files.put(
                            prefix + (file.equals(root) ? name : root.relativize(file)), new Look(file, print)));
        }
        return new Fingerprint(files, folders);
    }

    private static void walk(Path root, @Nullable Path own, Set<Path> folders, BiConsumer<Path, String> found) {
        try {
            Files.walkFileTree(root, Set.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    if (!folder.equals(root) && !counts(folder, own)) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    folders.add(folder);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.equals(root) || counts(file, null)) { // what is its own was not gone into
                        look(file).ifPresent(print -> found.accept(file, print));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    found.accept(file, "unreadable");
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException _) {
            found.accept(root, "unreadable");
        }
    }

    /** The folders that were looked into, and those that hold the roots. */
    public Set<Path> folders() {
        return folders;
    }

    /** The files. */
    public List<Path> files() {
        return new TreeMap<>(files).values().stream().map(Look::file).toList();
    }

    /**
     * Whether a file, or what is in a folder, can be part of a release: not what editors and version control keep beside it, nor
     * what people write about it.
     */
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
        known.keySet().retainAll(new HashSet<>(files.values()));
        SortedMap<String, byte[]> digests = new TreeMap<>();
        List<ReleaseContents.Item> items = new ArrayList<>();
        byte[] buffer = new byte[1 << 16];
        new TreeMap<>(files).forEach((name, look) -> {
            byte[] digest = known.computeIfAbsent(look, _ -> contents(look.file, buffer));
            digests.put(name, digest);
            items.add(new ReleaseContents.Item(name, look.file, HexFormat.of().formatHex(digest)));
        });
        return new ReleaseContents(ReleaseContents.hash(digests), of, items);
    }

    /** The digest of one file, so that names and contents cannot run into one another. */
    private static byte[] contents(Path file, byte[] buffer) {
        MessageDigest digest = ReleaseContents.sha256();
        try (InputStream in = Files.newInputStream(file)) {
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
        // When a file was last written to or put there nobody can set back, as they can the time of modification.
        String wanted = file.getFileSystem().supportedFileAttributeViews().contains("unix") ? UNIX_LOOK : LOOK;
        try {
            Map<String, Object> attributes = Files.readAttributes(file, wanted);
            return Boolean.TRUE.equals(attributes.get("isDirectory"))
                    ? Optional.empty()
                    : Optional.of(print(attributes));
        } catch (IOException _) {
            return Optional.of("unreadable");
        }
    }

    /** As short as it can be made: there may be a hundred thousand files. */
    private static String print(Map<String, Object> attributes) {
        return attributes.get("size") + " " + instant(attributes.get("lastModifiedTime")) + " "
                + attributes.get("fileKey") + " " + instant(attributes.get("ctime"));
    }

    private static String instant(@Nullable Object time) {
        if (time instanceof FileTime known) {
            Instant instant = known.toInstant();
            return instant.getEpochSecond() + "." + instant.getNano();
        }
        return "";
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
