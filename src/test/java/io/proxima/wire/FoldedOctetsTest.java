package io.proxima.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FoldedOctetsTest {
    /** Labels of every length, at the end of their memory and with more behind them, whose every octet counts. */
    @Test
    void hashesAndComparesAsOctetByOctet() {
        Random random = new Random(5);
        for (int round = 0; round < 20_000; round++) {
            byte[] label = new byte[1 + random.nextInt(63)];
            random.nextBytes(label);
            byte[] lower = lowerCase(label);
            NameView view = view(label, round % 2 == 0 ? 0 : 16);
            assertEquals(NameView.hash(lower), view.labelHash(0));
            assertTrue(view.labelEquals(0, lower));

            int changed = random.nextInt(label.length);
            byte[] other = lower.clone();
            other[changed] ^= (byte) (1 << random.nextInt(8));
            assertEquals(Arrays.equals(lowerCase(other), other), view(other, 0).labelEquals(0, other));
            assertFalse(view.labelEquals(0, other), () -> Arrays.toString(label) + " at " + changed);
            assertFalse(view.labelEquals(0, Arrays.copyOf(lower, lower.length + 1)));
            assertFalse(view.labelEquals(0, Arrays.copyOf(lower, lower.length - 1)));
        }
    }

    /** Only the 26 capitals are another octet in lower case, wherever among eight they stand (RFC 4343 section 3). */
    @Test
    void foldsAsciiLettersAlone() {
        for (int place = 0; place < 8; place++) {
            for (int octet = 0; octet < 256; octet++) {
                byte[] eight = {(byte) 0xff, 0, 'Z', '@', '[', (byte) 0xc1, 'A', 0x7f};
                eight[place] = (byte) octet;
                long expected = 0;
                for (byte each : lowerCase(eight)) {
                    expected = expected << 8 | (each & 0xff);
                }
                assertEquals(expected, FoldedOctets.of(lowerCase(eight), 0));
                assertEquals(expected, FoldedOctets.of(MemorySegment.ofArray(eight), 0, 8));
            }
        }
    }

    /** Names as they are made by machines spread over a table as random numbers do. */
    @Test
    void spreadsWhatIsAlike() {
        int names = 1 << 16;
        Set<Integer> hashes = new HashSet<>();
        Set<Integer> slots = new HashSet<>();
        for (int i = 0; i < names; i++) {
            int hash = NameView.hash(("host-" + i).getBytes(StandardCharsets.US_ASCII));
            hashes.add(hash);
            slots.add(hash & (names - 1));
        }
        assertTrue(hashes.size() > names - 10, () -> hashes.size() + " hashes of " + names + " names");
        double share = (double) slots.size() / names; // of random numbers it is 1 - 1/e
        assertEquals(1 - 1 / Math.E, share, 0.02);
    }

    private static NameView view(byte[] label, int behind) {
        byte[] octets = new byte[label.length + 2 + behind];
        octets[0] = (byte) label.length;
        System.arraycopy(label, 0, octets, 1, label.length);
        Arrays.fill(octets, label.length + 2, octets.length, (byte) 'X');
        NameView view = new NameView();
        assertTrue(view.read(MemorySegment.ofArray(octets), 0, octets.length));
        return view;
    }

    private static byte[] lowerCase(byte[] octets) {
        byte[] lower = octets.clone();
        for (int i = 0; i < lower.length; i++) {
            lower[i] = (byte) NameView.lower(lower[i] & 0xff);
        }
        return lower;
    }
}
