package io.proxima.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.health.Ballot;
import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideRegister;
import io.proxima.health.OverrideWord;
import io.proxima.health.Pair;
import io.proxima.health.PoolMember;
import io.proxima.health.Replica;
import io.proxima.health.Vote;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;

final class SealTest {
    private static final SecretKey KEY = key("0123456789abcdef");
    private static final Seal.Message BALLOT = new Seal.Cast(new Ballot(
            "ns1", 7, 42, new Pair("example.com./web", "2001:db8::1"), Vote.DOWN, true, "status 503", 1_900));
    private static final Seal.Message OVERRIDE = new Seal.Said(new OverrideRegister(
            new PoolMember("example.com.", "edge", "sh-cu-1"),
            9,
            "ns1",
            new MemberOverride(OverrideWord.DRAIN, 1_800_000_000_000L, "爱丽丝", "kernel", 1_790_000_000_000L, false)));
    private static final Seal.Message HEARTBEAT = new Seal.Heartbeat(new Replica("ns1", "上海"), 7, 43);

    private static final Seal.Message PUSHED =
            new Seal.Pushed("ns1", 7, 44, new Pair("example.com./own", "192.0.2.1"), false, "disk full");

    private static SecretKey key(String text) {
        return ClusterSettings.key(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatWasSealedOpens() {
        for (Seal seal : new Seal[] {new Seal(KEY), new Seal(null)}) {
            assertEquals(Optional.of(BALLOT), seal.open(seal.close(BALLOT)));
            assertEquals(Optional.of(HEARTBEAT), seal.open(seal.close(HEARTBEAT)));
            assertEquals(Optional.of(OVERRIDE), seal.open(seal.close(OVERRIDE)));
            assertEquals(Optional.of(PUSHED), seal.open(seal.close(PUSHED)));
        }
    }

    @Test
    void anotherKeyOrNoneOpensNothing() {
        byte[] sealed = new Seal(KEY).close(BALLOT);
        assertEquals(Optional.empty(), new Seal(key("fedcba9876543210")).open(sealed));
        assertEquals(Optional.empty(), new Seal(null).open(sealed));
        assertEquals(Optional.empty(), new Seal(KEY).open(new Seal(null).close(BALLOT)));
    }

    @Test
    void everyBitIsUnderTheSeal() {
        Seal seal = new Seal(KEY);
        byte[] sealed = seal.close(BALLOT);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertEquals(Optional.empty(), seal.open(changed));
        }
    }

    @Test
    void garbageOpensNothingAndNeverThrows() {
        Seal open = new Seal(null);
        Random random = new Random(9);
        for (int i = 0; i < 20_000; i++) {
            byte[] octets =
                    open.close(List.of(BALLOT, OVERRIDE, HEARTBEAT, PUSHED).get(i % 4));
            for (int j = 0; j < 3; j++) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt();
            }
            open.open(Arrays.copyOf(octets, random.nextInt(octets.length + 3)));
        }
        assertEquals(Optional.empty(), open.open(new byte[0]));
        assertEquals(Optional.empty(), open.open(new byte[100_000]));
        byte[] longer = Arrays.copyOf(open.close(BALLOT), open.close(BALLOT).length + 1);
        assertEquals(Optional.empty(), open.open(longer));
    }

    @Test
    void keyFilesMayEndInANewlineButNotBeShort() {
        assertEquals(KEY, key("0123456789abcdef\r\n"));
        assertThrows(IllegalArgumentException.class, () -> key("0123456789abcde\n"));
    }

    @Test
    void longestOverrideFits() {
        OverrideRegister longest = new OverrideRegister(
                new PoolMember("z".repeat(1024), "p".repeat(255), "m".repeat(1024)),
                Long.MAX_VALUE,
                "n".repeat(255),
                new MemberOverride(
                        OverrideWord.FORCE_DOWN,
                        Long.MAX_VALUE,
                        "上".repeat(64),
                        "海".repeat(160),
                        Long.MAX_VALUE,
                        false));
        assertTrue(Seal.fits(longest));
        Seal.Message said = new Seal.Said(longest);
        assertEquals(Optional.of(said), new Seal(KEY).open(new Seal(KEY).close(said)));
        assertFalse(Seal.fits(
                new OverrideRegister(new PoolMember("z".repeat(1025), "p", "m"), 1, "n", longest.override())));
    }

    @Test
    void namesTooLongAreNotTold() {
        assertFalse(Seal.fits(new Ballot("ns1", 1, 1, new Pair("x".repeat(1025), "192.0.2.1"), Vote.UP, false, "")));
    }
}
