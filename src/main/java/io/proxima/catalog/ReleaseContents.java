package io.proxima.catalog;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Which octets a release is made of: every file that counts, and its digest.
 *
 * @param release the hash of them all, in hexadecimal
 * @param files where they were found
 * @param items in the order of their names
 */
public record ReleaseContents(String release, ReleaseFiles files, List<Item> items) {
    public ReleaseContents {
        items = List.copyOf(items);
    }

    /**
     * One file.
     *
     * @param name the number of the place it was found at, a slash, and its path there: {@code 0/} and a path in the folder of
     *     zones; then each database, without a path; then {@code lines.yaml} and each file of networks, with their paths as
     *     seen from the folder of {@code lines.yaml}
     * @param sha256 of its octets, in hexadecimal
     */
    public record Item(String name, Path file, String sha256) {

        /** The number of the place. */
        public int place() {
            return Integer.parseInt(name, 0, name.indexOf('/'), 10);
        }

        /** The path there; empty for a database. */
        public String path() {
            return name.substring(name.indexOf('/') + 1);
        }
    }

    /** Whether a file is a database: too large to be copied, and somebody else's. */
    public boolean isDatabase(Item item) {
        return item.place() >= 1 && item.place() <= files.databases().size();
    }

    /** The files' digests by names that say a database's path too: {@code 0/example.com.zone}, {@code 1/geoip/city.mmdb}. */
    public Map<String, String> digests() {
        return items.stream()
                .collect(Collectors.toMap(
                        item -> isDatabase(item) ? item.name() + item.file() : item.name(), Item::sha256));
    }

    /** The hash of the files that people edit: all but databases. */
    public String withoutDatabases() {
        return files.databases().isEmpty()
                ? release
                : hash(items.stream().filter(item -> !isDatabase(item)).toList());
    }

    /** What files make, which are in the order of their names. */
    static ReleaseContents of(ReleaseFiles files, List<Item> items) {
        return new ReleaseContents(hash(items), files, items);
    }

    private static String hash(List<Item> sorted) {
        MessageDigest digest = sha256();
        sorted.forEach(item -> add(digest, item.name(), HexFormat.of().parseHex(item.sha256())));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The hash of a release, from the digests of its files by their names. */
    public static String hash(SortedMap<String, byte[]> digests) {
        MessageDigest digest = sha256();
        digests.forEach((name, octets) -> add(digest, name, octets));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest release, String name, byte[] digest) {
        release.update(name.getBytes(StandardCharsets.UTF_8));
        release.update(digest);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
