package io.proxima.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of files, in hexadecimal, known again by what the files look like: databases are large. Used by one thread at a time.
 */
final class Digests {
    private static final int BUFFER = 1 << 16;

    private Map<Look, String> known = new HashMap<>();
    private Map<String, byte[]> octets = new HashMap<>();

    /** Works out those of some files that are not known. */
    void prepare(List<Look> looks) {
        byte[] buffer = new byte[BUFFER];
        for (Look look : looks) {
            known.computeIfAbsent(look, _ -> digest(look.file(), buffer));
        }
    }

    /**
     * What files that look so are made of, on all cores where many are not known; all others are forgotten.
     *
     * @param read those that somebody has read
     */
    ReleaseContents contents(Fingerprint now, ReleaseFiles files, List<ZoneFiles.Read> read) {
        for (ZoneFiles.Read one : read) {
            known.put(one.look(), one.sha256());
            byte[] whole = one.octets();
            if (whole != null) {
                octets.put(one.sha256(), whole);
            }
        }
        List<Look> looks = now.looks();
        @Nullable String[] all = new String[looks.size()];
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < all.length; i++) {
            all[i] = known.get(looks.get(i));
            if (all[i] == null) {
                missing.add(i);
            }
        }
        Hands.share(missing.size(), () -> {
            byte[] buffer = new byte[BUFFER];
            return i -> all[missing.get(i)] = digest(looks.get(missing.get(i)).file(), buffer);
        });
        Map<Look, String> current = HashMap.newHashMap(all.length);
        List<ReleaseContents.Item> items = new ArrayList<>(all.length);
        for (int i = 0; i < all.length; i++) {
            Look look = looks.get(i);
            String sha256 = String.valueOf(all[i]);
            current.put(look, sha256);
            items.add(new ReleaseContents.Item(look.name(), look.file(), sha256));
        }
        known = current;
        return ReleaseContents.of(files, items);
    }

    /** The octets of the files that were read since this was asked last, by their digests. */
    Map<String, byte[]> takeOctets() {
        Map<String, byte[]> all = octets;
        octets = new HashMap<>();
        return all;
    }

    private static String digest(Path file, byte[] buffer) {
        MessageDigest digest = ReleaseContents.sha256();
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        } catch (IOException _) {
            digest.update((byte) 0); // what cannot be read is like nothing else
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
