package io.proxima.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.proxima.answer.EveryPath;
import io.proxima.answer.TestEngines;
import io.proxima.answer.Transport;
import io.proxima.measure.OwnClassPath;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** No response comes in fragments (RFC 9715), by a process in a network of its own whose packets are short. */
@EnabledOnOs(OS.LINUX)
class UnfragmentedTest {
    private static final int MTU = 400;
    private static final int HEADERS = 28;
    private static final int PATIENT_MILLIS = 500;

    @TempDir
    private Path folder;

    @Test
    void whatDoesNotFitIsNotSent() throws Exception {
        String script = "ip link set lo mtu " + MTU + " && ip link set lo up && exec \"$@\"";
        assumeTrue(
                run(List.of("unshare", "-rn", "sh", "-c", script, "sh", "true")) == 0,
                "a network of one's own is not to be had here");
        int code = run(List.of(
                "unshare",
                "-rn",
                "sh",
                "-c",
                script,
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                OwnClassPath.text(),
                UnfragmentedTest.class.getName()));
        String said = Files.readString(folder.resolve("said"));
        assertEquals(0, code, said);
    }

    private int run(List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("said").toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException _) { // no such program
            return -1;
        }
    }

    /** Asks for all there is: what fits comes whole, of the rest nothing. */
    public static void main(String[] arguments) throws IOException {
        UdpListener listener = NativeUdpListener.open(
                FreePort.on(Messages.LOOPBACK), 1, TestEngines.over(EveryPath.catalog(), Transport.UDP));
        int answered = 0;
        int unanswered = 0;
        try (DatagramSocket client = Messages.udpClient(listener.address())) {
            client.setSoTimeout(PATIENT_MILLIS);
            for (byte[] query : EveryPath.queries()) {
                client.send(new DatagramPacket(query, query.length));
                DatagramPacket response = new DatagramPacket(new byte[4096], 4096);
                try {
                    client.receive(response);
                    assertTrue(response.getLength() <= MTU - HEADERS, () -> response.getLength() + " octets");
                    answered++;
                } catch (SocketTimeoutException _) {
                    unanswered++;
                }
            }
        }
        listener.close();
        assertTrue(answered > 0 && unanswered > 0, answered + " answered, " + unanswered + " not");
        assertEquals(answered, listener.counts().sent());
        assertEquals(unanswered, listener.counts().dropped());
    }
}
