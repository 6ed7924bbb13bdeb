package io.proxima.health;

import java.time.Duration;
import java.util.Comparator;

/**
 * What was last said of a member, as replicas tell it each other and keep it: a last-writer-wins register (Shapiro and
 * others, 2011).
 *
 * <p>Later is what has the greater Lamport counter (Lamport, 1978), of two with the same the one whose node's name is
 * greater. A node that lost its disk may count a number twice; then what was said decides, so that all replicas agree
 * even so. What was taken back stays as a tombstone, or an older word would rise again from a replica that was away.
 *
 * @param counter greater than that of every register its node knew when it was set; at least 1
 * @param node the replica that was told
 * @param override what was said; {@code AUTO} is a tombstone
 */
public record OverrideRegister(PoolMember member, long counter, String node, MemberOverride override) {
    /** How long a word that ended is remembered; a replica that is away for longer may bring an older one back. */
    public static final Duration REMEMBERED = Duration.ofDays(30);

    private static final Comparator<OverrideRegister> ORDER = Comparator.comparingLong(OverrideRegister::counter)
            .thenComparing(OverrideRegister::node)
            .thenComparingLong(register -> register.override().setAtMillis())
            .thenComparing(register -> register.override().word())
            .thenComparingLong(register -> register.override().untilMillis())
            .thenComparing(register -> register.override().owner())
            .thenComparing(register -> register.override().reason())
            .thenComparing(register -> register.override().scheduled());

    /** Whether this one replaces {@code other}, a register of the same member. */
    public boolean follows(OverrideRegister other) {
        return ORDER.compare(this, other) > 0;
    }

    /** Whether it ended so long ago that nobody needs it. */
    public boolean forgettable(long nowMillis) {
        return override.endsAtMillis() <= nowMillis - REMEMBERED.toMillis();
    }
}
