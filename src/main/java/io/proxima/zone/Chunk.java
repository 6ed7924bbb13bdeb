package io.proxima.zone;

import io.proxima.wire.Name;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A piece of a master file of some ten thousand octets that begins with an entry: how to know it again, what it begins with,
 * and whose records are in it. Its text is not kept.
 */
final class Chunk {
    /** The octets by which a chunk is looked for. */
    static final int HEAD = 48;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONE = 0x9e3779b185ebca87L;
    private static final long TWO = 0xc2b2ae3d27d4eb4fL;
    private static final long THREE = 0x165667b19e3779f9L;
    private static final long FOUR = 0x85ebca77c2b2ae63L;

    final int length;
    /** How many lines end in it. */
    final int lines;

    final long hash;
    /** Of its first octets; 0 where it is shorter than those. */
    final long head;

    final Carry start;
    /** Each owner once where its records follow one another. */
    final Name[] owners;

    private final int[] hashes;

    Chunk(byte[] text, int from, int to, int lines, Carry start, Name[] owners) {
        this.length = to - from;
        this.lines = lines;
        this.hash = hash(text, from, to);
        this.head = length < HEAD ? 0 : hash(text, from, from + HEAD);
        this.start = start;
        this.owners = owners;
        this.hashes = new int[owners.length];
        for (int i = 0; i < owners.length; i++) {
            hashes[i] = owners[i].hashCode();
        }
    }

    /** Whether it has records of any of these owners. */
    boolean hasAny(NameSet names) {
        for (int i = 0; i < hashes.length; i++) {
            if (names.mayContain(hashes[i]) && names.contains(owners[i])) {
                return true;
            }
        }
        return false;
    }

    /**
     * A hash of octets, 32 at a time in four lanes, since all of a large file is hashed at each edit. Not one that withstands
     * those who look for collisions; who writes the file has simpler ways to harm it.
     */
    static long hash(byte[] text, int from, int to) {
        long a = (long) to - from;
        long b = ONE;
        long c = TWO;
        long d = THREE;
        int at = from;
        for (; at + 32 <= to; at += 32) {
            a = Long.rotateLeft((a ^ (long) LONG.get(text, at)) * ONE, 31);
            b = Long.rotateLeft((b ^ (long) LONG.get(text, at + 8)) * TWO, 31);
            c = Long.rotateLeft((c ^ (long) LONG.get(text, at + 16)) * THREE, 31);
            d = Long.rotateLeft((d ^ (long) LONG.get(text, at + 24)) * FOUR, 31);
        }
        for (; at < to; at++) {
            a = Long.rotateLeft((a ^ text[at]) * ONE, 31);
        }
        long mixed =
                a ^ (Long.rotateLeft(b, 17) * TWO) ^ (Long.rotateLeft(c, 33) * THREE) ^ (Long.rotateLeft(d, 49) * FOUR);
        mixed = (mixed ^ (mixed >>> 32)) * ONE;
        return mixed ^ (mixed >>> 29);
    }
}
