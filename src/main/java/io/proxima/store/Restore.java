package io.proxima.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts a verified backup in place of a state folder: unpacked beside it, forced to the disk, and moved there in one step, so that
 * there is the old folder or the new one, whatever happens in between.
 *
 * @param state the state folder
 * @param at when, for the name of what is set aside
 */
public record Restore(Path state, Instant at) {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** What lies in the way of restoring; a sentence for the operator. Empty where nothing does. */
    public Optional<String> inTheWay(boolean force) throws IOException {
        if (Files.exists(state) && !Files.isDirectory(state)) {
            return Optional.of(state + " is no folder");
        }
        if (!Files.exists(state)) {
            return Optional.empty();
        }
        boolean empty = isEmpty();
        if (Files.exists(state.resolve(StateLock.NAME))) {
            Optional<StateLock> lock = StateLock.hold(state);
            if (lock.isEmpty()) {
                return Optional.of("a server runs on " + state + "; stop it first");
            }
            lock.get().close();
        }
        return empty || force
                ? Optional.empty()
                : Optional.of(state + " is not empty; --force sets it aside, it is not deleted");
    }

    private boolean isEmpty() throws IOException {
        try (Stream<Path> all = Files.list(state)) {
            return all.allMatch(file -> StateLock.NAME.equals(String.valueOf(file.getFileName())));
        }
    }

    /**
     * Restores; to be asked {@link #inTheWay} before.
     *
     * @return where the folder that was there is now; null where there was none
     * @throws StoreException if the archive is no longer what was verified, or the folder cannot be replaced
     */
    public @Nullable Path from(Archive archive) throws IOException, StoreException {
        Path target = Files.exists(state)
                ? state.toRealPath()
                : state.toAbsolutePath().normalize();
        Path parent = target.getParent();
        if (parent == null) {
            throw new StoreException(state + " cannot be replaced");
        }
        Files.createDirectories(parent);
        Path fresh = Files.createTempDirectory(parent, "." + target.getFileName() + ".restoring");
        try {
            unpack(archive, fresh);
            if (!Files.exists(target)) {
                return replace(target, fresh);
            }
            Optional<StateLock> lock = StateLock.hold(target);
            if (lock.isEmpty()) {
                throw new StoreException("a server runs on " + state + " by now; stop it first");
            }
            try (StateLock _ = lock.get()) {
                return replace(target, fresh);
            }
        } finally {
            delete(fresh);
        }
    }

    private void unpack(Archive archive, Path fresh) throws IOException, StoreException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive.file()), 1 << 16)) {
            Tar.Reader tar = new Tar.Reader(in);
            for (Optional<Tar.Entry> next = tar.next(); next.isPresent(); next = tar.next()) {
                String name = next.get().name().substring(Archive.FOLDER.length());
                boolean wanted = !name.equals(Archive.README) && !name.equals(Archive.SUMS);
                String sha256 = archive.digests().get(name);
                if (wanted && (sha256 == null || !Archive.isKnown(name))) {
                    throw new StoreException(archive.file() + " is another by now: it has an entry " + name);
                }
                if (wanted) {
                    Path file = fresh.resolve(name);
                    Files.createDirectories(file.resolveSibling(""));
                    put(tar, file, String.valueOf(sha256));
                } else {
                    tar.content().transferTo(OutputStream.nullOutputStream());
                }
            }
        }
        try (Stream<Path> all = Files.walk(fresh)) {
            for (Path folder : all.filter(Files::isDirectory).toList()) {
                Backup.force(folder);
            }
        }
    }

    private static void put(Tar.Reader tar, Path file, String sha256) throws IOException, StoreException {
        DigestOutputStream out = new DigestOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), Blobs.sha256());
        try (out) {
            tar.content().transferTo(out);
        }
        if (!HexFormat.of().formatHex(out.getMessageDigest().digest()).equals(sha256)) {
            throw new StoreException("the entry " + file.getFileName() + " is another than when it was verified");
        }
        Backup.force(file);
    }

    private @Nullable Path replace(Path target, Path fresh) throws IOException, StoreException {
        Path aside = null;
        try {
            if (Files.exists(target)) {
                Path free = target.resolveSibling(target.getFileName() + ".before-" + STAMP.format(at));
                for (int i = 2; Files.exists(free); i++) {
                    free = target.resolveSibling(target.getFileName() + ".before-" + STAMP.format(at) + "-" + i);
                }
                Files.move(target, free, StandardCopyOption.ATOMIC_MOVE);
                aside = free;
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (aside != null) {
                Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            }
            throw new StoreException(
                    target + " cannot be replaced (" + e
                            + "); where it is a mount point, restore --into a folder in it",
                    e);
        }
        Backup.force(target.resolveSibling(""));
        if (aside != null && new Restore(aside, at).isEmpty()) {
            delete(aside);
            return null;
        }
        return aside;
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        }
    }
}
