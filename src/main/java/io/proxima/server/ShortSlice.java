package io.proxima.server;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.Optional;

/**
 * The wish of a thread that works little at a time to get its core as soon as it wakes.
 *
 * <p>Linux's scheduler (EEVDF) lets a thread that runs go on for up to some milliseconds, though another one wakes: a query
 * that comes while a compiler of the JVM or the compiling of a release has the core waits for that long. From Linux 6.12 on, one
 * that has asked for a shorter slice than the one that runs takes the core at once. Its share of the core stays what it was, so
 * that needs no privilege, and nobody starves. An older kernel passes over the wish.
 *
 * <pre>
 *   struct sched_attr (48 octets)
 *   0   size                        20  priority
 *   4   policy                      24  runtime      the slice, in nanoseconds
 *   8   flags                       32  deadline
 *   16  nice                        40  period
 * </pre>
 */
final class ShortSlice {
    /** The least that the kernel grants. */
    static final long NANOS = 100_000;

    private static final StructLayout ATTR = MemoryLayout.structLayout(
            JAVA_INT.withName("size"),
            JAVA_INT.withName("policy"),
            JAVA_LONG.withName("flags"),
            JAVA_INT.withName("nice"),
            JAVA_INT.withName("priority"),
            JAVA_LONG.withName("runtime"),
            JAVA_LONG.withName("deadline"),
            JAVA_LONG.withName("period"));
    private static final long POLICY = offset("policy");
    private static final long RUNTIME = offset("runtime");
    private static final int SCHED_OTHER = 0;

    private ShortSlice() {}

    /**
     * Asks for the calling thread. One that runs under another policy than the usual one, because an operator has started the
     * server so, keeps what it has, as does everything else that the kernel has for a thread.
     *
     * @return whether the kernel took it
     */
    static boolean ask(Libc libc, Arena arena) {
        return attributes(libc, arena)
                .filter(attributes -> attributes.get(JAVA_INT, POLICY) == SCHED_OTHER)
                .map(attributes -> {
                    attributes.set(JAVA_LONG, RUNTIME, NANOS);
                    return libc.schedSetattr(attributes) == 0;
                })
                .orElse(false);
    }

    /** The calling thread's slice in nanoseconds, as the kernel says; 0 where it says none. */
    static long nanos(Libc libc, Arena arena) {
        return attributes(libc, arena)
                .map(attributes -> attributes.get(JAVA_LONG, RUNTIME))
                .orElse(0L);
    }

    private static Optional<MemorySegment> attributes(Libc libc, Arena arena) {
        MemorySegment attributes = arena.allocate(ATTR);
        return libc.schedGetattr(attributes) == 0 ? Optional.of(attributes) : Optional.empty();
    }

    private static long offset(String field) {
        return ATTR.byteOffset(PathElement.groupElement(field));
    }
}
