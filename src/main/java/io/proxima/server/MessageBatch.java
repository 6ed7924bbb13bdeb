package io.proxima.server;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.proxima.net.ClientAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Memory for 64 datagrams in and 64 out, laid out as {@code recvmmsg} and {@code sendmmsg} want it, allocated once.
 *
 * <pre>
 *   struct mmsghdr (64 octets)                  struct iovec (16)
 *   0   msg_name       → sockaddr               0  iov_base → octets of the message
 *   8   msg_namelen                             8  iov_len
 *   16  msg_iov        → one iovec
 *   24  msg_iovlen     = 1                      struct cmsghdr (16), then its data
 *   32  msg_control    → control space          0  cmsg_len
 *   40  msg_controllen                          8  cmsg_level
 *   48  msg_flags                               12 cmsg_type
 *   56  msg_len        octets moved             16 in_pktinfo  {ifindex, spec_dst, addr}
 *                                                  in6_pktinfo {addr[16], ifindex}
 * </pre>
 *
 * <p>Message <em>i</em> received keeps its source address and control octets in place until the reply has left: the
 * reply's header points to them, so that it goes where the query came from and leaves from the address that the query
 * was sent to (RFC 2181 section 4). Replies fill the slots of the outgoing vector without gaps.
 */
final class MessageBatch {
    static final int MESSAGES = 64;
    /** Room for one query; a longer datagram is no query that a client means. */
    static final int IN_OCTETS = 4096;
    /** Room for one response, as {@code QueryEngine.answer} asks. */
    static final int OUT_OCTETS = 4096;
    /**
     * From one message to the next: a few cache lines more than a page, so that the messages of a batch, most of them short,
     * do not all want the same few places of the core's first cache. Queries and responses are out of step as well.
     */
    private static final long IN_STRIDE = IN_OCTETS + 2 * 64;

    private static final long OUT_STRIDE = OUT_OCTETS + 5 * 64;

    static final int SOCKADDR_IN_OCTETS = 16;
    static final int SOCKADDR_IN6_OCTETS = 28;
    private static final int NAME_OCTETS = 32;
    private static final int CONTROL_OCTETS = 64;

    private static final StructLayout MSGHDR = MemoryLayout.structLayout(
                    JAVA_LONG.withName("msg_name"),
                    JAVA_INT.withName("msg_namelen"),
                    MemoryLayout.paddingLayout(4),
                    JAVA_LONG.withName("msg_iov"),
                    JAVA_LONG.withName("msg_iovlen"),
                    JAVA_LONG.withName("msg_control"),
                    JAVA_LONG.withName("msg_controllen"),
                    JAVA_INT.withName("msg_flags"),
                    MemoryLayout.paddingLayout(4),
                    JAVA_INT.withName("msg_len"),
                    MemoryLayout.paddingLayout(4))
            .withName("mmsghdr");
    private static final StructLayout IOVEC = MemoryLayout.structLayout(
                    JAVA_LONG.withName("iov_base"), JAVA_LONG.withName("iov_len"))
            .withName("iovec");

    private static final long HEADER_OCTETS = MSGHDR.byteSize();
    private static final long NAME = offset(MSGHDR, "msg_name");
    private static final long NAME_LENGTH = offset(MSGHDR, "msg_namelen");
    private static final long IOV = offset(MSGHDR, "msg_iov");
    private static final long IOV_COUNT = offset(MSGHDR, "msg_iovlen");
    private static final long CONTROL = offset(MSGHDR, "msg_control");
    private static final long CONTROL_LENGTH = offset(MSGHDR, "msg_controllen");
    private static final long FLAGS = offset(MSGHDR, "msg_flags");
    private static final long MOVED = offset(MSGHDR, "msg_len");
    private static final long IOV_OCTETS = IOVEC.byteSize();
    private static final long IOV_BASE = offset(IOVEC, "iov_base");
    private static final long IOV_LENGTH = offset(IOVEC, "iov_len");

    private static final long SIN_PORT = 2;
    private static final long SIN_ADDR = 4;
    private static final long SIN6_ADDR = 8;
    private static final long CMSG_LEVEL = 8;
    private static final long CMSG_TYPE = 12;
    private static final long CMSG_DATA = 16;
    private static final long PKTINFO6_IFINDEX = CMSG_DATA + 16;

    private static final ValueLayout.OfInt NETWORK_INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong NETWORK_LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final MemorySegment received;
    private final MemorySegment outgoing;
    private final MemorySegment outgoingIov;
    private final MemorySegment names;
    private final MemorySegment controls;
    private final MemorySegment in;
    private final MemorySegment out;

    MessageBatch(Arena arena) {
        received = arena.allocate(HEADER_OCTETS * MESSAGES, 64);
        outgoing = arena.allocate(HEADER_OCTETS * MESSAGES, 64);
        MemorySegment receivedIov = arena.allocate(IOV_OCTETS * MESSAGES, 64);
        outgoingIov = arena.allocate(IOV_OCTETS * MESSAGES, 64);
        names = arena.allocate((long) NAME_OCTETS * MESSAGES, 64);
        controls = arena.allocate((long) CONTROL_OCTETS * MESSAGES, 64);
        in = arena.allocate(IN_STRIDE * MESSAGES, 64);
        out = arena.allocate(OUT_STRIDE * MESSAGES, 64);
        for (int i = 0; i < MESSAGES; i++) {
            point(received, receivedIov, i, in.address() + inAt(i), IN_OCTETS);
            point(outgoing, outgoingIov, i, out.address() + outAt(i), 0);
            received.set(JAVA_LONG, i * HEADER_OCTETS + NAME, names.address() + nameAt(i));
            received.set(JAVA_LONG, i * HEADER_OCTETS + CONTROL, controls.address() + controlAt(i));
        }
        rearm(MESSAGES);
    }

    private static void point(MemorySegment headers, MemorySegment iovs, int i, long base, long length) {
        headers.set(JAVA_LONG, i * HEADER_OCTETS + IOV, iovs.address() + i * IOV_OCTETS);
        headers.set(JAVA_LONG, i * HEADER_OCTETS + IOV_COUNT, 1);
        iovs.set(JAVA_LONG, i * IOV_OCTETS + IOV_BASE, base);
        iovs.set(JAVA_LONG, i * IOV_OCTETS + IOV_LENGTH, length);
    }

    /** The address of the vector to receive into. */
    long receiveVector() {
        return received.address();
    }

    /** The address of the vector to send from, from {@code slot} on. */
    long sendVector(int slot) {
        return outgoing.address() + slot * HEADER_OCTETS;
    }

    /** Sets anew what the kernel overwrote in the first {@code count} headers. */
    void rearm(int count) {
        for (int i = 0; i < count; i++) {
            long header = i * HEADER_OCTETS;
            received.set(JAVA_INT, header + NAME_LENGTH, NAME_OCTETS);
            received.set(JAVA_LONG, header + CONTROL_LENGTH, CONTROL_OCTETS);
            received.set(JAVA_INT, header + FLAGS, 0);
        }
    }

    /** The memory of all queries; message {@code i} begins at {@link #inAt}. */
    MemorySegment in() {
        return in;
    }

    /** The memory of all responses; slot {@code slot} begins at {@link #outAt}. */
    MemorySegment out() {
        return out;
    }

    long inAt(int i) {
        return i * IN_STRIDE;
    }

    long outAt(int slot) {
        return slot * OUT_STRIDE;
    }

    /** The octets of message {@code i}. */
    int length(int i) {
        return received.get(JAVA_INT, i * HEADER_OCTETS + MOVED);
    }

    /** Whether message {@code i} is whole and can be replied to: source port 0 leads nowhere. */
    boolean usable(int i) {
        return (received.get(JAVA_INT, i * HEADER_OCTETS + FLAGS) & Libc.MSG_TRUNC) == 0
                && names.get(JAVA_SHORT, nameAt(i) + SIN_PORT) != 0;
    }

    /** Fills {@code client} with the source of message {@code i}. */
    void source(int i, ClientAddress client) {
        long name = nameAt(i);
        if (names.get(JAVA_SHORT, name) == Libc.AF_INET) {
            client.setIpv4(names.get(NETWORK_INT, name + SIN_ADDR));
        } else {
            client.setIpv6(names.get(NETWORK_LONG, name + SIN6_ADDR), names.get(NETWORK_LONG, name + SIN6_ADDR + 8));
        }
    }

    /** Makes slot {@code slot} the reply to message {@code i}: its octets are in {@link #out()} already. */
    void reply(int slot, int i, int octets) {
        long from = i * HEADER_OCTETS;
        long to = slot * HEADER_OCTETS;
        outgoing.set(JAVA_LONG, to + NAME, names.address() + nameAt(i));
        outgoing.set(JAVA_INT, to + NAME_LENGTH, received.get(JAVA_INT, from + NAME_LENGTH));
        outgoing.set(JAVA_LONG, to + CONTROL, controls.address() + controlAt(i));
        outgoing.set(JAVA_LONG, to + CONTROL_LENGTH, turnedAround(i));
        outgoingIov.set(JAVA_LONG, slot * IOV_OCTETS + IOV_LENGTH, octets);
    }

    /**
     * Turns the control octets of message {@code i} from "came to this address" into "leave from this address" and
     * returns their number, 0 where there are none. The interface is left to routing, but for link-local addresses,
     * which mean nothing without theirs.
     */
    private long turnedAround(int i) {
        long octets = received.get(JAVA_LONG, i * HEADER_OCTETS + CONTROL_LENGTH);
        if (octets < CMSG_DATA) {
            return 0;
        }
        long control = controlAt(i);
        int level = controls.get(JAVA_INT, control + CMSG_LEVEL);
        int type = controls.get(JAVA_INT, control + CMSG_TYPE);
        if (level == Libc.IPPROTO_IP && type == Libc.IP_PKTINFO) {
            controls.set(JAVA_INT, control + CMSG_DATA, 0);
            return octets;
        }
        if (level == Libc.IPPROTO_IPV6 && type == Libc.IPV6_PKTINFO) {
            boolean linkLocal = controls.get(JAVA_BYTE, control + CMSG_DATA) == (byte) 0xfe
                    && (controls.get(JAVA_BYTE, control + CMSG_DATA + 1) & 0xc0) == 0x80;
            if (!linkLocal) {
                controls.set(JAVA_INT, control + PKTINFO6_IFINDEX, 0);
            }
            return octets;
        }
        return 0;
    }

    private static long nameAt(int i) {
        return (long) i * NAME_OCTETS;
    }

    private static long controlAt(int i) {
        return (long) i * CONTROL_OCTETS;
    }

    private static long offset(StructLayout layout, String field) {
        return layout.byteOffset(PathElement.groupElement(field));
    }
}
