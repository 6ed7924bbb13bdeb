package io.proxima.store;

import io.proxima.catalog.ReleaseContents;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The releases that were in force, the last of them: each file once by the hash of its octets, and a manifest a release that
 * says which files it has. Databases are not copied; their hashes are kept.
 *
 * <p>Files are written beside and moved into place, and checked against their hashes when read, so that what is damaged is
 * never taken for what was. One process writes, on one thread; any may read.
 */
public final class Releases {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final Path manifests;
    private final Blobs blobs;
    private final Limits limits;

    /**
     * How much is kept; the release kept last is always there.
     *
     * @param releases how many
     * @param octets how many octets their files take on the disk
     */
    public record Limits(int releases, long octets) {
        /** 64 releases and 256 MiB. */
        public static final Limits DEFAULT = new Limits(64, 256L << 20);
    }

    /** The releases in a folder; nothing is touched until one is kept. */
    public Releases(Path folder, Limits limits) {
        this.manifests = folder.resolve("manifests");
        this.blobs = new Blobs(folder.resolve("blobs"));
        this.limits = limits;
    }

    /** The releases in a replica's state folder. */
    public static Releases in(Path state) {
        return new Releases(state.resolve("releases"), Limits.DEFAULT);
    }

    /**
     * Keeps a release that is in force from an instant on, and lets go of the oldest where there are too many.
     *
     * @throws StoreException if a file is no longer what the release was made of, or all are larger than all that is kept
     */
    public void keep(ReleaseContents contents, long activatedAtMillis) throws IOException, StoreException {
        keep(contents, Map.of(), contents, activatedAtMillis);
    }

    /**
     * As {@link #keep(ReleaseContents, long)}.
     *
     * @param taken octets by their digests; what is not among them is read from the files
     * @param latest what the files were when they were last looked at: one that is another by then is not read in vain
     */
    public void keep(
            ReleaseContents contents, Map<String, byte[]> taken, ReleaseContents latest, long activatedAtMillis)
            throws IOException, StoreException {
        Map<Path, String> digests = latest.equals(contents)
                ? Map.of()
                : latest.items().stream()
                        .collect(Collectors.toMap(
                                ReleaseContents.Item::file, ReleaseContents.Item::sha256, (first, _) -> first));
        Manifest manifest = Manifest.of(contents, activatedAtMillis);
        long octets = 0;
        for (ReleaseContents.Item item : contents.items()) {
            byte[] known = taken.get(item.sha256());
            if (known == null
                    && !contents.isDatabase(item)
                    && !digests.getOrDefault(item.file(), item.sha256()).equals(item.sha256())
                    && !Files.exists(blobs.file(item.sha256()))) {
                throw new StoreException(item.file() + " is another by now");
            }
            octets += contents.isDatabase(item) ? 0 : known == null ? Files.size(item.file()) : known.length;
        }
        if (octets > limits.octets()) {
            throw new StoreException("its files have " + octets + " octets, more than " + limits.octets());
        }
        for (ReleaseContents.Item item : contents.items()) {
            if (!contents.isDatabase(item)) {
                byte[] known = taken.get(item.sha256());
                blobs.keep(
                        known == null ? () -> Files.newInputStream(item.file()) : () -> new ByteArrayInputStream(known),
                        item.file(),
                        item.sha256());
            }
        }
        write(manifest);
        trim();
    }

    /** The digests of a kept release's files, as in {@link ReleaseContents#digests}; empty where it is not kept. */
    public Optional<Map<String, String>> digests(String release) {
        try {
            return Optional.of(manifest(release).digests());
        } catch (StoreException _) {
            return Optional.empty();
        }
    }

    /** Says that a kept release is in force again, from an instant on. */
    public void again(String release, long activatedAtMillis) throws IOException, StoreException {
        write(manifest(release).activatedAt(activatedAtMillis));
    }

    /**
     * A release's files, ready to be read.
     *
     * @param release its hash
     * @throws StoreException if it is no longer kept, or damaged
     */
    public KeptRelease open(String release) throws StoreException {
        try {
            return KeptRelease.open(manifest(release), blobs);
        } catch (IOException e) {
            throw new StoreException("release " + release + " cannot be read: " + e, e);
        }
    }

    Blobs blobs() {
        return blobs;
    }

    /** Keeps a release whose files are here already, and came from another replica; gives its hash. */
    String received(SharedFiles files, ReleaseContents own, long nowMillis) throws IOException {
        Manifest manifest = Manifest.received(files, own, nowMillis);
        write(manifest);
        trim();
        return manifest.release();
    }

    Manifest manifest(String release) throws StoreException {
        Path file = manifests.resolve(HASH.matcher(release).matches() ? release : "none");
        try {
            Optional<Manifest> manifest = Manifest.decode(Files.readAllBytes(file));
            if (manifest.isEmpty() || !manifest.get().release().equals(release)) {
                throw new StoreException(file + " is damaged");
            }
            return manifest.get();
        } catch (NoSuchFileException e) {
            throw new StoreException(
                    "release " + release + " is not kept in " + manifests.getParent() + "; the last "
                            + limits.releases() + " are",
                    e);
        } catch (IOException e) {
            throw new StoreException("release " + release + " cannot be read: " + e, e);
        }
    }

    /** The hashes of all that are kept, those last put in force first; none where the folder cannot be read. */
    public List<String> newest() {
        List<Manifest> known = new ArrayList<>();
        try {
            for (Path file : manifestFiles()) {
                Manifest.decode(Files.readAllBytes(file)).ifPresent(known::add);
            }
        } catch (IOException | UncheckedIOException _) {
            return List.of();
        }
        return known.stream()
                .sorted(Comparator.comparingLong(Manifest::activatedAtMillis).reversed())
                .map(Manifest::release)
                .distinct()
                .toList();
    }

    private void write(Manifest manifest) throws IOException {
        Files.createDirectories(manifests);
        Path fresh = Files.createTempFile(manifests, manifest.release(), ".new");
        try {
            Files.write(fresh, manifest.encode());
            try (FileChannel written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                written.force(false);
            }
            Files.move(
                    fresh,
                    manifests.resolve(manifest.release()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Lets go of what is too much, the oldest first, and of what is none. */
    private void trim() throws IOException {
        Map<Path, Manifest> known = new TreeMap<>();
        for (Path file : manifestFiles()) {
            Optional<Manifest> manifest = Manifest.decode(Files.readAllBytes(file));
            if (manifest.isPresent() && manifest.get().release().equals(String.valueOf(file.getFileName()))) {
                known.put(file, manifest.get());
            } else {
                Files.deleteIfExists(file);
            }
        }
        List<Map.Entry<Path, Manifest>> newest = new ArrayList<>(known.entrySet());
        newest.sort(Comparator.comparingLong(
                        (Map.Entry<Path, Manifest> entry) -> entry.getValue().activatedAtMillis())
                .reversed());
        Set<String> wanted = new HashSet<>();
        long octets = 0;
        for (int i = 0; i < newest.size(); i++) {
            long more = 0;
            for (Manifest.File file : newest.get(i).getValue().files()) {
                more += wanted.contains(file.sha256()) ? 0 : blobs.octets(file.sha256());
            }
            if (i > 0 && (i >= limits.releases() || octets + more > limits.octets())) {
                for (Map.Entry<Path, Manifest> old : newest.subList(i, newest.size())) {
                    Files.deleteIfExists(old.getKey());
                }
                break;
            }
            octets += more;
            newest.get(i).getValue().files().forEach(file -> wanted.add(file.sha256()));
        }
        blobs.retain(wanted);
    }

    private List<Path> manifestFiles() throws IOException {
        try (Stream<Path> files = Files.list(manifests)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
