package io.proxima.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AddressRangeTest {
    private static AddressRange range(String first, String last) {
        return new AddressRange(Prefix.parse(first), Prefix.parse(last));
    }

    private static List<String> prefixes(String first, String last) {
        return range(first, last).prefixes().stream().map(Prefix::toString).toList();
    }

    @Test
    void rangesFallIntoTheFewestPrefixes() {
        assertEquals(List.of("192.0.2.7/32"), prefixes("192.0.2.7", "192.0.2.7"));
        assertEquals(List.of("192.0.2.0/24"), prefixes("192.0.2.0", "192.0.2.255"));
        assertEquals(List.of("0.0.0.0/0"), prefixes("0.0.0.0", "255.255.255.255"));
        assertEquals(List.of("192.0.2.1/32", "192.0.2.2/31", "192.0.2.4/32"), prefixes("192.0.2.1", "192.0.2.4"));
        assertEquals(List.of("255.255.255.255/32"), prefixes("255.255.255.255", "255.255.255.255"));
        assertEquals(List.of("0:0:0:0:0:0:0:0/0"), prefixes("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
        assertEquals(
                List.of("2001:db8:0:0:ffff:ffff:ffff:ffff/128", "2001:db8:0:1:0:0:0:0/64"),
                prefixes("2001:db8:0:0:ffff:ffff:ffff:ffff", "2001:db8:0:1:ffff:ffff:ffff:ffff"));
    }

    @Test
    void prefixesAreTheRangeWithoutGapOrOverlap() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            boolean ipv6 = random.nextBoolean();
            int shared = random.nextInt(Prefix.width(ipv6) + 1);
            Prefix one = address(random, ipv6);
            Prefix other = address(random, ipv6);
            other = joined(one, other, shared);
            boolean ascending = number(one).compareTo(number(other)) <= 0;
            AddressRange range = ascending ? new AddressRange(one, other) : new AddressRange(other, one);
            BigInteger next = number(range.first());
            List<Prefix> prefixes = range.prefixes();
            for (Prefix prefix : prefixes) {
                assertEquals(next, number(prefix), "seed " + seed);
                next = next.add(BigInteger.ONE.shiftLeft(Prefix.width(ipv6) - prefix.length()));
            }
            assertEquals(number(range.last()).add(BigInteger.ONE), next, "seed " + seed);
            assertTrue(prefixes.size() <= 2 * Prefix.width(ipv6), "seed " + seed);
            for (int i = 1; i < prefixes.size(); i++) {
                boolean siblings =
                        prefixes.get(i).length() == prefixes.get(i - 1).length()
                                && Prefix.masked(
                                                ipv6,
                                                prefixes.get(i).high(),
                                                prefixes.get(i).low(),
                                                prefixes.get(i).length() - 1)
                                        .contains(prefixes.get(i - 1));
                assertTrue(!siblings, "seed " + seed + ": " + prefixes.get(i) + " could be one with the one before");
            }
        }
    }

    @Test
    void partsBeforeAnAddressEndJustBeforeIt() {
        assertEquals(
                range("192.0.2.0", "192.0.2.63"),
                range("192.0.2.0", "192.0.2.127").before(Prefix.parse("192.0.2.64")));
        assertEquals(
                range("2001:db8::", "2001:db8:0:0:ffff:ffff:ffff:ffff"),
                range("2001:db8::", "2001:db8:0:2::").before(Prefix.parse("2001:db8:0:1::")));
        assertTrue(range("2001:db8::", "2001:db8::1").isAfter(Prefix.parse("203.0.113.1")));
        assertTrue(range("192.0.2.1", "192.0.2.2").endsBefore(range("192.0.2.2", "192.0.2.3")));
    }

    @Test
    void whatIsNoRangeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> range("192.0.2.2", "192.0.2.1"));
        assertThrows(IllegalArgumentException.class, () -> range("192.0.2.2", "2001:db8::"));
        assertThrows(IllegalArgumentException.class, () -> range("192.0.2.0/24", "192.0.2.255"));
    }

    private static Prefix address(Random random, boolean ipv6) {
        return ipv6
                ? new Prefix(true, random.nextLong(), random.nextLong(), 128)
                : new Prefix(false, (long) random.nextInt() << 32, 0, 32);
    }

    /** The second address with the first so many bits of the first. */
    private static Prefix joined(Prefix one, Prefix other, int bits) {
        long high = Prefix.maskHigh(one.high(), bits) | (other.high() & ~Prefix.maskHigh(-1L, bits));
        long low = Prefix.maskLow(one.low(), bits) | (other.low() & ~Prefix.maskLow(-1L, bits));
        return Prefix.masked(one.ipv6(), high, low, Prefix.width(one.ipv6()));
    }

    private static BigInteger number(Prefix prefix) {
        return new BigInteger(1, prefix.firstAddress().getAddress());
    }
}
