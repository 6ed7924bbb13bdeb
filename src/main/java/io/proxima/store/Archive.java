package io.proxima.store;

import io.proxima.health.OverrideRegister;
import io.proxima.health.SavedOverrides;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * A backup that was verified whole: every name, every size, every octet against its checksum, and what the files say.
 *
 * @param file where it is
 * @param digests the SHA-256 of each entry by its name in the state folder, in the archive's order
 * @param releases how many releases it has
 * @param active the hash of the one in force
 * @param overrides how many members operators said something of
 * @param octets how many octets the entries have
 */
public record Archive(Path file, Map<String, String> digests, int releases, String active, int overrides, long octets) {
    public Archive {
        digests = Collections.unmodifiableMap(new LinkedHashMap<>(digests));
    }

    /** The folder in an archive; it is a state folder when it is unpacked by hand. */
    static final String FOLDER = "proxima/";

    static final String README = "README";
    static final String SUMS = "SHA256SUMS";
    static final String RELEASE = "release";
    static final String OVERRIDES = "overrides";
    static final String VERDICTS = "verdicts";
    static final String HISTORY = "releases/history";
    static final String MANIFESTS = "releases/manifests/";
    static final String BLOBS = "releases/blobs/";
    static final String JOURNAL = "journal/";

    private static final int MOST_ENTRIES = 100_000;
    private static final long MOST_OCTETS = 16L << 30;
    private static final long MOST_INFLATED = 64L << 30;
    private static final long MOST_OF_A_FILE = 1L << 30;
    private static final int MOST_IN_MEMORY = 64 << 20;

    /** Whether the release in force is among those that are kept; one whose files are too large is not. */
    public boolean hasActive() {
        return digests.containsKey(MANIFESTS + active);
    }

    /**
     * Verifies an archive; nothing is written.
     *
     * @throws StoreException with the entry that is wrong and why
     * @throws IOException if the file cannot be read
     */
    public static Archive verify(Path file) throws IOException, StoreException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return verify(file, in);
        }
    }

    /** Verifies an archive that comes out of a stream; what is wrong is said of the file. */
    static Archive verify(Path file, InputStream in) throws IOException, StoreException {
        try {
            return new Verifying(file).run(new Tar.Reader(in));
        } catch (EOFException | StoreException e) {
            throw new StoreException(file + ": " + e.getMessage(), e);
        }
    }

    /** That there is no backup in a folder. */
    public static StoreException none(Path folder) {
        return new StoreException("there is no proxima-NODE-TIME.tar in " + folder);
    }

    /** What the last entry says of those before it; {@code sha256sum -c} understands it. */
    static byte[] sums(Map<String, String> digests, String whole) {
        StringBuilder text = new StringBuilder();
        digests.forEach(
                (name, sha256) -> text.append(sha256).append("  ").append(name).append('\n'));
        return text.append("# all before this entry: ")
                .append(whole)
                .append('\n')
                .toString()
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether a backup has entries of such a name. */
    static boolean isKnown(String name) {
        return switch (name) {
            case README, SUMS, RELEASE, OVERRIDES, VERDICTS, HISTORY -> true;
            default ->
                name.matches("releases/manifests/[0-9a-f]{64}")
                        || name.matches("releases/blobs/([0-9a-f]{2})/\\1[0-9a-f]{62}")
                        || name.matches("journal/\\d{10}\\.log");
        };
    }

    /** The state of one verification. */
    private static final class Verifying {
        private final Path file;
        private final Map<String, String> digests = new LinkedHashMap<>();
        private final Set<String> blobs = new HashSet<>();
        private final List<Manifest> manifests = new ArrayList<>();
        private Optional<Standing> standing = Optional.empty();
        private int overrides;
        private long octets;
        private long inflated;

        Verifying(Path file) {
            this.file = file;
        }

        Archive run(Tar.Reader tar) throws IOException, StoreException {
            boolean ended = false;
            for (Optional<Tar.Entry> next = tar.next(); next.isPresent(); next = tar.next()) {
                Tar.Entry entry = next.get();
                String name = nameOf(entry);
                if (ended) {
                    throw new StoreException("the entry " + name + " comes after " + SUMS + ", which is the last");
                }
                if (name.equals(SUMS)) {
                    compare(inMemory(tar, entry), sums(digests, tar.before()));
                    ended = true;
                } else {
                    take(tar, entry, name);
                }
            }
            if (!ended) {
                throw new StoreException("there is no " + SUMS + " at its end");
            }
            return verified();
        }

        private String nameOf(Tar.Entry entry) throws StoreException {
            String name = entry.name().startsWith(FOLDER) ? entry.name().substring(FOLDER.length()) : "";
            if (!isKnown(name)) {
                throw new StoreException("the entry " + Tar.printable(entry.name()) + " is none of a backup");
            }
            if (digests.containsKey(name)) {
                throw new StoreException("the entry " + name + " stands twice");
            }
            if (entry.size() > MOST_OF_A_FILE) {
                throw new StoreException(
                        "the entry " + name + " has " + entry.size() + " octets, more than any file of ours");
            }
            octets += entry.size();
            if (digests.size() >= MOST_ENTRIES || octets > MOST_OCTETS) {
                throw new StoreException("the entry " + name + " is one too many: at most " + MOST_ENTRIES
                        + " entries of " + MOST_OCTETS + " octets are taken");
            }
            return name;
        }

        private void take(Tar.Reader tar, Tar.Entry entry, String name) throws IOException, StoreException {
            if (name.startsWith(BLOBS)) {
                digests.put(name, blob(tar, name));
            } else if (name.startsWith(JOURNAL)) {
                DigestInputStream in = new DigestInputStream(tar.content(), Blobs.sha256());
                in.transferTo(OutputStream.nullOutputStream());
                digests.put(name, hex(in.getMessageDigest()));
            } else {
                byte[] whole = inMemory(tar, entry);
                MessageDigest digest = Blobs.sha256();
                digest.update(whole);
                digests.put(name, hex(digest));
                understand(name, whole);
            }
        }

        private byte[] inMemory(Tar.Reader tar, Tar.Entry entry) throws IOException, StoreException {
            if (entry.size() > MOST_IN_MEMORY) {
                throw new StoreException(
                        "the entry " + entry.name() + " has " + entry.size() + " octets, more than " + MOST_IN_MEMORY);
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream(); // grows with what comes, not with what is claimed
            tar.content().transferTo(all);
            return all.toByteArray();
        }

        private void understand(String name, byte[] octets) throws StoreException {
            if (name.startsWith(MANIFESTS)) {
                Manifest manifest = Manifest.decode(octets)
                        .filter(found -> found.release().equals(name.substring(MANIFESTS.length())))
                        .orElseThrow(
                                () -> new StoreException("the entry " + name + " is no list of that release's files"));
                manifests.add(manifest);
            } else if (name.equals(RELEASE)) {
                standing = Standing.decode(octets);
                if (standing.isEmpty()) {
                    throw new StoreException("the entry " + name + " does not say which release is in force");
                }
            } else if (name.equals(OVERRIDES)) {
                List<OverrideRegister> registers = SavedOverrides.decode(new String(octets, StandardCharsets.UTF_8))
                        .orElseThrow(() -> new StoreException("the entry " + name + " is torn or altered"));
                overrides = registers.size();
            }
        }

        /** A file of a release: deflated, and named by the hash of what it inflates to. */
        private String blob(Tar.Reader tar, String name) throws IOException, StoreException {
            DigestInputStream stored = new DigestInputStream(tar.content(), Blobs.sha256());
            MessageDigest content = Blobs.sha256();
            try {
                InputStream in = new InflaterInputStream(stored);
                byte[] buffer = new byte[1 << 16];
                long length = 0;
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    content.update(buffer, 0, read);
                    length += read;
                    inflated += read;
                    if (length > MOST_OF_A_FILE || inflated > MOST_INFLATED) {
                        throw new StoreException("the entry " + name + " inflates to more than any file of ours");
                    }
                }
            } catch (ZipException | EOFException e) {
                throw new StoreException("the entry " + name + " is damaged: " + e.getMessage(), e);
            }
            stored.transferTo(OutputStream.nullOutputStream());
            String sha256 = name.substring(name.length() - 64);
            if (!hex(content).equals(sha256)) {
                throw new StoreException("the entry " + name + " is damaged: its octets are others");
            }
            blobs.add(sha256);
            return hex(stored.getMessageDigest());
        }

        private static void compare(byte[] said, byte[] found) throws StoreException {
            List<String> saidLines =
                    new String(said, StandardCharsets.ISO_8859_1).lines().toList();
            List<String> foundLines =
                    new String(found, StandardCharsets.ISO_8859_1).lines().toList();
            for (int i = 0; i < foundLines.size(); i++) {
                if (i >= saidLines.size() || !saidLines.get(i).equals(foundLines.get(i))) {
                    String line = foundLines.get(i);
                    throw new StoreException(
                            line.startsWith("#")
                                    ? "all entries together are not what " + SUMS + " says"
                                    : "the entry " + line.substring(line.lastIndexOf(' ') + 1) + " is not what " + SUMS
                                            + " says");
                }
            }
            if (!Arrays.equals(said, found)) {
                throw new StoreException("the entry " + SUMS + " speaks of more than there is");
            }
        }

        private Archive verified() throws StoreException {
            if (standing.isEmpty()) {
                throw new StoreException("there is no entry " + RELEASE + ": which one is in force is not known");
            }
            for (Manifest manifest : manifests) {
                for (Manifest.File each : manifest.files()) {
                    if (!blobs.contains(each.sha256())) {
                        throw new StoreException("release " + manifest.release() + " has a file " + each.name()
                                + " whose octets are not there");
                    }
                }
            }
            return new Archive(
                    file, digests, manifests.size(), standing.get().active().release(), overrides, octets);
        }

        private static String hex(MessageDigest digest) {
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
