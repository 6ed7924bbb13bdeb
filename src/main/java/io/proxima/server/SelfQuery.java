package io.proxima.server;

import io.proxima.wire.Header;
import io.proxima.wire.RrType;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A query that a server sends to itself, as a client would: what it says does not matter, that it answers does. */
public final class SelfQuery {
    private static final Logger LOG = LoggerFactory.getLogger(SelfQuery.class);
    private static final int CLASS_IN = 1;
    private static final int LARGEST = 512;

    private SelfQuery() {}

    /**
     * Whether a listener answers over UDP; blocks for as long as that takes.
     *
     * @param listener where it listens; one that listens on all addresses is asked on the loopback
     */
    public static boolean answered(InetSocketAddress listener, Duration within) {
        InetAddress target = target(listener.getAddress());
        short id = (short) ThreadLocalRandom.current().nextInt();
        byte[] query = ByteBuffer.allocate(Header.LENGTH + 5)
                .putShort(id)
                .putShort((short) 0)
                .putShort((short) 1)
                .position(Header.LENGTH)
                .put((byte) 0)
                .putShort((short) RrType.NS)
                .putShort((short) CLASS_IN)
                .array();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(target, listener.getPort());
            socket.setSoTimeout(Math.toIntExact(within.toMillis()));
            socket.send(new DatagramPacket(query, query.length));
            DatagramPacket response = new DatagramPacket(new byte[LARGEST], LARGEST);
            socket.receive(response);
            return response.getLength() >= Header.LENGTH
                    && ByteBuffer.wrap(response.getData()).getShort() == id;
        } catch (IOException e) {
            LOG.debug("{} does not answer", listener, e);
            return false;
        }
    }

    private static InetAddress target(InetAddress listener) {
        if (!listener.isAnyLocalAddress()) {
            return listener;
        }
        return InetAddress.ofLiteral(listener instanceof Inet6Address ? "::1" : "127.0.0.1");
    }
}
