package io.proxima.zone;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Addresses in words as nearly all files have them, without a text for each: dotted decimals without leading zeros, and
 * groups of hexadecimal digits with at most one double colon. Null for all others, right or wrong.
 */
final class Addresses {
    private static final int IPV4_OCTETS = 4;
    private static final int IPV6_OCTETS = 16;

    private Addresses() {}

    /** The four octets of {@code 192.0.2.1}. */
    static byte @Nullable [] ipv4(Words words, int word) {
        byte[] address = new byte[IPV4_OCTETS];
        byte[] text = words.octets();
        int at = words.start(word);
        int end = words.end(word);
        for (int i = 0; i < IPV4_OCTETS; i++) {
            int value = 0;
            int digits = 0;
            while (at < end && text[at] >= '0' && text[at] <= '9' && digits < 3) {
                value = value * 10 + text[at++] - '0';
                digits++;
            }
            boolean leadingZero = digits > 1 && text[at - digits] == '0';
            boolean ends = i == IPV4_OCTETS - 1 ? at == end : at < end && text[at++] == '.';
            if (digits == 0 || leadingZero || value > 255 || !ends) {
                return null;
            }
            address[i] = (byte) value;
        }
        return address;
    }

    /** The sixteen octets of {@code 2001:db8::1}. */
    static byte @Nullable [] ipv6(Words words, int word) {
        byte[] address = new byte[IPV6_OCTETS];
        byte[] text = words.octets();
        int at = words.start(word);
        int end = words.end(word);
        int length = 0;
        int gap = -1;
        if (end - at >= 2 && text[at] == ':' && text[at + 1] == ':') {
            gap = 0;
            at += 2;
        }
        while (at < end) {
            int value = 0;
            int digits = 0;
            for (int digit; at < end && digits < 4 && (digit = hexadecimal(text[at])) >= 0; at++) {
                value = value << 4 | digit;
                digits++;
            }
            if (digits == 0 || length == IPV6_OCTETS) {
                return null;
            }
            address[length++] = (byte) (value >> 8);
            address[length++] = (byte) value;
            if (at == end) {
                break;
            }
            if (text[at++] != ':' || at == end) {
                return null;
            }
            if (text[at] == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = length;
                at++;
            }
        }
        return gap < 0 ? (length == IPV6_OCTETS ? address : null) : spread(address, length, gap);
    }

    /** Moves what stands behind the double colon to the end; null where the colons stand for nothing. */
    private static byte @Nullable [] spread(byte[] address, int length, int gap) {
        int behind = length - gap;
        if (length == IPV6_OCTETS) {
            return null;
        }
        System.arraycopy(address, gap, address, IPV6_OCTETS - behind, behind);
        Arrays.fill(address, gap, IPV6_OCTETS - behind, (byte) 0);
        return address;
    }

    private static int hexadecimal(byte octet) {
        return octet < 0 ? -1 : Character.digit(octet, 16);
    }
}
