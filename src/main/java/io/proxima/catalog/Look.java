package io.proxima.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one file looked like: equal as long as nobody wrote to it or put another in its place. As small as it can be made: there may
 * be a hundred thousand.
 *
 * @param name what the file is called in the release
 * @param octets its size; {@value #FOLDER} for a folder, {@value #UNREADABLE} where it cannot be looked at
 * @param modifiedNanos when it was written to, as its owner says
 * @param changedNanos when it was last written to or put there, which nobody can set back; 0 where that is not known
 * @param identity which of the file system's it is; 0 where that is not known
 */
record Look(String name, Path file, long octets, long modifiedNanos, long changedNanos, long identity) {
    static final long FOLDER = -1;
    static final long UNREADABLE = -2;

    private static final String UNIX = "unix:isDirectory,size,lastModifiedTime,ino,dev,ctime";
    private static final String ELSEWHERE = "isDirectory,size,lastModifiedTime,fileKey";
    private static final int ABOVE_MOST_INODES = 48;

    /** Looks at a file, or through a link at what it leads to. */
    static Look at(Path file, String name) {
        return at(file, name, isUnix(file));
    }

    /** As {@link #at(Path, String)}, where it is known already what kind of file system it is. */
    static Look at(Path file, String name, boolean unix) {
        try {
            Map<String, Object> seen = Files.readAttributes(file, unix ? UNIX : ELSEWHERE);
            return new Look(
                    name,
                    file,
                    Boolean.TRUE.equals(seen.get("isDirectory")) ? FOLDER : number(seen.get("size")),
                    nanos(seen.get("lastModifiedTime")),
                    nanos(seen.get("ctime")),
                    unix
                            ? number(seen.get("ino")) ^ Long.rotateLeft(number(seen.get("dev")), ABOVE_MOST_INODES)
                            : Objects.hashCode(seen.get("fileKey")));
        } catch (IOException _) {
            return unreadable(file, name);
        }
    }

    /** A file that cannot be looked at, or is not there. */
    static Look unreadable(Path file, String name) {
        return new Look(name, file, UNREADABLE, 0, 0, 0);
    }

    /** Whether a path is on a file system that says when a file was last changed, in whatever way. */
    static boolean isUnix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    boolean isFolder() {
        return octets == FOLDER;
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private static long nanos(@Nullable Object time) {
        return time instanceof FileTime known ? known.to(TimeUnit.NANOSECONDS) : 0;
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Long.hashCode(changedNanos);
    }
}
