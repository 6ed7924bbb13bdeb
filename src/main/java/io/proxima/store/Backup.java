package io.proxima.store;

import io.proxima.health.SavedOverrides;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes all that a replica could not get back from elsewhere into one file: the releases that are kept, which of them is in
 * force, what operators said of members, the last verdicts and the journal. The server may run meanwhile: each file is written
 * by it in one piece or only grows, and what it lets go of in between is left out.
 *
 * <p>Not in it are secrets (they are not in the state folder; a token that lies in the folder of zones is part of its
 * releases), databases (somebody else's, and large) and the epoch, which a restored replica has to have anew.
 *
 * @param state the state folder, only read
 * @param node the replica's name, for people
 * @param at when
 */
public record Backup(Path state, String node, Instant at) {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** What the file is called where nobody says; later ones sort behind. */
    public String fileName() {
        return "proxima-" + node.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + STAMP.format(at) + ".tar";
    }

    /**
     * Writes and verifies a backup; the file has its name once it is whole and on the disk.
     *
     * @param file replaced where it is there
     * @throws StoreException if nothing was in force yet, or the disk gives back other octets than it was given
     */
    public Archive to(Path file) throws IOException, StoreException {
        return whole(file, fresh -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fresh), 1 << 16)) {
                write(out);
            }
        });
    }

    /** Puts octets into a file, as {@link #whole} wants it. */
    @FunctionalInterface
    public interface Filling<E extends Exception> {
        /** Writes to a file that is there and empty. */
        void fill(Path file) throws IOException, StoreException, E;
    }

    /**
     * Has a backup written by whoever knows how, verifies it, and gives the file its name; there is nothing of that name before.
     * Only its owner can read it.
     */
    public static <E extends Exception> Archive whole(Path file, Filling<E> filling)
            throws IOException, StoreException, E {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new StoreException("there is no folder " + folder);
        }
        Path fresh = Files.createTempFile(folder, "." + file.getFileName(), ".new");
        try {
            filling.fill(fresh);
            force(fresh);
            Archive archive = Archive.verify(fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(folder);
            return new Archive(
                    file,
                    archive.digests(),
                    archive.releases(),
                    archive.active(),
                    archive.overrides(),
                    archive.octets());
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    static void force(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, Files.isDirectory(file) ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /**
     * Writes a backup to a stream, piece by piece.
     *
     * @throws StoreException if nothing was in force yet
     */
    public void write(OutputStream out) throws IOException, StoreException {
        Optional<byte[]> standing = octets(Archive.RELEASE);
        if (standing.isEmpty() || Standing.decode(standing.get()).isEmpty()) {
            throw new StoreException(state + " does not say which release is in force: nothing was served from it yet");
        }
        new Writing(new Tar.Writer(out, at.getEpochSecond())).run(standing.get());
    }

    private Optional<byte[]> octets(String name) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(state.resolve(name)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /** The state of one writing. */
    private final class Writing {
        private final Tar.Writer tar;
        private final Map<String, String> digests = new LinkedHashMap<>();

        Writing(Tar.Writer tar) {
            this.tar = tar;
        }

        void run(byte[] standing) throws IOException {
            put(Archive.README, readme());
            put(Archive.RELEASE, standing);
            Optional<byte[]> overrides = overrides();
            if (overrides.isPresent()) {
                put(Archive.OVERRIDES, overrides.get());
            }
            for (String name : new String[] {Archive.VERDICTS, Archive.HISTORY}) {
                Optional<byte[]> octets = octets(name);
                if (octets.isPresent()) {
                    put(name, octets.get());
                }
            }
            releases();
            Segments segments = new Segments(Journal.in(state));
            for (long number : segments.numbers()) {
                file(Archive.JOURNAL + segments.file(number).getFileName(), segments.file(number));
            }
            byte[] sums = Archive.sums(digests, tar.whole());
            tar.put(Archive.FOLDER + Archive.SUMS, sums.length, new ByteArrayInputStream(sums));
            tar.end();
        }

        /** What was written last, else before that, as the server reads it. */
        private Optional<byte[]> overrides() throws IOException {
            for (String name : new String[] {Archive.OVERRIDES, "overrides.before"}) {
                Optional<byte[]> octets = octets(name);
                if (octets.isPresent()
                        && SavedOverrides.decode(new String(octets.get(), StandardCharsets.UTF_8))
                                .isPresent()) {
                    return octets;
                }
            }
            return Optional.empty();
        }

        private void releases() throws IOException {
            Releases releases = Releases.in(state);
            Map<String, byte[]> whole = new HashMap<>();
            for (String release : releases.newest()) {
                Optional<byte[]> manifest = octets(Archive.MANIFESTS + release);
                Optional<Manifest> files = manifest.flatMap(Manifest::decode);
                if (manifest.isPresent() && files.isPresent() && blobs(files.get())) {
                    whole.put(release, manifest.get());
                }
            }
            for (String release : whole.keySet().stream().sorted().toList()) {
                put(Archive.MANIFESTS + release, whole.getOrDefault(release, new byte[0]));
            }
        }

        /** Whether all of a release's files are there still. */
        private boolean blobs(Manifest manifest) throws IOException {
            for (Manifest.File file : manifest.files()) {
                String name = Archive.BLOBS + file.sha256().substring(0, 2) + "/" + file.sha256();
                if (!digests.containsKey(name) && !file(name, state.resolve(name))) {
                    return false;
                }
            }
            return true;
        }

        private void put(String name, byte[] octets) throws IOException {
            digests.put(name, tar.put(Archive.FOLDER + name, octets.length, new ByteArrayInputStream(octets)));
        }

        /** A file as far as it goes now; false where it is gone. */
        private boolean file(String name, Path file) throws IOException {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                InputStream in = Channels.newInputStream(channel);
                digests.put(name, tar.put(Archive.FOLDER + name, channel.size(), in));
                return true;
            } catch (NoSuchFileException _) {
                return false;
            }
        }
    }

    private byte[] readme() {
        return """
                A backup of the Proxima replica %s, %s.

                proxima restore FILE       verifies it and puts it back.
                By hand, with the server stopped: unpack it, look whether it is whole with
                  cd proxima && sha256sum -c SHA256SUMS
                and move this folder to where `state` in proxima.yaml says (var beside it).
                A file of a release is releases/blobs/HH/HASH, deflated: zlib-flate -uncompress < FILE, or
                  python3 -c 'import sys,zlib; sys.stdout.buffer.write(zlib.decompress(sys.stdin.buffer.read()))' < FILE
                Which file it was is said in releases/manifests/.
                """.formatted(node, at.truncatedTo(ChronoUnit.SECONDS)).getBytes(StandardCharsets.UTF_8);
    }
}
