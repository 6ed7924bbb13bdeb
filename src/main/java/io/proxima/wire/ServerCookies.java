package io.proxima.wire;

import io.proxima.net.ClientAddress;
import java.time.InstantSource;
import java.util.List;

/**
 * Makes and checks server cookies of version 1 (RFC 9018 section 4).
 *
 * <pre>
 * | client cookie: 8 | version: 1 | reserved: 3 | timestamp: 4 | SipHash-2-4: 8 |
 * </pre>
 *
 * <p>A server that knows the secret checks what another made. Immutable and thread-safe; nothing is allocated.
 */
public final class ServerCookies {
    /** A cookie option with both cookies, without the option's header. */
    static final int OPTION_OCTETS = 24;

    private static final long VERSION = 1L << 56;
    private static final int MOST_AGE_SECONDS = 3_600;
    private static final int MOST_SKEW_SECONDS = 300;
    private static final int RENEWED_AFTER_SECONDS = 1_800;

    /**
     * A server secret: 128 bits.
     *
     * @param high the first eight octets, in network order
     */
    public record Secret(long high, long low) {
        /** Reads 32 hexadecimal digits. */
        public static Secret parse(String digits) {
            if (!digits.matches("[0-9A-Fa-f]{32}")) {
                throw new IllegalArgumentException("a cookie secret is 32 hexadecimal digits");
            }
            return new Secret(
                    Long.parseUnsignedLong(digits.substring(0, 16), 16),
                    Long.parseUnsignedLong(digits.substring(16), 16));
        }

        @Override
        public String toString() {
            return "Secret[…]"; // not for logs
        }
    }

    private final InstantSource clock;
    private final Secret[] secrets;

    /**
     * @param secrets at least one: the first makes cookies, all are checked with (RFC 9018 section 5)
     */
    public ServerCookies(InstantSource clock, List<Secret> secrets) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("cookies need a secret");
        }
        this.clock = clock;
        this.secrets = secrets.toArray(Secret[]::new);
    }

    /**
     * Puts the cookie that the client is to have into the query: the one it sent, or a new one.
     *
     * @param query one with a cookie option
     * @return whether the server cookie it sent is valid
     */
    public boolean renew(Query query, ClientAddress client) {
        int now = (int) (clock.millis() / 1_000);
        if (query.cookieOctets == OPTION_OCTETS && valid(query, client, now)) {
            if (now - (int) query.serverCookieHigh > RENEWED_AFTER_SECONDS) {
                make(query, client, now);
            }
            return true;
        }
        make(query, client, now);
        return false;
    }

    private boolean valid(Query query, ClientAddress client, int now) {
        long high = query.serverCookieHigh;
        int age = now - (int) high; // serial numbers, RFC 1982
        if (high >>> 56 != 1 || age > MOST_AGE_SECONDS || age < -MOST_SKEW_SECONDS) {
            return false;
        }
        for (Secret secret : secrets) {
            if (hash(secret, query.clientCookie, high, client) == query.serverCookieLow) {
                return true;
            }
        }
        return false;
    }

    private void make(Query query, ClientAddress client, int now) {
        query.serverCookieHigh = VERSION | (now & 0xffffffffL);
        query.serverCookieLow = hash(secrets[0], query.clientCookie, query.serverCookieHigh, client);
    }

    /** SipHash-2-4 of the client cookie, the first half of the server cookie, and the client's address. */
    private static long hash(Secret secret, long clientCookie, long serverCookieHigh, ClientAddress client) {
        long k0 = Long.reverseBytes(secret.high);
        long k1 = Long.reverseBytes(secret.low);
        long v0 = k0 ^ 0x736f6d6570736575L;
        long v1 = k1 ^ 0x646f72616e646f6dL;
        long v2 = k0 ^ 0x6c7967656e657261L;
        long v3 = k1 ^ 0x7465646279746573L;
        int words = client.ipv6() ? 5 : 3;
        // Two rounds a word; after the last, four more with v2 marked.
        int rounds = 2 * words + 4;
        long word = 0;
        for (int round = 0; round < rounds; round++) {
            if (round < 2 * words && (round & 1) == 0) {
                word = word(round / 2, clientCookie, serverCookieHigh, client);
                v3 ^= word;
            } else if (round == 2 * words) {
                v2 ^= 0xff;
            }
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
            if (round < 2 * words && (round & 1) == 1) {
                v0 ^= word;
            }
        }
        return Long.reverseBytes(v0 ^ v1 ^ v2 ^ v3);
    }

    /** The message's words, little-endian, the last with the length in its highest octet. */
    private static long word(int index, long clientCookie, long serverCookieHigh, ClientAddress client) {
        if (index == 0) {
            return Long.reverseBytes(clientCookie);
        }
        if (index == 1) {
            return Long.reverseBytes(serverCookieHigh);
        }
        if (!client.ipv6()) {
            return Long.reverseBytes(client.high()) | 20L << 56;
        }
        return index == 2 ? Long.reverseBytes(client.high()) : index == 3 ? Long.reverseBytes(client.low()) : 32L << 56;
    }
}
