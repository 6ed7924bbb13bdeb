package io.proxima.server;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.answer.TestEngines;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames as the driver hands them over, without a driver. */
class XdpFramesTest {
    private static final String IPV4_SERVER = "192.0.2.1";
    private static final String IPV6_SERVER = "2001:db8::1";
    /** Where a frame begins in its 2,048 octets. */
    private static final int AT = XdpSocket.FRAME_OCTETS + 256;

    private static final int UDP = 17;

    private final Arena arena = Arena.ofConfined();
    private final Tally tally = new Tally();
    private final Answering answering = new Answering(TestEngines.refusing(), tally);
    private final MemorySegment memory = arena.allocate(3 * XdpSocket.FRAME_OCTETS, 8);
    private final XdpFrames frames = new XdpFrames(arena, memory, answering);

    @AfterEach
    void close() {
        arena.close();
    }

    private static byte[] address(String literal) {
        return InetAddress.ofLiteral(literal).getAddress();
    }

    /** A frame from port 5353 of a client. */
    private static byte[] frame(String client, String server, byte[] query) {
        byte[] source = address(client);
        boolean ipv4 = source.length == 4;
        ByteBuffer frame = ByteBuffer.allocate(14 + (ipv4 ? 20 : 40) + 8 + query.length);
        frame.put(new byte[] {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 9}).putShort((short) (ipv4 ? 0x0800 : 0x86dd));
        if (ipv4) {
            frame.putShort((short) 0x4500).putShort((short) (28 + query.length)).putInt(0x12340000);
            frame.putShort((short) (200 << 8 | UDP)).putShort((short) 0);
        } else {
            frame.putInt(0x60012345).putShort((short) (8 + query.length)).putShort((short) (UDP << 8 | 200));
        }
        frame.put(source).put(address(server));
        frame.putShort((short) 5353)
                .putShort((short) 53)
                .putShort((short) (8 + query.length))
                .putShort((short) 0);
        return frame.put(query).array();
    }

    private byte[] answer(byte[] frame) {
        MemorySegment.copy(frame, 0, memory, JAVA_BYTE, AT, frame.length);
        answering.begin();
        int octets = frames.answer(AT, frame.length);
        answering.end();
        byte[] answer = new byte[octets];
        MemorySegment.copy(memory, JAVA_BYTE, AT, answer, 0, octets);
        return answer;
    }

    /** The sum that must be all ones where a checksum is right (RFC 1071), octet by octet. */
    private static int sum(byte[] octets, int from, int to, int begin) {
        int sum = begin;
        for (int i = from; i < to; i++) {
            sum += (octets[i] & 0xff) << ((i - from) % 2 == 0 ? 8 : 0);
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 19, 20, 21, 22, 63, 64, 300, 511, 512, 1200, 1400})
    void anAnswerGoesBackToWhereTheQueryCameFrom(int octets) {
        byte[] query = Messages.query(octets, octets);
        byte[] refused = Messages.refused(query);
        for (String client : new String[] {"198.51.100.7", "2001:db8:7::9"}) {
            String server = client.contains(":") ? IPV6_SERVER : IPV4_SERVER;
            byte[] answer = answer(frame(client, server, query));
            int ipOctets = client.contains(":") ? 40 : 20;
            int udp = 14 + ipOctets;
            assertEquals(udp + 8 + refused.length, answer.length);
            assertArrayEquals(new byte[] {2, 0, 0, 0, 0, 9, 2, 0, 0, 0, 0, 1}, Arrays.copyOf(answer, 12));
            ByteBuffer at = ByteBuffer.wrap(answer);
            int addresses = ipOctets == 20 ? 26 : 22;
            int each = ipOctets == 20 ? 4 : 16;
            assertArrayEquals(address(server), Arrays.copyOfRange(answer, addresses, addresses + each));
            assertArrayEquals(address(client), Arrays.copyOfRange(answer, addresses + each, addresses + 2 * each));
            assertEquals(53, at.getShort(udp));
            assertEquals(5353, at.getShort(udp + 2));
            assertEquals(8 + refused.length, at.getShort(udp + 4));
            if (ipOctets == 20) {
                assertEquals(28 + refused.length, at.getShort(16));
                assertEquals(0xffff, sum(answer, 14, 34, 0));
                assertEquals(64, answer[22]);
            } else {
                assertEquals(8 + refused.length, at.getShort(18));
                assertEquals(0x60000000, at.getInt(14));
                assertEquals(64, answer[21]);
            }
            int pseudo = sum(answer, addresses, addresses + 2 * each, UDP + 8 + refused.length);
            assertEquals(0xffff, sum(answer, udp, answer.length, pseudo));
            assertArrayEquals(refused, Arrays.copyOfRange(answer, udp + 8, answer.length));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0.0.0.0", "0.1.2.3", "127.0.0.1", "224.0.0.251", "255.255.255.255", "::", "::1", "ff02::fb"})
    void aSourceThatIsNoClientGetsNothing(String client) {
        String server = client.contains(":") ? IPV6_SERVER : IPV4_SERVER;
        assertEquals(0, answer(frame(client, server, Messages.query(1, 30))).length);
        assertDropped(1);
    }

    @Test
    void anIpv4MappedSourceGetsNothing() {
        byte[] frame = frame("2001:db8::9", IPV6_SERVER, Messages.query(1, 30));
        Arrays.fill(frame, 22, 32, (byte) 0);
        Arrays.fill(frame, 32, 34, (byte) 0xff);
        assertEquals(0, answer(frame).length);
        assertDropped(1);
    }

    @Test
    void portZeroGetsNothing() {
        byte[] frame = frame("198.51.100.7", IPV4_SERVER, Messages.query(1, 30));
        frame[34] = 0;
        frame[35] = 0;
        assertEquals(0, answer(frame).length);
        assertDropped(1);
    }

    @Test
    void aLengthBeyondTheFrameOrBelowTheHeaderGetsNothing() {
        for (int length : new int[] {0, 7, 8 + 31, 0xffff}) {
            byte[] frame = frame("198.51.100.7", IPV4_SERVER, Messages.query(1, 30));
            ByteBuffer.wrap(frame).putShort(38, (short) length);
            assertEquals(0, answer(frame).length, () -> "length " + length);
        }
        assertDropped(4);
    }

    @Test
    void whatEthernetPadsIsNoPartOfTheQuery() {
        byte[] query = Messages.query(1, 17);
        byte[] frame = Arrays.copyOf(frame("198.51.100.7", IPV4_SERVER, query), 60);
        byte[] answer = answer(frame);
        assertArrayEquals(Messages.refused(query), Arrays.copyOfRange(answer, 42, answer.length));
    }

    private void assertDropped(long messages) {
        assertEquals(
                messages,
                Tally.sum(
                                Transport.XDP,
                                java.net.InetSocketAddress.createUnresolved("eth0", 0),
                                java.util.List.of(tally))
                        .dropped());
    }
}
