package io.proxima.control;

import io.proxima.wire.Name;
import io.proxima.zone.ZoneReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A zone's file on disk, as it was read, with what it includes.
 */
final class ZoneFile {
    private static final int VERSION_DIGITS = 32;

    private final Path file;
    private final byte[] octets;
    private final String version;

    ZoneFile(Path file, byte[] octets, String version) {
        this.file = file;
        this.octets = octets;
        this.version = version;
    }

    /** In the folder of zones; may be a link. */
    Path file() {
        return file;
    }

    /** What was read; not to be changed. */
    byte[] octets() {
        return octets;
    }

    /** A digest of the file and of all that it includes. */
    String version() {
        return version;
    }

    /** Notes what is read of a zone, so that all of it makes the version. */
    static final class Reading implements ZoneReader.Octets {
        private final Map<Path, byte[]> read = new TreeMap<>();

        @Override
        public byte[] read(Path file) throws IOException {
            byte[] octets = ZoneReader.onDisk(file);
            read.put(file, octets);
            return octets;
        }

        /** Whether nothing else was read than one file. */
        boolean isAlone() {
            return read.size() == 1;
        }

        /** The file that was read. */
        ZoneFile of(Path file) {
            MessageDigest all = sha256();
            read.forEach((path, octets) -> {
                all.update(String.valueOf(path.getFileName()).getBytes(StandardCharsets.UTF_8));
                all.update(sha256().digest(octets));
            });
            String version = HexFormat.of().formatHex(all.digest()).substring(0, VERSION_DIGITS);
            return new ZoneFile(file, read.getOrDefault(file, new byte[0]), version);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The zone files of a folder, by their names. */
    static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> ZoneReader.apexOf(file).isPresent())
                    .sorted()
                    .toList();
        }
    }

    /** The file of a zone. */
    static Optional<Path> of(Path folder, Name apex) throws IOException {
        return in(folder).stream()
                .filter(file -> ZoneReader.apexOf(file).filter(apex::equals).isPresent())
                .findFirst();
    }

    /** Whether the file still is what was read. */
    boolean isStill() throws IOException {
        return Arrays.equals(ZoneReader.onDisk(file), octets);
    }

    /**
     * Puts other octets in the place of these, as a whole and safe on disk; mode, owner and group stay. A link stays one, and
     * what it leads to is replaced.
     *
     * @return false where somebody has written to the file since it was read; it is left as it is then
     * @throws IOException with a sentence where the folder or the file cannot be written
     */
    boolean replace(byte[] with) throws IOException {
        Path target = file.toRealPath();
        Path folder = target.resolveSibling("");
        // The name is one that no release counts in.
        Path aside = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + "~");
        boolean created = false;
        try {
            Files.deleteIfExists(aside);
            try (FileChannel channel =
                    FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                created = true;
                likeTarget(target, aside);
                ByteBuffer rest = ByteBuffer.wrap(with);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            if (!isStill()) {
                return false;
            }
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            created = false;
        } catch (FileSystemException e) {
            throw new IOException(
                    target + " cannot be replaced: " + reason(e) + " (the server must be able to write to " + folder
                            + " and to keep the file's owner)",
                    e);
        } finally {
            if (created) {
                Files.deleteIfExists(aside);
            }
        }
        try (FileChannel channel = FileChannel.open(folder)) {
            channel.force(true);
        }
        return true;
    }

    private static void likeTarget(Path target, Path aside) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(aside, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        PosixFileAttributes wanted = Files.readAttributes(target, PosixFileAttributes.class);
        PosixFileAttributes has = view.readAttributes();
        if (!has.owner().equals(wanted.owner())) {
            view.setOwner(wanted.owner());
        }
        if (!has.group().equals(wanted.group())) {
            view.setGroup(wanted.group());
        }
        view.setPermissions(wanted.permissions());
    }

    private static String reason(FileSystemException e) {
        if (e instanceof AccessDeniedException) {
            return "permission is denied";
        }
        return e.getReason() == null ? e.toString() : e.getReason();
    }
}
