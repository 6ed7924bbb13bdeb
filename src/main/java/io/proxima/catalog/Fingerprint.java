package io.proxima.catalog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Size, times and identity of each file below some roots: equal as long as nobody wrote to one. */
public final class Fingerprint {

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

    /** By their names below their roots, so that the same files are the same release wherever they are. */
    private final Look[] looks;

    private final Set<Path> folders;

    private Fingerprint(Look[] looks, Set<Path> folders) {
        this.looks = looks;
        this.folders = Set.copyOf(folders);
    }

    /**
     * The fingerprint of files, and of all files below folders; what cannot be read counts as absent.
     *
     * @param except what lies in here is the server's own and no part of a release, but for a root in here; null for nothing
     */
    static Fingerprint of(List<Root> roots, @Nullable Path except) {
        Path own = except == null ? null : except.toAbsolutePath().normalize();
        List<Look> found = new ArrayList<>();
        Set<Path> folders = new HashSet<>();
        for (int i = 0; i < roots.size(); i++) {
            Path root = roots.get(i).path();
            boolean within = own != null && root.toAbsolutePath().normalize().startsWith(own);
            folders.add(root.resolveSibling("")); // where another can be put in its place
            new FolderWalk(roots.get(i), within ? null : own, folders, found::add).walk(i + "/");
        }
        Look[] looks = found.toArray(Look[]::new);
        Arrays.sort(looks, Comparator.comparing(Look::name));
        return new Fingerprint(looks, folders);
    }

    /** The folders that were looked into, and those that hold the roots. */
    public Set<Path> folders() {
        return folders;
    }

    /** The files that are not there or look other in another fingerprint; all where that is null. */
    public List<Path> filesUnlike(@Nullable Fingerprint other) {
        Look[] others = other == null ? new Look[0] : other.looks;
        List<Path> unlike = new ArrayList<>();
        int at = 0;
        for (Look look : looks) {
            while (at < others.length && others[at].name().compareTo(look.name()) < 0) {
                at++;
            }
            if (at == others.length || !others[at].equals(look)) {
                unlike.add(look.file());
            }
        }
        return unlike;
    }

    /** The files by their names in the release. */
    List<Look> looks() {
        return Arrays.asList(looks);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint print && Arrays.equals(print.looks, looks);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(looks);
    }
}
