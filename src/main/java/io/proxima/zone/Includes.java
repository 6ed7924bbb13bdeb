package io.proxima.zone;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Opens the files that {@code $INCLUDE} names. They lie in the zone file's folder or below it: a zone is kept, copied and
 * compared as a whole, and should not show in its findings what else the machine has on its disk.
 */
final class Includes {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_FILES = 10_000;

    private final ZoneReader.Octets source;
    private final Gathered gathered;
    private final Path zoneFile;
    private final String displayed;
    /** The zone's file first; empty until it includes another, as most do not. */
    private final Deque<Path> open = new ArrayDeque<>(0);

    private int files;

    Includes(ZoneReader.Octets source, Gathered gathered, Path zoneFile, String displayed) {
        this.source = source;
        this.gathered = gathered;
        this.zoneFile = zoneFile;
        this.displayed = displayed;
    }

    private static Path folderOf(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    /** Opens the file that an entry's second word names, relative to the file the entry stands in. */
    MasterFile open(MasterFile includer, Words words) throws BadEntry {
        try {
            return read(includer, words);
        } catch (BadEntry e) {
            gathered.partial();
            throw e;
        }
    }

    private MasterFile read(MasterFile includer, Words words) throws BadEntry {
        if (open.isEmpty()) {
            open.push(zoneFile.normalize());
        }
        Path folder = folderOf(zoneFile.normalize());
        Path path = resolve(folder, includer, words);
        if (open.contains(path)) {
            throw new BadEntry(1, words.shown(1) + " includes itself", null);
        }
        if (open.size() > MAX_DEPTH || ++files > MAX_FILES) {
            throw new BadEntry(
                    1, "more than " + MAX_DEPTH + " files deep, or more than " + MAX_FILES + " files included", null);
        }
        byte[] octets;
        try {
            octets = source.read(path);
        } catch (IOException e) {
            throw new BadEntry(1, words.shown(1) + " cannot be read: " + ZoneReader.reason(e), null);
        }
        open.push(path);
        String displayedFolder = displayed.substring(0, displayed.lastIndexOf('/') + 1);
        return new MasterFile(path, displayedFolder + slashed(folder.relativize(path)), octets);
    }

    private static Path resolve(Path folder, MasterFile includer, Words words) throws BadEntry {
        Path path;
        try {
            path = folderOf(includer.path()).resolve(words.text(1)).normalize();
        } catch (InvalidPathException _) {
            throw new BadEntry(1, words.shown(1) + " is no file name", null);
        }
        boolean below =
                folder.toString().isEmpty() ? !path.isAbsolute() && !path.startsWith("..") : path.startsWith(folder);
        if (!below) {
            throw new BadEntry(
                    1,
                    words.shown(1) + " is outside the zone file's folder",
                    "keep included files beside the zone file");
        }
        return path;
    }

    private static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }

    /** Whether there were any. */
    boolean any() {
        return files > 0;
    }

    /** Closes the file opened last. */
    void close() {
        open.pop();
    }
}
