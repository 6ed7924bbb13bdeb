package io.proxima.net;

/**
 * Reads address literals from octets as they stand in large files: no object an address. Confined to one thread.
 *
 * <p>It knows the forms that files are full of, four decimal numbers, and groups of hexadecimal ones with or without {@code ::}.
 * What is written otherwise, or is no address, it leaves to {@link Prefix#parse}, which also has the words for an operator.
 */
public final class AddressParser {
    private static final int GROUPS = 8;

    private final int[] groups = new int[GROUPS];
    private boolean ipv6;
    private long high;
    private long low;

    /** Takes the literal from {@code from} to {@code to}; false where that is none of the usual form. */
    public boolean parse(byte[] text, int from, int to) {
        int third = Math.min(to, from + 4);
        for (int i = from; i < third; i++) {
            if (text[i] == '.') {
                return ipv4(text, from, to);
            }
        }
        return ipv6(text, from, to);
    }

    /** Whether the family is IPv6. */
    public boolean ipv6() {
        return ipv6;
    }

    /** The first 64 bits, laid out as in {@link Prefix}. */
    public long high() {
        return high;
    }

    /** The last 64 bits, zero for IPv4. */
    public long low() {
        return low;
    }

    private boolean ipv4(byte[] text, int from, int to) {
        long bits = 0;
        int number = 0;
        int digits = 0;
        int dots = 0;
        for (int i = from; i < to; i++) {
            int c = text[i];
            if (c == '.') {
                if (digits == 0 || ++dots > 3) {
                    return false;
                }
                bits = bits << Byte.SIZE | number;
                number = 0;
                digits = 0;
            } else {
                boolean octal = digits == 1 && number == 0; // some read a leading zero as that
                number = 10 * number + c - '0';
                if (c < '0' || c > '9' || octal || number > 255) {
                    return false;
                }
                digits++;
            }
        }
        if (dots != 3 || digits == 0) {
            return false;
        }
        ipv6 = false;
        high = (bits << Byte.SIZE | number) << Integer.SIZE;
        low = 0;
        return true;
    }

    private boolean ipv6(byte[] text, int from, int to) {
        boolean gapFirst = to - from >= 2 && text[from] == ':' && text[from + 1] == ':';
        int gap = gapFirst ? 0 : -1;
        int at = gapFirst ? from + 2 : from;
        int read = 0;
        while (at < to) {
            int group = 0;
            int digits = 0;
            while (at < to && text[at] != ':') {
                int digit = hexadecimal(text[at++]);
                if (digit < 0 || ++digits > 4) {
                    return false;
                }
                group = group << 4 | digit;
            }
            if (digits == 0 || read == GROUPS) {
                return false;
            }
            groups[read++] = group;
            if (at < to && ++at == to) { // a colon at the end
                return false;
            }
            if (at < to && text[at] == ':') {
                if (gap >= 0) {
                    return false;
                }
                gap = read;
                at++;
            }
        }
        if (gap < 0 ? read != GROUPS : read == GROUPS) {
            return false;
        }
        int front = gap < 0 ? GROUPS : gap;
        high = 0;
        low = 0;
        for (int place = 0; place < GROUPS; place++) {
            int behind = place - (GROUPS - read);
            long group = place < front ? groups[place] : behind >= front ? groups[behind] : 0;
            high = high << Short.SIZE | low >>> (Long.SIZE - Short.SIZE);
            low = low << Short.SIZE | group;
        }
        ipv6 = true;
        return high != 0 || low >>> Integer.SIZE != 0xffff; // an IPv4-mapped one is IPv4 (RFC 4291 section 2.5.5.2)
    }

    private static int hexadecimal(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
