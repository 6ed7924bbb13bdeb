package io.proxima.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A domain name: uncompressed octets of at most 255, the root label included (RFC 1035 section 3.1).
 *
 * <p>Immutable. The case of the octets is kept; equality, hash and order ignore the case of ASCII letters (RFC 4343), and
 * the order is the canonical one (RFC 4034 section 6.1). Off the query path only.
 */
public final class Name implements Comparable<Name> {
    /** The root. */
    public static final Name ROOT = new Name(new byte[] {0});

    private static final int MAX_OCTETS = 255;
    private static final int MAX_LABEL_OCTETS = 63;

    private final byte[] octets;

    private Name(byte[] octets) {
        this.octets = octets;
    }

    /**
     * The name of uncompressed octets, which must end with the root label.
     *
     * @throws IllegalArgumentException if they are no name
     */
    public static Name ofOctets(byte[] octets) {
        int at = 0;
        while (at < octets.length && octets[at] != 0) {
            if ((octets[at] & 0xc0) != 0) {
                throw new IllegalArgumentException("a label of more than 63 octets");
            }
            at += 1 + octets[at];
        }
        if (at != octets.length - 1 || octets.length > MAX_OCTETS) {
            throw new IllegalArgumentException("not the octets of one name");
        }
        return octets.length == 1 ? ROOT : new Name(octets.clone());
    }

    /** An absolute name in presentation format, with or without its last dot; {@code .} is the root. */
    public static Name parse(String text) {
        return parse(text, ROOT);
    }

    /**
     * A name in presentation format (RFC 1035 section 5.1): {@code \DDD} and {@code \X} escapes, {@code @} for the origin,
     * relative to the origin unless it ends with a dot.
     *
     * @throws IllegalArgumentException with a sentence for the operator
     */
    public static Name parse(String text, Name origin) {
        if (text.equals("@")) {
            return origin;
        }
        if (text.equals(".")) {
            return ROOT;
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an empty name");
        }
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        ByteArrayOutputStream label = new ByteArrayOutputStream();
        byte[] source = text.getBytes(StandardCharsets.UTF_8);
        boolean absolute = false;
        for (int i = 0; i < source.length; i++) {
            byte octet = source[i];
            if (octet == '.') {
                endLabel(text, label, name);
                absolute = i == source.length - 1;
            } else if (octet == '\\') {
                i += escaped(text, source, i + 1, label);
            } else {
                label.write(octet);
            }
        }
        if (!absolute) {
            endLabel(text, label, name);
        }
        name.writeBytes(absolute ? ROOT.octets : origin.octets);
        if (name.size() > MAX_OCTETS) {
            throw new IllegalArgumentException("\"" + text + "\" is longer than 255 octets");
        }
        return new Name(name.toByteArray());
    }

    private static int escaped(String text, byte[] source, int at, ByteArrayOutputStream label) {
        if (at >= source.length) {
            throw new IllegalArgumentException("\"" + text + "\" ends in a backslash");
        }
        if (source[at] < '0' || source[at] > '9') {
            label.write(source[at]);
            return 1;
        }
        int value = 0;
        for (int i = at; i < at + 3; i++) {
            if (i >= source.length || source[i] < '0' || source[i] > '9') {
                throw new IllegalArgumentException("\"" + text + "\" has a \\ without three digits");
            }
            value = value * 10 + source[i] - '0';
        }
        if (value > 255) {
            throw new IllegalArgumentException("\"" + text + "\" has an octet above 255");
        }
        label.write(value);
        return 3;
    }

    private static void endLabel(String text, ByteArrayOutputStream label, ByteArrayOutputStream name) {
        if (label.size() == 0) {
            throw new IllegalArgumentException("\"" + text + "\" has an empty label");
        }
        if (label.size() > MAX_LABEL_OCTETS) {
            throw new IllegalArgumentException("\"" + text + "\" has a label longer than 63 octets");
        }
        name.write(label.size());
        name.writeBytes(label.toByteArray());
        label.reset();
    }

    /** A copy of the octets, the root label included. */
    public byte[] octets() {
        return octets.clone();
    }

    /** The number of octets, the root label included: 1 to 255. */
    public int length() {
        return octets.length;
    }

    /** The number of labels, without the root's. */
    public int labelCount() {
        int count = 0;
        for (int at = 0; octets[at] != 0; at += 1 + octets[at]) {
            count++;
        }
        return count;
    }

    /** The name without its first label; the root is its own parent. */
    public Name parent() {
        return octets[0] == 0 ? this : new Name(Arrays.copyOfRange(octets, 1 + octets[0], octets.length));
    }

    /** The octets of the first label, without its length; empty for the root. */
    public byte[] firstLabel() {
        return Arrays.copyOfRange(octets, 1, 1 + octets[0]);
    }

    /** Whether this is the other name or below it. */
    public boolean isAtOrBelow(Name other) {
        int surplus = labelCount() - other.labelCount();
        if (surplus < 0) {
            return false;
        }
        Name ancestor = this;
        for (int i = 0; i < surplus; i++) {
            ancestor = ancestor.parent();
        }
        return ancestor.equals(other);
    }

    /** The wildcard right below this name, or null where it would be longer than 255 octets. */
    public @Nullable Name wildcard() {
        if (octets.length + 2 > MAX_OCTETS) {
            return null;
        }
        byte[] wildcard = new byte[octets.length + 2];
        wildcard[0] = 1;
        wildcard[1] = '*';
        System.arraycopy(octets, 0, wildcard, 2, octets.length);
        return new Name(wildcard);
    }

    /** Whether the first label is {@code *} (RFC 4592). */
    public boolean isWildcard() {
        return octets[0] == 1 && octets[1] == '*';
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Name name) || name.octets.length != octets.length) {
            return false;
        }
        for (int i = 0; i < octets.length; i++) {
            if (NameView.lower(octets[i] & 0xff) != NameView.lower(name.octets[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (byte octet : octets) {
            hash = hash * 31 + NameView.lower(octet & 0xff);
        }
        return hash;
    }

    @Override
    public int compareTo(Name other) {
        int[] mine = labelOffsets();
        int[] theirs = other.labelOffsets();
        for (int i = 1; i <= Math.min(mine.length, theirs.length); i++) {
            int order = compareLabels(mine[mine.length - i], other, theirs[theirs.length - i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(mine.length, theirs.length);
    }

    private int compareLabels(int at, Name other, int otherAt) {
        int length = octets[at];
        int otherLength = other.octets[otherAt];
        for (int i = 1; i <= Math.min(length, otherLength); i++) {
            int order = NameView.lower(octets[at + i] & 0xff) - NameView.lower(other.octets[otherAt + i] & 0xff);
            if (order != 0) {
                return order;
            }
        }
        return length - otherLength;
    }

    private int[] labelOffsets() {
        int[] offsets = new int[labelCount()];
        for (int i = 0, at = 0; i < offsets.length; i++) {
            offsets[i] = at;
            at += 1 + octets[at];
        }
        return offsets;
    }

    /** In presentation format, absolute, with its last dot. */
    @Override
    public String toString() {
        if (octets[0] == 0) {
            return ".";
        }
        StringBuilder text = new StringBuilder();
        for (int at = 0; octets[at] != 0; at += 1 + octets[at]) {
            for (int i = at + 1; i <= at + octets[at]; i++) {
                int octet = octets[i] & 0xff;
                if (octet == '.' || octet == '\\' || octet == '"' || octet == ';' || octet == '@' || octet == '$') {
                    text.append('\\').append((char) octet);
                } else if (octet <= 0x20 || octet >= 0x7f) {
                    text.append(String.format("\\%03d", octet));
                } else {
                    text.append((char) octet);
                }
            }
            text.append('.');
        }
        return text.toString();
    }
}
