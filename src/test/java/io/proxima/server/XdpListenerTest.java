package io.proxima.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.proxima.answer.TestEngines;
import io.proxima.measure.OwnClassPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What AF_XDP promises, on a pair of virtual interfaces in networks of the test's own; root is needed for those. */
class XdpListenerTest {
    /** The JVM has IPv6 where an interface has it when it starts. */
    private static final List<String> OWN_NETWORK =
            List.of("timeout", "60", "unshare", "-n", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh");

    @BeforeEach
    void supportedHere() {
        assumeTrue(NativeUdpListener.supported());
    }

    @ParameterizedTest
    @EnumSource
    void inNetworksOfItsOwn(XdpTrial.Scene scene) throws IOException, InterruptedException {
        assumeTrue(
                succeeds(OWN_NETWORK, "ip", "link", "add", "type", "veth"),
                "a network of one's own is not to be had here");
        List<String> command = new ArrayList<>(OWN_NETWORK);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                OwnClassPath.text(),
                XdpTrial.class.getName(),
                scene.name()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            assumeTrue(code != XdpTrial.NOT_HERE, said);
            assertEquals(0, code, said);
        } finally {
            process.destroyForcibly();
        }
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

    private static boolean succeeds(List<String> before, String... command) throws InterruptedException {
        List<String> all = new ArrayList<>(before);
        all.addAll(List.of(command));
        try {
            Process process = new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException _) {
            return false;
        }
    }
}
