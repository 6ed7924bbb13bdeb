package io.proxima.cluster;

import io.proxima.store.Parcel;
import io.proxima.store.SharedFiles;
import io.proxima.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lays releases out for the other replicas, and fetches theirs: a list of files, and each file by its SHA-256, all deflated
 * and in pieces of {@value #PIECE} octets.
 *
 * <p>The pieces of the last two releases that passed through this replica stay laid out, those of earlier ones are removed.
 * A piece is never believed: whatever is put together of pieces is checked against its hash, and where that fails its pieces
 * are removed, so that those who have the file lay it out again. Confined to one thread; waits for the other replicas.
 */
public final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    /** So many octets in one entry of Hazelcast's at most. */
    static final int PIECE = 256 << 10;

    private static final int BATCH = 1 << 20;
    private static final int MOST_LIST_OCTETS = 64 << 20;
    private static final int KEPT = 2;

    private final Parcel parcel;
    private final SequencedMap<String, Set<String>> laidOut = new LinkedHashMap<>();

    /** Of the releases that are kept here. */
    public Delivery(Parcel parcel) {
        this.parcel = parcel;
    }

    /**
     * What the others need to know to fetch a release.
     *
     * @param sha256 of the list of files
     * @param octets of the list, deflated
     */
    public record Slip(String sha256, int octets) {}

    /** A release was not to be had; it may be later. */
    public static final class MissingException extends Exception {
        private static final long serialVersionUID = 1L;

        MissingException(String message) {
            super(message);
        }
    }

    /**
     * Lays a release out: what is missing of it. Called again now and then, it lays out what got lost.
     *
     * @param closely whether to look at all that is there, and not only at how much
     */
    public Slip layOut(SharedFiles files, Chunks chunks, boolean closely) throws IOException {
        byte[] list = files.encode();
        byte[] packed = deflated(list);
        Slip slip = new Slip(sha256(list), packed.length);
        Set<String> wanted = new HashSet<>(keys(slip.sha256(), packed.length));
        files.files().forEach(file -> wanted.addAll(keys(file.sha256(), file.packed())));
        // So long as nothing is missing, one look at how many there are is all that this costs.
        if (closely || !laidOut.containsKey(files.content()) || chunks.size() < wanted.size()) {
            Set<String> there = chunks.keys();
            Batch batch = new Batch(chunks, there);
            for (SharedFiles.File file : files.files()) {
                if (!there.containsAll(keys(file.sha256(), file.packed()))) {
                    try (InputStream in = parcel.read(file.sha256())) {
                        batch.add(file.sha256(), file.packed(), in);
                    }
                }
            }
            // Last, so that who has the list finds the files.
            batch.add(slip.sha256(), packed.length, new ByteArrayInputStream(packed));
            batch.send();
        }
        remember(files.content(), wanted, chunks);
        return slip;
    }

    /**
     * Fetches what is missing here of a release, and gives its files, all of which are here then.
     *
     * @throws MissingException if a piece is not there, or damaged
     */
    public SharedFiles fetch(ReleaseNews news, Chunks chunks) throws IOException, MissingException {
        SharedFiles files = list(news, chunks);
        for (SharedFiles.File file : files.files()) {
            if (!parcel.has(file.sha256())) {
                List<String> keys = keys(file.sha256(), file.packed());
                try (InputStream in = joined(keys, chunks)) {
                    parcel.receive(in, file.sha256());
                } catch (NoSuchElementException gone) {
                    throw new MissingException(file.name() + " is not there yet");
                } catch (StoreException damaged) {
                    chunks.remove(keys);
                    throw new MissingException(file.name() + ": " + damaged.getMessage());
                }
            }
        }
        Set<String> wanted = new HashSet<>(keys(news.list(), news.listOctets()));
        files.files().forEach(file -> wanted.addAll(keys(file.sha256(), file.packed())));
        remember(files.content(), wanted, chunks);
        return files;
    }

    private static SharedFiles list(ReleaseNews news, Chunks chunks) throws MissingException {
        if (news.list().isEmpty() || news.listOctets() > MOST_LIST_OCTETS) {
            throw new MissingException(news.node() + " cannot lay it out");
        }
        List<String> keys = keys(news.list(), news.listOctets());
        byte[] list;
        try (InputStream in = new InflaterInputStream(joined(keys, chunks))) {
            list = in.readNBytes(MOST_LIST_OCTETS);
        } catch (NoSuchElementException gone) {
            throw new MissingException("its list of files is not there yet");
        } catch (IOException damaged) {
            list = new byte[0];
        }
        Optional<SharedFiles> files = sha256(list).equals(news.list()) ? SharedFiles.decode(list) : Optional.empty();
        if (files.isEmpty() || !files.get().content().equals(news.content())) {
            chunks.remove(keys);
            throw new MissingException("its list of files is damaged");
        }
        return files.get();
    }

    /** Octets piece by piece, each asked for when it is read; {@link NoSuchElementException} where one is not there. */
    private static InputStream joined(List<String> keys, Chunks chunks) {
        return new Pieces(keys.iterator(), chunks);
    }

    private void remember(String content, Set<String> keys, Chunks chunks) {
        boolean news = laidOut.remove(content) == null;
        laidOut.put(content, keys);
        if (!news) {
            return;
        }
        Set<String> old = new HashSet<>();
        while (laidOut.size() > KEPT) {
            old.addAll(laidOut.pollFirstEntry().getValue());
        }
        laidOut.values().forEach(old::removeAll);
        if (!old.isEmpty()) {
            LOG.debug("{} pieces of releases are no longer laid out", old.size());
            chunks.remove(old);
        }
    }

    private static List<String> keys(String sha256, int octets) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i == 0 || (long) i * PIECE < octets; i++) {
            keys.add(sha256 + "/" + octets + "/" + i);
        }
        return keys;
    }

    private static byte[] deflated(byte[] octets) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(octets);
        }
        return packed.toByteArray();
    }

    private static String sha256(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static final class Pieces extends InputStream {
        private final Iterator<String> keys;
        private final Chunks chunks;
        private ByteArrayInputStream piece = new ByteArrayInputStream(new byte[0]);

        Pieces(Iterator<String> keys, Chunks chunks) {
            this.keys = keys;
            this.chunks = chunks;
        }

        private void next() {
            while (piece.available() == 0 && keys.hasNext()) {
                piece = new ByteArrayInputStream(chunks.get(keys.next()).orElseThrow());
            }
        }

        @Override
        public int read() {
            next();
            return piece.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            next();
            return piece.read(into, offset, length);
        }
    }

    /** Pieces that are put there together, about a megabyte of them at a time. */
    private static final class Batch {
        private final Chunks chunks;
        private final Set<String> there;
        private final Map<String, byte[]> pieces = new HashMap<>();
        private int octets;

        Batch(Chunks chunks, Set<String> there) {
            this.chunks = chunks;
            this.there = there;
        }

        void add(String sha256, int length, InputStream in) throws IOException {
            for (String key : keys(sha256, length)) {
                byte[] piece = in.readNBytes(PIECE);
                if (!there.contains(key)) {
                    pieces.put(key, piece);
                    octets += piece.length;
                    if (octets >= BATCH) {
                        send();
                    }
                }
            }
        }

        void send() {
            if (!pieces.isEmpty()) {
                chunks.put(pieces);
                pieces.clear();
                octets = 0;
            }
        }
    }
}
