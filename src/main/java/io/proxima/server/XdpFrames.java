package io.proxima.server;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.proxima.net.ClientAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Turns Ethernet frames that hold queries into frames that hold their answers, where they lie. {@link XdpProgram} has seen to it that each
 * is UDP to us over IPv4 without options or over IPv6 without extensions, so that the headers are whole and where they are
 * expected; lengths and sources are looked at here. One instance a thread; nothing is allocated.
 */
final class XdpFrames {
    private static final int OUT_OCTETS = 4096;
    private static final int MOST_OCTETS = 1500;
    private static final int IP_AT = 14;
    private static final int IPV4_OCTETS = 20;
    private static final int IPV6_OCTETS = 40;
    private static final int UDP_OCTETS = 8;
    private static final int UDP = 17;
    private static final byte HOPS = 64;
    private static final int DO_NOT_FRAGMENT = 0x4000;
    private static final int VERSION_6 = 0x6000_0000;

    private static final ValueLayout.OfShort NETWORK_SHORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt NETWORK_INT = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong NETWORK_LONG = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final MemorySegment frames;
    private final Answering answering;
    private final MemorySegment out;
    private final ClientAddress client = new ClientAddress();

    XdpFrames(Arena arena, MemorySegment frames, Answering answering) {
        this.frames = frames;
        this.answering = answering;
        out = arena.allocate(OUT_OCTETS, 64);
    }

    /** Makes the frame at a place, of so many octets, the answer to what is in it; returns its octets, or 0 for none. */
    int answer(long at, int octets) {
        long ip = at + IP_AT;
        boolean ipv4 = frames.get(JAVA_BYTE, ip) >>> 4 == 4;
        int ipOctets = ipv4 ? IPV4_OCTETS : IPV6_OCTETS;
        long udp = ip + ipOctets;
        int length = Short.toUnsignedInt(frames.get(NETWORK_SHORT, udp + 4)) - UDP_OCTETS;
        if (length < 0 || IP_AT + ipOctets + UDP_OCTETS + length > octets || !client(ip, udp, ipv4)) {
            answering.tally().dropped(1);
            return 0;
        }
        int answered =
                answering.answer(frames, udp + UDP_OCTETS, length, client, out, 0, MOST_OCTETS - ipOctets - UDP_OCTETS);
        if (answered == 0) {
            return 0;
        }
        MemorySegment.copy(out, 0, frames, udp + UDP_OCTETS, answered);
        turnLinkAround(at);
        int udpOctets = UDP_OCTETS + answered;
        if (ipv4) {
            turnIpv4Around(ip, udpOctets);
        } else {
            turnIpv6Around(ip, udpOctets);
        }
        turnUdpAround(ip, udp, ipv4, udpOctets);
        return IP_AT + ipOctets + udpOctets;
    }

    /** Takes the source; whether it is one that can be answered (RFC 1122 section 3.2.1.3, RFC 4291 section 2.7). */
    private boolean client(long ip, long udp, boolean ipv4) {
        if (ipv4) {
            int source = frames.get(NETWORK_INT, ip + 12);
            client.setIpv4(source);
            int net = source >>> 24;
            return net != 0 && net != 127 && net < 224 && frames.get(JAVA_SHORT_UNALIGNED, udp) != 0;
        }
        long high = frames.get(NETWORK_LONG, ip + 8);
        long low = frames.get(NETWORK_LONG, ip + 16);
        client.setIpv6(high, low);
        boolean internal = high == 0 && (low >>> 1 == 0 || low >>> 32 == 0xffff);
        return !internal && high >>> 56 != 0xff && frames.get(JAVA_SHORT_UNALIGNED, udp) != 0;
    }

    private void turnLinkAround(long at) {
        int low = frames.get(JAVA_INT_UNALIGNED, at);
        short high = frames.get(JAVA_SHORT_UNALIGNED, at + 4);
        frames.set(JAVA_INT_UNALIGNED, at, frames.get(JAVA_INT_UNALIGNED, at + 6));
        frames.set(JAVA_SHORT_UNALIGNED, at + 4, frames.get(JAVA_SHORT_UNALIGNED, at + 10));
        frames.set(JAVA_INT_UNALIGNED, at + 6, low);
        frames.set(JAVA_SHORT_UNALIGNED, at + 10, high);
    }

    private void turnIpv4Around(long ip, int udpOctets) {
        frames.set(JAVA_BYTE, ip + 1, (byte) 0);
        frames.set(NETWORK_SHORT, ip + 2, (short) (IPV4_OCTETS + udpOctets));
        frames.set(NETWORK_INT, ip + 4, DO_NOT_FRAGMENT); // and thus no identification (RFC 6864 section 4.1)
        frames.set(JAVA_BYTE, ip + 8, HOPS);
        frames.set(JAVA_SHORT_UNALIGNED, ip + 10, (short) 0);
        frames.set(
                JAVA_LONG_UNALIGNED, ip + 12, Long.rotateLeft(frames.get(JAVA_LONG_UNALIGNED, ip + 12), Integer.SIZE));
        frames.set(JAVA_SHORT_UNALIGNED, ip + 10, checksum(sum(ip, IPV4_OCTETS, 0)));
    }

    private void turnIpv6Around(long ip, int udpOctets) {
        frames.set(NETWORK_INT, ip, VERSION_6);
        frames.set(NETWORK_SHORT, ip + 4, (short) udpOctets);
        frames.set(JAVA_BYTE, ip + 7, HOPS);
        for (long word = ip + 8; word < ip + 24; word += Long.BYTES) {
            long source = frames.get(JAVA_LONG_UNALIGNED, word);
            frames.set(JAVA_LONG_UNALIGNED, word, frames.get(JAVA_LONG_UNALIGNED, word + 16));
            frames.set(JAVA_LONG_UNALIGNED, word + 16, source);
        }
    }

    private void turnUdpAround(long ip, long udp, boolean ipv4, int udpOctets) {
        frames.set(JAVA_INT_UNALIGNED, udp, Integer.rotateLeft(frames.get(JAVA_INT_UNALIGNED, udp), Short.SIZE));
        frames.set(NETWORK_SHORT, udp + 4, (short) udpOctets);
        frames.set(JAVA_SHORT_UNALIGNED, udp + 6, (short) 0);
        long pseudo = Short.toUnsignedLong(Short.reverseBytes((short) UDP))
                + Short.toUnsignedLong(Short.reverseBytes((short) udpOctets));
        pseudo = ipv4 ? sum(ip + 12, 8, pseudo) : sum(ip + 8, 32, pseudo);
        short checksum = checksum(sum(udp, udpOctets, pseudo));
        frames.set(JAVA_SHORT_UNALIGNED, udp + 6, checksum == 0 ? (short) -1 : checksum);
    }

    /** Adds octets up by little-endian words, which gives the same sum with its octets swapped (RFC 1071 section 2). */
    private long sum(long from, int octets, long begin) {
        long sum = begin;
        long at = from;
        long end = from + octets;
        for (; at + 4 <= end; at += 4) {
            sum += Integer.toUnsignedLong(frames.get(JAVA_INT_UNALIGNED, at));
        }
        if (at + 2 <= end) {
            sum += Short.toUnsignedLong(frames.get(JAVA_SHORT_UNALIGNED, at));
            at += 2;
        }
        return at < end ? sum + Byte.toUnsignedLong(frames.get(JAVA_BYTE, at)) : sum;
    }

    private static short checksum(long sum) {
        long folded = (sum & 0xffff_ffffL) + (sum >>> 32);
        folded = (folded & 0xffff) + (folded >>> 16);
        folded = (folded & 0xffff) + (folded >>> 16);
        folded = (folded & 0xffff) + (folded >>> 16);
        return (short) ~folded;
    }
}
