package io.proxima.catalog;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a file, or at a folder and all that is below it, links followed: at each file once, folder by folder, on all cores
 * where they are many.
 */
final class FolderWalk {
    private static final int MAX_DEPTH = 16;

    private final Fingerprint.Root root;
    private final boolean unix;
    private final @Nullable Path own;
    private final Set<Path> folders;
    private final Consumer<Look> found;

    /** A folder among those that are looked into, so that none that leads back to itself is gone into for ever. */
    private record Within(Look folder, int depth, @Nullable Within outer) {
        boolean has(long identity) {
            return identity != 0 && (folder.identity() == identity || (outer != null && outer.has(identity)));
        }
    }

    private record Entry(Path path, String name, @Nullable Within within) {}

    /**
     * A walk from one root.
     *
     * @param own what is in here does not count; null for nothing
     * @param folders takes those that were looked into
     * @param found takes the files, in no order
     */
    FolderWalk(Fingerprint.Root root, @Nullable Path own, Set<Path> folders, Consumer<Look> found) {
        this.root = root;
        this.unix = Look.isUnix(root.path());
        this.own = own;
        this.folders = folders;
        this.found = found;
    }

    /** Walks; the names of all files begin with the prefix. */
    void walk(String prefix) {
        List<Entry> level = List.of(new Entry(root.path(), prefix, null));
        while (!level.isEmpty()) {
            List<Entry> entries = level;
            Look[] looks = new Look[entries.size()];
            Hands.share(looks.length, () -> i -> {
                Entry entry = entries.get(i);
                looks[i] = Look.at(entry.path(), entry.name(), unix);
            });
            level = new ArrayList<>();
            for (int i = 0; i < looks.length; i++) {
                Within within = entries.get(i).within();
                if (looks[i].isFolder()) {
                    enter(looks[i], within, level);
                } else {
                    found.accept(within == null ? called(looks[i], prefix + root.name()) : looks[i]);
                }
            }
        }
    }

    private static Look called(Look look, String name) {
        return new Look(name, look.file(), look.octets(), look.modifiedNanos(), look.changedNanos(), look.identity());
    }

    private void enter(Look folder, @Nullable Within outer, List<Entry> into) {
        if (outer != null
                && (outer.depth() == MAX_DEPTH
                        || (own != null
                                && folder.file().toAbsolutePath().normalize().startsWith(own)))) {
            return;
        }
        if (outer != null && outer.has(folder.identity())) {
            found.accept(Look.unreadable(folder.file(), folder.name()));
            return;
        }
        folders.add(folder.file());
        Within within = new Within(folder, outer == null ? 1 : outer.depth() + 1, outer);
        String prefix = outer == null ? folder.name() : folder.name() + "/";
        String separator = folder.file().getFileSystem().getSeparator();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.file())) {
            for (Path entry : entries) {
                String name = lastName(entry.toString(), separator);
                if (counts(name)) {
                    into.add(new Entry(entry, prefix + name, within));
                }
            }
        } catch (IOException | DirectoryIteratorException _) {
            found.accept(Look.unreadable(folder.file(), folder.name()));
        }
    }

    /** As a path has it by itself, which then keeps more in memory. */
    private static String lastName(String path, String separator) {
        String whole = path.endsWith(separator) ? path.substring(0, path.length() - separator.length()) : path;
        return whole.substring(whole.lastIndexOf(separator) + 1);
    }

    /** Whether a file can be part of a release: not what editors and version control keep beside it, nor what people write on it. */
    private static boolean counts(String name) {
        return !name.startsWith(".") && !name.endsWith("~") && !name.endsWith(".md");
    }
}
