package io.proxima.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.proxima.answer.TestEngines;
import io.proxima.measure.OwnNetwork;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What AF_XDP promises, on a pair of virtual interfaces in networks of the test's own; root is needed for those. */
class XdpListenerTest {
    /** The JVM has IPv6 where an interface has it when it starts. */
    private static final OwnNetwork NETWORK = new OwnNetwork("-n", "ip link set lo up");

    @BeforeEach
    void supportedHere() {
        assumeTrue(NativeUdpListener.supported());
    }

    @ParameterizedTest
    @EnumSource
    void inNetworksOfItsOwn(XdpTrial.Scene scene) throws InterruptedException {
        assumeTrue(NETWORK.allows("ip", "link", "add", "type", "veth"), "a network of one's own is not to be had here");
        OwnNetwork.Ended ended = NETWORK.run(XdpTrial.class, List.of("-XX:+UseSerialGC"), scene.name());
        assumeTrue(ended.code() != XdpTrial.NOT_HERE, ended.said());
        assertEquals(0, ended.code(), ended.said());
    }

    @Test
    void anInterfaceThatIsNotThereIsSaid() {
        ListenException refused = assertThrows(
                ListenException.class,
                () -> XdpListener.open(
                        "no-such-one",
                        List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5300)),
                        TestEngines::refusing));
        assertEquals("no-such-one: XDP: no such interface", refused.getMessage());
    }

    @Test
    void errorNumbersAreSaidInWords() {
        assertTrue(said(-1).startsWith("eth0: XDP: permission denied (needs root"));
        assertTrue(said(-95).startsWith("eth0: XDP: no XDP in its driver"));
        assertEquals("eth0: XDP: system error 77", said(-77));
    }

    private static String said(int negated) {
        return String.valueOf(XdpListener.failed("eth0", negated).getMessage());
    }
}
