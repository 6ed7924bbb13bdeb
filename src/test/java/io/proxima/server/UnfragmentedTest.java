package io.proxima.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.proxima.answer.EveryPath;
import io.proxima.answer.TestEngines;
import io.proxima.answer.Transport;
import io.proxima.measure.OwnNetwork;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** No response comes in fragments (RFC 9715), by a process in a network of its own whose packets are short. */
@EnabledOnOs(OS.LINUX)
class UnfragmentedTest {
    private static final int MTU = 400;
    private static final int HEADERS = 28;
    private static final int PATIENT_MILLIS = 500;

    @Test
    void whatDoesNotFitIsNotSent() throws InterruptedException {
        OwnNetwork network = new OwnNetwork("-rn", "ip link set lo mtu " + MTU + " && ip link set lo up");
        assumeTrue(network.allows("true"), "a network of one's own is not to be had here");
        OwnNetwork.Ended ended = network.run(UnfragmentedTest.class, List.of("-XX:TieredStopAtLevel=1"));
        assertEquals(0, ended.code(), ended.said());
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
