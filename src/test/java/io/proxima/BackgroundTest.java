package io.proxima;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackgroundTest {
    @ParameterizedTest
    @CsvSource({
        "udp-127.0.0.1:5, 0, 0",
        "xdp-eth0-0, 0, 0",
        "GC Thread#0, 0, 0",
        "VM Thread, 0, 0",
        "VM Periodic Tas, 0, 0",
        "C1 CompilerThre, 0, 10",
        "C2 CompilerThre, 0, 10",
        "G1 Refine#0, 15, 15",
        "G1 Conc#0, 15, 15",
        "releases, 10, 10",
        "release-orders, 10, 10",
        "kept-releases, 15, 15",
        "journal, 10, 10",
        "signals, 5, 5",
        "vert.x-eventloo, 5, 5",
        "hz.proxima.IO.t, 5, 5",
    })
    void bulkWorkStandsBackMost(String thread, int soon, int later) {
        assertEquals(soon, Background.steps(thread, false));
        assertEquals(later, Background.steps(thread, true));
    }
}
