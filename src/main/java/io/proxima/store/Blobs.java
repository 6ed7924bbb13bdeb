package io.proxima.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Files by the SHA-256 of their octets, deflated (RFC 1950): equal ones are kept once.
 *
 * @param folder of {@code 3f/3f9c…} files
 */
record Blobs(Path folder) {
    /** As much as a zone file may have. */
    private static final int MOST_OCTETS = 1 << 30;

    Path file(String sha256) {
        return folder.resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    /**
     * Keeps a file.
     *
     * @param source its octets
     * @param name what it is called where they are others
     * @throws StoreException if its octets are no longer those
     */
    void keep(Source source, Path name, String sha256) throws IOException, StoreException {
        Path kept = file(sha256);
        if (Files.exists(kept)) {
            return;
        }
        Files.createDirectories(kept.getParent());
        Path fresh = Files.createTempFile(kept.getParent(), sha256, ".new");
        try {
            if (!copy(source, fresh).equals(sha256)) {
                throw new StoreException(name + " is another by now");
            }
            Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /**
     * Keeps a file that came deflated.
     *
     * @throws StoreException if it is damaged, or its octets are others
     */
    void receive(InputStream packed, String sha256) throws IOException, StoreException {
        Path kept = file(sha256);
        Files.createDirectories(kept.getParent());
        Path fresh = Files.createTempFile(kept.getParent(), sha256, ".new");
        try {
            Files.copy(packed, fresh, StandardCopyOption.REPLACE_EXISTING);
            check(fresh, sha256);
            try (FileChannel written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                written.force(false);
            }
            Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Moves a file in that came and was checked. */
    void adopt(Path came, String sha256) throws IOException {
        Path kept = file(sha256);
        Files.createDirectories(kept.getParent());
        Files.move(came, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void check(Path packed, String sha256) throws StoreException {
        MessageDigest digest = sha256();
        long octets = 0;
        try (InputStream in = new InflaterInputStream(Files.newInputStream(packed))) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0 && octets <= MOST_OCTETS; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                octets += read;
            }
        } catch (IOException e) {
            throw new StoreException("what came as " + sha256 + " is damaged: " + e.getMessage(), e);
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
            throw new StoreException("what came as " + sha256 + " is damaged: its octets are others");
        }
    }

    /** Where octets come from. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    private static String copy(Source source, Path fresh) throws IOException {
        MessageDigest digest = sha256();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED); // a fifth of the usual time, for a sixth more octets
        try (InputStream in = new DigestInputStream(source.open(), digest);
                OutputStream out = new DeflaterOutputStream(Files.newOutputStream(fresh), deflater, 1 << 14)) {
            in.transferTo(out);
        } finally {
            deflater.end();
        }
        try (FileChannel written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            written.force(false);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * A kept file's octets.
     *
     * @throws StoreException if it is not there, or damaged
     */
    byte[] read(String sha256) throws StoreException {
        Path kept = file(sha256);
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        MessageDigest digest = sha256();
        try (InputStream in = new InflaterInputStream(Files.newInputStream(kept))) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0 && octets.size() <= MOST_OCTETS; read = in.read(buffer)) {
                octets.write(buffer, 0, read);
                digest.update(buffer, 0, read);
            }
        } catch (NoSuchFileException e) {
            throw new StoreException(kept + " is gone", e);
        } catch (IOException e) {
            throw new StoreException(kept + " is damaged: " + e.getMessage(), e);
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
            throw new StoreException(kept + " is damaged: its octets are others");
        }
        return octets.toByteArray();
    }

    /** Deletes all but some, and what was begun and not ended. */
    void retain(Set<String> wanted) throws IOException {
        for (Map.Entry<String, Path> kept : all().entrySet()) {
            if (!wanted.contains(kept.getKey())) {
                Files.deleteIfExists(kept.getValue());
            }
        }
    }

    private Map<String, Path> all() throws IOException {
        Map<String, Path> all = new HashMap<>();
        try (Stream<Path> files = Files.walk(folder, 2)) {
            files.filter(Files::isRegularFile).forEach(file -> all.put(String.valueOf(file.getFileName()), file));
        }
        return all;
    }

    /** How many octets one takes on the disk; 0 where it is not there. */
    long octets(String sha256) throws IOException {
        Path kept = file(sha256);
        return Files.exists(kept) ? Files.size(kept) : 0;
    }

    /** The SHA-256 of a file's octets, in hexadecimal. */
    static String digest(Path file) throws IOException {
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), sha256())) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
