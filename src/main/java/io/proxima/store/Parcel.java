package io.proxima.store;

import io.proxima.catalog.ReleaseContents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Kept releases on their way from one replica to another: their files are read deflated as they lie, and those that come are
 * put aside, each checked against its hash, until the release is whole.
 *
 * <p>What comes is put aside on one thread. {@link #complete} writes among the kept releases, on the thread that does.
 */
public final class Parcel {
    private final Releases releases;
    private final Blobs aside;

    private Parcel(Releases releases, Path aside) {
        this.releases = releases;
        this.aside = new Blobs(aside);
    }

    /** Of the releases in a replica's state folder. */
    public static Parcel in(Path state) {
        return new Parcel(Releases.in(state), state.resolve("releases/received"));
    }

    /**
     * Which files a kept release has.
     *
     * @throws StoreException if it is not kept
     */
    public SharedFiles files(String release) throws IOException, StoreException {
        List<SharedFiles.File> files = new ArrayList<>();
        for (Map.Entry<String, String> file :
                releases.manifest(release).shared().entrySet()) {
            long packed = releases.blobs().octets(file.getValue());
            if (packed == 0 || packed > Integer.MAX_VALUE) {
                throw new StoreException("a file of release " + release + " is gone");
            }
            files.add(new SharedFiles.File(file.getKey(), file.getValue(), (int) packed));
        }
        return new SharedFiles(files);
    }

    /** A kept file, deflated. */
    public InputStream read(String sha256) throws IOException {
        return Files.newInputStream(releases.blobs().file(sha256));
    }

    /** Whether a file is kept here, or has come. */
    public boolean has(String sha256) {
        return Files.exists(releases.blobs().file(sha256)) || Files.exists(aside.file(sha256));
    }

    /**
     * Puts a file aside that came deflated.
     *
     * @throws StoreException if it is damaged
     */
    public void receive(InputStream packed, String sha256) throws IOException, StoreException {
        aside.receive(packed, sha256);
    }

    /**
     * Keeps a release all of whose files are here, as of now; gives its hash on this replica.
     *
     * @param own the files here, of which the databases and the places count
     * @throws StoreException if a file is missing: it was let go meanwhile
     */
    public String complete(SharedFiles files, ReleaseContents own, long nowMillis) throws IOException, StoreException {
        for (SharedFiles.File file : files.files()) {
            Path came = aside.file(file.sha256());
            if (Files.exists(came)) {
                releases.blobs().adopt(came, file.sha256());
            } else if (!Files.exists(releases.blobs().file(file.sha256()))) {
                throw new StoreException(file.name() + " is gone again");
            }
        }
        return releases.received(files, own, nowMillis);
    }

    /** Deletes what came and is part of no release. */
    public void clear() throws IOException {
        if (!Files.isDirectory(aside.folder())) {
            return;
        }
        try (Stream<Path> files = Files.walk(aside.folder(), 2)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
