import java.util.ArrayList;
import java.util.List;

/**
 * The program that the kernel runs for each frame: UDP to our port, over IPv4 without options and fragments or over IPv6 without
 * extension headers, goes to the socket of its queue; all else, and everything of a queue without a socket, goes on.
 *
 * <p>An instruction is 64 bits: opcode, registers, a jump's distance or an offset, a constant (RFC 9669). r1 is the frame's
 * context, r2 its first octet, r3 its end, r5 what is compared. Constants are as a little-endian machine reads network order.
 */
final class XdpProgram {
    private static final int XDP_PASS = 2;
    private static final int REDIRECT_MAP = 51;
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
    private static final int CALL = 0x85;
    private static final int EXIT = 0x95;

    private static final int IPV4 = 0x0008;
    private static final int IPV6 = 0xdd86;
    private static final int FRAGMENT = 0xff3f;
    private static final int UDP = 17;

    private final List<Long> written = new ArrayList<>();
    private final List<Integer> toPass = new ArrayList<>();

    private XdpProgram() {}

    /** The program for a port and the map of sockets, an open file. */
    static long[] instructions(int port, int map) {
        XdpProgram program = new XdpProgram();
        program.write(port, map);
        return program.written.stream().mapToLong(Long::longValue).toArray();
    }

    private void write(int port, int map) {
        add(LOAD_WORD, 2, 1, 0, 0);
        add(LOAD_WORD, 3, 1, 4, 0);
        within(42);
        add(LOAD_HALF, 5, 2, 12, 0);
        int toIpv4 = written.size();
        add(JUMP_EQUAL, 5, 0, 0, IPV4);
        passUnless(IPV6);
        within(62);
        add(LOAD_OCTET, 5, 2, 20, 0);
        passUnless(UDP);
        add(LOAD_HALF, 5, 2, 56, 0);
        int toPort = written.size();
        add(JUMP, 0, 0, 0, 0);

        land(toIpv4);
        add(LOAD_OCTET, 5, 2, 14, 0);
        passUnless(0x45);
        add(LOAD_HALF, 5, 2, 20, 0);
        add(AND_CONSTANT, 5, 0, 0, FRAGMENT);
        passUnless(0);
        add(LOAD_OCTET, 5, 2, 23, 0);
        passUnless(UDP);
        add(LOAD_HALF, 5, 2, 36, 0);

        land(toPort);
        passUnless(Short.toUnsignedInt(Short.reverseBytes((short) port)));
        add(LOAD_WORD, 2, 1, 16, 0); // the queue
        add(LOAD_MAP, 1, 1, 0, map);
        add(0, 0, 0, 0, 0);
        add(MOVE_CONSTANT, 3, 0, 0, XDP_PASS);
        add(CALL, 0, 0, 0, REDIRECT_MAP);
        add(EXIT, 0, 0, 0, 0);

        toPass.forEach(this::land);
        add(MOVE_CONSTANT, 0, 0, 0, XDP_PASS);
        add(EXIT, 0, 0, 0, 0);
    }

    /** Goes on only with frames of so many octets. */
    private void within(int octets) {
        add(MOVE, 4, 2, 0, 0);
        add(ADD_CONSTANT, 4, 0, 0, octets);
        toPass.add(written.size());
        add(JUMP_GREATER, 4, 3, 0, 0);
    }

    private void passUnless(int value) {
        toPass.add(written.size());
        add(JUMP_UNEQUAL, 5, 0, 0, value);
    }

    /** Has the jump at a place lead to here. */
    private void land(int place) {
        written.set(place, written.get(place) | (long) (written.size() - place - 1) << 16);
    }

    private void add(int opcode, int destination, int source, int offset, int constant) {
        written.add(opcode | (long) destination << 8 | (long) source << 12 | (long) offset << 16 | (long) constant << 32);
    }
}
