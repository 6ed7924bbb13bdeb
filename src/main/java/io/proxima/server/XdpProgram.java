package io.proxima.server;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The program that the kernel runs for each frame, in the driver. A UDP datagram to one of our addresses and ports goes to the
 * socket of its queue, if it came over IPv4 without options or fragments, or over IPv6 without extension headers, in a frame to
 * this machine alone that is no longer than Ethernet's. All else goes on, as does everything of a queue without a socket.
 *
 * <pre>
 *   Ethernet (14 octets)     IPv4 (20)                      IPv6 (40)                 UDP (8)
 *   0  destination           14  version, header length     20  next header           +0  source port
 *   6  source                20  flags, fragment offset     38  destination           +2  destination port
 *   12 type                  23  protocol                   54  UDP
 *                            30  destination
 *                            34  UDP
 * </pre>
 *
 * <p>An instruction is 64 bits: opcode, registers, a jump's distance or an offset, a constant (RFC 9669). r1 is the context, r2 the
 * frame's begin, r3 its end, r5 and r6 what is compared. Constants are as a little-endian machine reads network order.
 */
final class XdpProgram {
    private static final int XDP_PASS = 2;
    private static final int REDIRECT_MAP = 51;
    private static final int LONGEST_FRAME = 1514;

    private static final int LOAD_MAP = 0x18;
    private static final int LOAD_WORD = 0x61;
    private static final int LOAD_HALF = 0x69;
    private static final int LOAD_OCTET = 0x71;
    private static final int MOVE = 0xbf;
    private static final int MOVE_CONSTANT = 0xb7;
    private static final int ADD_CONSTANT = 0x07;
    private static final int AND_CONSTANT = 0x57;
    private static final int JUMP = 0x05;
    private static final int JUMP_EQUAL = 0x15;
    private static final int JUMP_UNEQUAL = 0x55;
    private static final int JUMP_GREATER = 0x2d;
    /** Of 32 bits, whose constant is not widened with its sign. */
    private static final int JUMP_UNEQUAL_WORD = 0x56;

    private static final int CALL = 0x85;
    private static final int EXIT = 0x95;

    private static final int IPV4 = 0x0008;
    private static final int IPV6 = 0xdd86;
    private static final int IPV4_WITHOUT_OPTIONS = 0x45;
    /** More fragments, or an offset. */
    private static final int FRAGMENT = 0xff3f;

    private static final int UDP = 17;

    private final List<Long> written = new ArrayList<>();
    private final List<Integer> toPass = new ArrayList<>();
    private final List<Integer> toTake = new ArrayList<>();

    private XdpProgram() {}

    /**
     * The instructions for the endpoints and the map of sockets.
     *
     * @param endpoints addresses, none a wildcard, and ports
     * @param map an open map's file
     */
    static long[] instructions(List<InetSocketAddress> endpoints, int map) {
        XdpProgram program = new XdpProgram();
        program.frame(endpoints);
        program.take(map);
        return program.written.stream().mapToLong(Long::longValue).toArray();
    }

    private void frame(List<InetSocketAddress> endpoints) {
        add(LOAD_WORD, 2, 1, 0, 0);
        add(LOAD_WORD, 3, 1, 4, 0);
        within(42);
        add(MOVE, 4, 2, 0, 0);
        add(ADD_CONSTANT, 4, 0, 0, LONGEST_FRAME);
        passIf(JUMP_GREATER, 3, 4, 0);
        add(LOAD_OCTET, 5, 2, 0, 0);
        add(AND_CONSTANT, 5, 0, 0, 1); // to several machines
        passUnless(0);
        add(LOAD_HALF, 5, 2, 12, 0);
        int toIpv4 = written.size();
        add(JUMP_EQUAL, 5, 0, 0, IPV4);

        passUnless(IPV6);
        within(62);
        add(LOAD_OCTET, 5, 2, 20, 0);
        passUnless(UDP);
        add(LOAD_HALF, 6, 2, 56, 0);
        endpoints.stream().filter(Addresses::ipv6).forEach(endpoint -> endpoint(endpoint, 38));
        passIf(JUMP, 0, 0, 0);

        land(toIpv4);
        add(LOAD_OCTET, 5, 2, 14, 0);
        passUnless(IPV4_WITHOUT_OPTIONS);
        add(LOAD_HALF, 5, 2, 20, 0);
        add(AND_CONSTANT, 5, 0, 0, FRAGMENT);
        passUnless(0);
        add(LOAD_OCTET, 5, 2, 23, 0);
        passUnless(UDP);
        add(LOAD_HALF, 6, 2, 36, 0);
        endpoints.stream()
                .filter(endpoint -> endpoint.getAddress() instanceof Inet4Address)
                .forEach(endpoint -> endpoint(endpoint, 30));

        toPass.forEach(this::land);
        add(MOVE_CONSTANT, 0, 0, 0, XDP_PASS);
        add(EXIT, 0, 0, 0, 0);
    }

    /** Takes what is to an endpoint, whose address is at an offset; r6 has the port. */
    private void endpoint(InetSocketAddress endpoint, int offset) {
        ByteBuffer octets = ByteBuffer.wrap(endpoint.getAddress().getAddress()).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> toNext = new ArrayList<>();
        for (int at = 0; at < octets.capacity(); at += Integer.BYTES) {
            add(LOAD_WORD, 5, 2, offset + at, 0);
            toNext.add(written.size());
            add(JUMP_UNEQUAL_WORD, 5, 0, 0, octets.getInt(at));
        }
        toTake.add(written.size());
        add(JUMP_EQUAL, 6, 0, 0, Short.toUnsignedInt(Short.reverseBytes((short) endpoint.getPort())));
        toNext.forEach(this::land);
    }

    private void take(int map) {
        toTake.forEach(this::land);
        add(LOAD_WORD, 2, 1, 16, 0); // the queue
        add(LOAD_MAP, 1, 1, 0, map);
        add(0, 0, 0, 0, 0); // the upper half of what is loaded
        add(MOVE_CONSTANT, 3, 0, 0, XDP_PASS);
        add(CALL, 0, 0, 0, REDIRECT_MAP);
        add(EXIT, 0, 0, 0, 0);
    }

    /** Goes on only with frames of so many octets. */
    private void within(int octets) {
        add(MOVE, 4, 2, 0, 0);
        add(ADD_CONSTANT, 4, 0, 0, octets);
        passIf(JUMP_GREATER, 4, 3, 0);
    }

    private void passUnless(int value) {
        passIf(JUMP_UNEQUAL, 5, 0, value);
    }

    private void passIf(int jump, int destination, int source, int constant) {
        toPass.add(written.size());
        add(jump, destination, source, 0, constant);
    }

    /** Has the jump at a place lead to here. */
    private void land(int place) {
        written.set(place, written.get(place) | (long) (written.size() - place - 1) << 16);
    }

    private void add(int opcode, int destination, int source, int offset, int constant) {
        written.add(
                opcode | (long) destination << 8 | (long) source << 12 | (long) offset << 16 | (long) constant << 32);
    }
}
