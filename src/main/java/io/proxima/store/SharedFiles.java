package io.proxima.store;

import io.proxima.catalog.ReleaseContents;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a release as replicas tell each other of them: without databases, which every replica has of its own, and
 * without the places that they have on one machine.
 *
 * @param files in the order of their names
 */
public record SharedFiles(List<File> files) {
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) (\\d{1,10}) ((?:z|l\\d{1,6})/[^\\x00-\\x1f]+)");
    private static final String HEAD = "proxima release 1";
    private static final int MOST_OCTETS = 1 << 30;

    public SharedFiles {
        files = List.copyOf(files);
    }

    /**
     * A file.
     *
     * @param name {@code z/} and the path in the folder of zones, or {@code l0/lines.yaml}, and {@code l}, a number from one
     *     on, a slash and the path as seen from there of each file of networks
     * @param sha256 of its octets, in hexadecimal
     * @param packed how many octets it has deflated, as it travels
     */
    public record File(String name, String sha256, int packed) {
        /** The number of its place, as in {@link ReleaseContents.Item}, where there are so many databases. */
        int place(int databases) {
            return name.startsWith("z/") ? 0 : 1 + databases + Integer.parseInt(name.substring(1, name.indexOf('/')));
        }
    }

    /** The hash of names and digests: the same wherever the same files lie. */
    public String content() {
        SortedMap<String, String> named = new TreeMap<>();
        files.forEach(file -> named.put(file.name(), file.sha256()));
        return content(named);
    }

    static String content(SortedMap<String, String> named) {
        SortedMap<String, byte[]> digests = new TreeMap<>();
        named.forEach((name, sha256) -> digests.put(name, HexFormat.of().parseHex(sha256)));
        return ReleaseContents.hash(digests);
    }

    /** As they travel: a head line, then a line a file. */
    public byte[] encode() {
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        files.forEach(file -> text.append(file.sha256())
                .append(' ')
                .append(file.packed())
                .append(' ')
                .append(file.name())
                .append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What was {@linkplain #encode encoded}; empty for anything else, and for a name that leads out of the folder of zones. */
    public static Optional<SharedFiles> decode(byte[] octets) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(HEAD)) {
            return Optional.empty();
        }
        List<File> files = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()
                    || Long.parseLong(parts.group(2)) > MOST_OCTETS
                    || leadsOut(parts.group(3))
                    || (!files.isEmpty() && files.getLast().name().compareTo(parts.group(3)) >= 0)) {
                return Optional.empty();
            }
            files.add(new File(parts.group(3), parts.group(1), Integer.parseInt(parts.group(2))));
        }
        return Optional.of(new SharedFiles(files));
    }

    private static boolean leadsOut(String name) {
        return name.startsWith("z/") && (name.startsWith("z//") || ("/" + name + "/").contains("/../"));
    }
}
