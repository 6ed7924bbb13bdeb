package io.proxima.probe;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.health.Pair;
import io.proxima.policy.Ask;
import io.proxima.policy.Check;
import io.proxima.policy.FileText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Checks of kind push: what members said, and when. */
final class PushCheckTest {
    private static final Pair PAIR = new Pair("example.com./own", "127.0.0.1");

    private long nanos;
    private final List<String> seen = new ArrayList<>();

    @AutoClose
    private final ProbeBed bed = new ProbeBed();

    private static Ask.Push push(Duration ttl) {
        return new Ask.Push(new FileText(Path.of("token"), "0123456789abcdef"), ttl);
    }

    private void look(Beats beats, Duration ttl) {
        beats.look(PAIR, push(ttl), new Attempt.Listener() {
            @Override
            public void decided(Outcome outcome, String reason, long latencyNanos) {
                seen.add(outcome + " " + reason);
            }

            @Override
            public void released() {
                seen.add("released");
            }
        });
    }

    private void passes(Duration time) {
        nanos += time.toNanos();
    }

    @Test
    void wordHoldsForItsTimeToLive() {
        Beats beats = new Beats(() -> nanos);
        Duration ttl = Duration.ofSeconds(30);
        look(beats, ttl);
        passes(Duration.ofSeconds(30));
        look(beats, ttl);
        passes(Duration.ofSeconds(1));
        look(beats, ttl);
        assertTrue(beats.heard(PAIR, true, ""));
        passes(Duration.ofSeconds(30));
        look(beats, ttl);
        assertFalse(beats.heard(PAIR, true, ""));
        passes(Duration.ofSeconds(31));
        look(beats, ttl);
        assertTrue(beats.heard(PAIR, false, "disk full"));
        look(beats, ttl);
        passes(Duration.ofSeconds(31));
        look(beats, ttl);
        seen.removeIf("released"::equals);
        assertEquals(
                List.of(
                        "NONE no heartbeat yet",
                        "NONE no heartbeat yet",
                        "FAILURE no heartbeat in 31 s",
                        "SUCCESS heartbeat says up",
                        "FAILURE last heartbeat 31 s ago",
                        "FAILURE disk full",
                        "FAILURE last heartbeat 31 s ago"),
                seen);
    }

    @Test
    void wordIsTakenAtOnceAndSilenceAfterAWhile() {
        Check check = ProbeBed.check(push(Duration.ofMillis(800)), 0, 60_000, 1000);
        Check often = ProbeBed.check(push(Duration.ofMillis(800)), 0, 100, 100);
        Pair pair = bed.add(check);
        bed.prober.pushed(pair, true, "");
        await().atMost(Duration.ofSeconds(5)).until(() -> bed.of(pair).stream().anyMatch(ProbeResult::success));
        bed.prober.pushed(pair, false, "going to sleep");
        await().atMost(Duration.ofSeconds(5))
                .until(() -> bed.of(pair).getLast().reason().equals("going to sleep"));
        Pair silent = bed.add(often);
        bed.prober.pushed(silent, true, "");
        await().atMost(ProbeBed.SOON)
                .until(() -> bed.of(silent).stream()
                        .anyMatch(result -> result.reason().startsWith("last heartbeat")));
        assertTrue(
                bed.of(silent).stream().anyMatch(ProbeResult::success),
                bed.of(silent).toString());
    }
}
