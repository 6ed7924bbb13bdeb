package io.proxima.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is found in octets that were cut off, changed or never ours. */
class FramesTest {
    private static final List<String> PAYLOADS = IntStream.range(0, 12)
            .mapToObj(i -> "{\"n\":" + i + ",\"of\":\"" + "x".repeat(i * 7) + "\"}")
            .toList();

    private static byte[] log() {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        PAYLOADS.forEach(payload -> octets.writeBytes(Frames.frame(payload.getBytes(StandardCharsets.UTF_8))));
        return octets.toByteArray();
    }

    /** Where each payload's frame begins, and where the last one ends. */
    private static int[] starts() {
        int[] starts = new int[PAYLOADS.size() + 1];
        for (int i = 0; i < PAYLOADS.size(); i++) {
            starts[i + 1] = starts[i] + Frames.frame(PAYLOADS.get(i).getBytes(StandardCharsets.UTF_8)).length;
        }
        return starts;
    }

    private static List<String> found(byte[] octets) {
        List<String> found = new ArrayList<>();
        int[] last = new int[1];
        Frames.scan(octets, octets.length, (in, from, length, end) -> {
            assertEquals(true, from >= last[0] && from + length <= end && end <= octets.length);
            last[0] = end;
            found.add(new String(in, from, length, StandardCharsets.UTF_8));
        });
        return found;
    }

    @Test
    void isALineThatGrepFinds() {
        assertEquals(
                "a2e6d0bf 7 {\"n\":1}\n",
                new String(Frames.frame("{\"n\":1}".getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8));
    }

    @Test
    void everyTruncationLeavesExactlyTheFramesBefore() {
        byte[] log = log();
        int[] starts = starts();
        for (int length = 0; length <= log.length; length++) {
            int whole = 0;
            // The line end of the last frame may be missing.
            while (whole < PAYLOADS.size() && starts[whole + 1] - 1 <= length) {
                whole++;
            }
            assertEquals(PAYLOADS.subList(0, whole), found(Arrays.copyOf(log, length)), "cut at " + length);
        }
    }

    @Test
    void everyChangedOctetCostsTheFrameItIsInAndNoOther() {
        byte[] log = log();
        int[] starts = starts();
        Random random = new Random(7);
        int frame = 0;
        for (int at = 0; at < log.length; at++) {
            while (at >= starts[frame + 1]) {
                frame++;
            }
            boolean lineEnd = at == starts[frame + 1] - 1;
            List<String> expected = new ArrayList<>(PAYLOADS);
            if (!lineEnd) {
                expected.remove(frame);
            }
            for (int octet : new int[] {'\n', ' ', '0', 'f', 0, 255, log[at] ^ 0x20, random.nextInt(256)}) {
                if ((byte) octet != log[at]) {
                    byte[] changed = log.clone();
                    changed[at] = (byte) octet;
                    assertEquals(expected, found(changed), "octet " + at + " is " + octet);
                }
            }
        }
    }

    @Test
    void runsOfDamageCostTheFramesTheyTouch() {
        byte[] log = log();
        int[] starts = starts();
        Random random = new Random(11);
        for (int round = 0; round < 5_000; round++) {
            int from = random.nextInt(log.length);
            int to = Math.min(log.length, from + 1 + random.nextInt(200));
            byte[] changed = log.clone();
            for (int at = from; at < to; at++) {
                changed[at] = (byte) ~changed[at]; // none is a line end, so that what follows is joined to it
            }
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < PAYLOADS.size(); i++) {
                if (to <= starts[i] || starts[i + 1] - 1 <= from) {
                    expected.add(PAYLOADS.get(i));
                }
            }
            assertEquals(expected, found(changed), "from " + from + " to " + to);
        }
    }

    @Test
    void nothingIsFoundInNoise() {
        Random random = new Random(13);
        for (int round = 0; round < 2_000; round++) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            assertEquals(List.of(), found(noise));
            byte[] digits = new byte[noise.length];
            for (int i = 0; i < digits.length; i++) {
                digits[i] = (byte) "0123456789abcdef \n".charAt(random.nextInt(18));
            }
            assertEquals(List.of(), found(digits));
        }
    }

    @Test
    void framesThatClaimMuchCostNoTime() {
        byte[] claims = "00000000 999999999 ".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
        byte[] lines = "00000000 4000000 x\n".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertEquals(List.of(), found(claims));
            assertEquals(List.of(), found(lines));
        });
    }

    @Test
    void emptyPayloadIsNone() {
        assertArrayEquals("00000000 0 \n".getBytes(StandardCharsets.US_ASCII), Frames.frame(new byte[0]));
        assertEquals(List.of(), found(Frames.frame(new byte[0])));
    }
}
