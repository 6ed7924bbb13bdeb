package io.proxima.wire;

import java.util.Arrays;
import java.util.List;
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

    static final int MAX_OCTETS = 255;
    static final int MAX_LABEL_OCTETS = 63;

    final byte[] octets;

    /** A name of octets that are one, and that nobody changes any more. */
    Name(byte[] octets) {
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
        return NameText.parse(text, origin);
    }

    /**
     * The name of a word of a master file that needs no reading between the lines: neither escapes nor an empty label, not
     * {@code @} and not the root. Null for all others, which {@link #parse(String, Name)} understands or blames.
     *
     * @param text UTF-8, of which the octets from {@code from} up to {@code to} count
     */
    public static @Nullable Name parsePlain(byte[] text, int from, int to, Name origin) {
        boolean absolute = to > from && text[to - 1] == '.';
        int length = to - from - (absolute ? 1 : 0);
        byte[] tail = absolute ? ROOT.octets : origin.octets;
        if (length < 1 || length + 1 + tail.length > MAX_OCTETS || (length == 1 && text[from] == '@')) {
            return null;
        }
        // Each label takes the place of its text, one octet further on; its length takes that of the dot before.
        byte[] octets = new byte[length + 1 + tail.length];
        int label = 0;
        for (int i = 0; i < length; i++) {
            byte octet = text[from + i];
            if (octet == '\\') {
                return null;
            }
            if (octet != '.') {
                octets[i + 1] = octet;
            } else if (endsLabel(octets, label, i - label)) {
                label = i + 1;
            } else {
                return null;
            }
        }
        if (!endsLabel(octets, label, length - label)) {
            return null;
        }
        System.arraycopy(tail, 0, octets, length + 1, tail.length);
        return new Name(octets);
    }

    private static boolean endsLabel(byte[] octets, int at, int length) {
        octets[at] = (byte) length;
        return length > 0 && length <= MAX_LABEL_OCTETS;
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
        int at = offset(surplus);
        return octets.length - at == other.octets.length && endsAlike(at, other);
    }

    /** Where a label begins, counted from the first. */
    private int offset(int label) {
        int at = 0;
        for (int i = 0; i < label; i++) {
            at += 1 + octets[at];
        }
        return at;
    }

    private boolean endsAlike(int at, Name other) {
        for (int i = 0; i < other.octets.length; i++) {
            if (NameView.lower(octets[at + i] & 0xff) != NameView.lower(other.octets[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }

    /** The labels below an ancestor that has so many, the one next to it first, ASCII letters in lower case. */
    public List<byte[]> labelsBelow(int ancestorLabels) {
        int count = labelCount() - ancestorLabels;
        byte[][] labels = new byte[count][];
        int at = 0;
        for (int i = count - 1; i >= 0; i--) {
            labels[i] = lowerCase(at);
            at += 1 + octets[at];
        }
        return List.of(labels);
    }

    /** The last of {@link #labelsBelow}; only of a name that is below the ancestor, not of itself. */
    public byte[] labelRightBelow(int ancestorLabels) {
        int at = offset(labelCount() - ancestorLabels - 1);
        return lowerCase(at);
    }

    private byte[] lowerCase(int labelAt) {
        byte[] label = Arrays.copyOfRange(octets, labelAt + 1, labelAt + 1 + octets[labelAt]);
        for (int octet = 0; octet < label.length; octet++) {
            label[octet] = (byte) NameView.lower(label[octet] & 0xff);
        }
        return label;
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
        return this == other
                || (other instanceof Name name && name.octets.length == octets.length && endsAlike(0, name));
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
        int mine = labelCount();
        int theirs = other.labelCount();
        for (int i = 1; i <= Math.min(mine, theirs); i++) {
            int order = compareLabels(offset(mine - i), other, other.offset(theirs - i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(mine, theirs);
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
