package io.proxima.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.proxima.health.Pair;
import io.proxima.measure.OwnNetwork;
import io.proxima.policy.Ask;
import io.proxima.policy.Source;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Checks of kind icmp: on this machine as it is, and by a process of its own in a network of its own, where the kernel permits
 * pings and where it does not.
 */
@EnabledOnOs(OS.LINUX)
final class IcmpCheckTest {
    private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ping_group_range");

    @Test
    void loopbackRepliesOrTheKernelRefusesAndThatIsNoResult() {
        try (ProbeBed bed = new ProbeBed()) {
            ProbeResult result = bed.result(new Ask.Icmp(), 0);
            if (result.outcome() == Outcome.NONE) {
                assertTrue(result.reason().contains("net.ipv4.ping_group_range"), result.reason());
            } else {
                assertEquals(Outcome.SUCCESS, result.outcome(), result.reason());
            }
        }
    }

    @Test
    void whereTheKernelPermitsLoopbackRepliesAndADeadAddressTimesOut() throws Exception {
        List<String> said = inNetworkOfItsOwn("echo '0 0' > " + RANGE);
        assertEquals(
                List.of(
                        "127.0.0.1 SUCCESS echo reply",
                        "::1 SUCCESS echo reply",
                        "127.0.0.9 from 127.0.0.8 SUCCESS echo reply",
                        "192.0.2.1 FAILURE cannot send: network unreachable",
                        "198.51.100.7 FAILURE timed out after 600 ms waiting for the echo reply",
                        "127.0.0.1 from 203.0.113.1 NONE this machine cannot ask from 203.0.113.1: no such address here",
                        "descriptors left: 0"),
                said);
    }

    @Test
    void whereTheKernelRefusesThereIsNoResult() throws Exception { // as it does in every new network
        String refused = " NONE this machine may not ping: net.ipv4.ping_group_range has no group of this process";
        List<String> said = inNetworkOfItsOwn("true");
        assertEquals("127.0.0.1" + refused, said.getFirst());
        assertEquals("::1" + refused, said.get(1));
        assertEquals("descriptors left: 0", said.getLast());
    }

    /** Runs {@link #main} with loopback, a network where nobody else is, and nothing else. */
    private static List<String> inNetworkOfItsOwn(String permitting) throws InterruptedException {
        assumeTrue(new OwnNetwork("-rn", "true").allows("true"), "a network of one's own is not to be had here");
        OwnNetwork network = new OwnNetwork(
                "-rn",
                permitting + " && ip link set lo up"
                        + " && ip link add dead0 type veth peer name dead1 && ip link set dead1 up && ip addr add 198.51.100.1/24 dev dead0 && ip link set dead0 up");
        assumeTrue(network.allows("true"), "a device is not to be had here");
        OwnNetwork.Ended ended = network.run(IcmpCheckTest.class, List.of("-XX:TieredStopAtLevel=1"));
        assertEquals(0, ended.code(), ended.said());
        return ended.said()
                .lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.substring(2))
                .toList();
    }

    /** Pings some addresses and prints what came of it. */
    public static void main(String[] arguments) throws IOException {
        try (ProbeBed bed = new ProbeBed()) {
            print(bed, "127.0.0.1", null, ProbeBed.PATIENT_MILLIS);
            long before = descriptors();
            print(bed, "::1", null, ProbeBed.PATIENT_MILLIS);
            print(bed, "127.0.0.9", "127.0.0.8", ProbeBed.PATIENT_MILLIS);
            print(bed, "192.0.2.1", null, ProbeBed.PATIENT_MILLIS);
            print(bed, "198.51.100.7", null, 600);
            print(bed, "127.0.0.1", "203.0.113.1", ProbeBed.PATIENT_MILLIS);
            System.out.println("| descriptors left: " + (descriptors() - before));
        }
    }

    private static long descriptors() throws IOException {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    private static void print(ProbeBed bed, String address, @Nullable String source, int timeoutMillis) {
        Source from = source == null ? Source.ANY : new Source(InetAddress.ofLiteral(source), null);
        Pair pair = bed.add(
                "ping",
                ProbeBed.with(ProbeBed.check(new Ask.Icmp(), 0, 60_000, timeoutMillis), from),
                InetAddress.ofLiteral(address));
        ProbeResult result = bed.first(pair);
        bed.remove(pair);
        bed.results.clear();
        System.out.println("| " + address.replace("0:0:0:0:0:0:0:1", "::1") + (source == null ? "" : " from " + source)
                + " " + result.outcome() + " " + result.reason());
    }
}
