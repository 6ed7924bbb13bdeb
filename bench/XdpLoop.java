import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.proxima.answer.QueryEngine;
import io.proxima.net.ClientAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The loop of an AF_XDP socket: take a batch of frames, turn each into its answer where it lies, send, and again. The program in
 * the kernel has seen to it that each is UDP to our port, as far as its headers go.
 */
final class XdpLoop {
    private static final int BATCH = 64;
    private static final int OUT_OCTETS = 4096;
    private static final int MTU = 1500;
    private static final int IP_AT = 14;
    private static final int IPV4_OCTETS = 20;
    private static final int IPV6_OCTETS = 40;
    private static final int UDP_OCTETS = 8;
    private static final int UDP = 17;
    private static final byte HOPS = 64;
    private static final ValueLayout.OfShort NETWORK_SHORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt NETWORK_INT = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong NETWORK_LONG = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final XdpSocket socket;
    private final MemorySegment frames;
    private final QueryEngine engine;
    private final MemorySegment out;
    private final ClientAddress client = new ClientAddress();

    XdpLoop(Arena arena, XdpSocket socket, QueryEngine engine) {
        this.socket = socket;
        this.engine = engine;
        frames = socket.frames;
        out = arena.allocate(OUT_OCTETS, 64);
    }

    void run() {
        while (true) {
            int count = Math.min(BATCH, socket.received.available());
            if (count == 0) {
                socket.await();
            } else {
                serve(count);
            }
        }
    }

    private void serve(int count) {
        XdpRing received = socket.received;
        engine.beginBatch();
        for (int i = 0; i < count; i++) {
            long at = received.address();
            int octets = answer(at, received.length());
            received.skip();
            if (octets > 0) {
                socket.outgoing.put(at, octets);
            } else {
                free(at);
            }
        }
        received.publish();
        socket.send();
        engine.endBatch();
        for (int sent = socket.completion.available(); sent > 0; sent--) {
            free(socket.completion.address());
            socket.completion.skip();
        }
        socket.completion.publish();
        socket.fill.publish();
    }

    /** Gives a frame back, for the kernel to receive into. */
    private void free(long at) {
        socket.fill.put(at & -XdpSocket.FRAME_OCTETS);
    }

    /** Makes the frame at a place, of so many octets, the answer to what is in it; gives its octets, or 0 for none. */
    private int answer(long at, int octets) {
        long ip = at + IP_AT;
        boolean ipv4 = frames.get(JAVA_BYTE, ip) == 0x45;
        int ipOctets = ipv4 ? IPV4_OCTETS : IPV6_OCTETS;
        long udp = ip + ipOctets;
        int length = Short.toUnsignedInt(frames.get(NETWORK_SHORT, udp + 4)) - UDP_OCTETS;
        if (length < 0 || IP_AT + ipOctets + UDP_OCTETS + length > octets || frames.get(JAVA_SHORT_UNALIGNED, udp) == 0) {
            return 0;
        }
        if (ipv4) {
            client.setIpv4(frames.get(NETWORK_INT, ip + 12));
        } else {
            client.setIpv6(frames.get(NETWORK_LONG, ip + 8), frames.get(NETWORK_LONG, ip + 16));
        }
        int answered = engine.answer(frames, udp + UDP_OCTETS, length, client, out, 0);
        int whole = ipOctets + UDP_OCTETS + answered;
        if (answered == 0 || whole > MTU) {
            return 0;
        }
        MemorySegment.copy(out, 0, frames, udp + UDP_OCTETS, answered);
        turnAround(at, ip, ipv4, udp, UDP_OCTETS + answered);
        return IP_AT + whole;
    }

    /** Sends the frame back to where it came from: link, address, port, lengths, checksums. */
    private void turnAround(long at, long ip, boolean ipv4, long udp, int udpOctets) {
        int low = frames.get(JAVA_INT_UNALIGNED, at);
        short high = frames.get(JAVA_SHORT_UNALIGNED, at + 4);
        frames.set(JAVA_INT_UNALIGNED, at, frames.get(JAVA_INT_UNALIGNED, at + 6));
        frames.set(JAVA_SHORT_UNALIGNED, at + 4, frames.get(JAVA_SHORT_UNALIGNED, at + 10));
        frames.set(JAVA_INT_UNALIGNED, at + 6, low);
        frames.set(JAVA_SHORT_UNALIGNED, at + 10, high);

        frames.set(JAVA_INT_UNALIGNED, udp, Integer.rotateLeft(frames.get(JAVA_INT_UNALIGNED, udp), 16));
        frames.set(NETWORK_SHORT, udp + 4, (short) udpOctets);
        frames.set(JAVA_SHORT_UNALIGNED, udp + 6, (short) 0);
        if (ipv4) {
            frames.set(JAVA_BYTE, ip + 1, (byte) 0);
            frames.set(NETWORK_SHORT, ip + 2, (short) (IPV4_OCTETS + udpOctets));
            frames.set(NETWORK_INT, ip + 4, 0x4000); // no fragment, so no identification either (RFC 6864)
            frames.set(JAVA_BYTE, ip + 8, HOPS);
            frames.set(JAVA_SHORT_UNALIGNED, ip + 10, (short) 0);
            frames.set(JAVA_LONG_UNALIGNED, ip + 12, Long.rotateLeft(frames.get(JAVA_LONG_UNALIGNED, ip + 12), 32));
            frames.set(JAVA_SHORT_UNALIGNED, ip + 10, checksum(sum(ip, IPV4_OCTETS, 0)));
        } else {
            frames.set(NETWORK_INT, ip, 0x6000_0000);
            frames.set(NETWORK_SHORT, ip + 4, (short) udpOctets);
            frames.set(JAVA_BYTE, ip + 7, HOPS);
            for (long word = ip + 8; word < ip + 24; word += 8) {
                long source = frames.get(JAVA_LONG_UNALIGNED, word);
                frames.set(JAVA_LONG_UNALIGNED, word, frames.get(JAVA_LONG_UNALIGNED, word + 16));
                frames.set(JAVA_LONG_UNALIGNED, word + 16, source);
            }
        }
        long pseudo = Short.toUnsignedLong(Short.reverseBytes((short) UDP))
                + Short.toUnsignedLong(Short.reverseBytes((short) udpOctets));
        pseudo = ipv4 ? sum(ip + 12, 8, pseudo) : sum(ip + 8, 32, pseudo);
        short checksum = checksum(sum(udp, udpOctets, pseudo));
        frames.set(JAVA_SHORT_UNALIGNED, udp + 6, checksum == 0 ? -1 : checksum);
    }

    /** Adds up octets by the machine's own words, which gives the same sum in its own order (RFC 1071 section 2). */
    private long sum(long at, int octets, long begin) {
        long sum = begin;
        long end = at + octets;
        for (; at + 4 <= end; at += 4) {
            sum += Integer.toUnsignedLong(frames.get(JAVA_INT_UNALIGNED, at));
        }
        if (at + 2 <= end) {
            sum += Short.toUnsignedLong(frames.get(JAVA_SHORT_UNALIGNED, at));
            at += 2;
        }
        return at < end ? sum + Byte.toUnsignedLong(frames.get(JAVA_BYTE, at)) : sum; // as a little-endian machine does
    }

    private static short checksum(long sum) {
        long folded = (sum & 0xffff_ffffL) + (sum >>> 32);
        folded = (folded & 0xffff) + (folded >>> 16);
        folded = (folded & 0xffff) + (folded >>> 16);
        folded = (folded & 0xffff) + (folded >>> 16);
        return (short) ~folded;
    }
}
