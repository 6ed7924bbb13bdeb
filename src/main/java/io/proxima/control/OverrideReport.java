package io.proxima.control;

import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideRegister;
import io.proxima.health.PoolMember;
import io.proxima.steer.Shortfall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Overrides, as {@code /v1/overrides} tells them.
 *
 * @param version 1; keys are only added to a version
 * @param overrides by zone, pool and member
 * @param notes what an operator should know besides, a sentence each
 */
public record OverrideReport(int version, List<Said> overrides, List<String> notes) {

    /**
     * What is said of one member.
     *
     * @param word {@code drain}, {@code force-up}, {@code force-down}, or {@code auto} where one was taken back
     * @param until when it ends, RFC 3339 in UTC; null for never
     * @param setAt when it was said; of a schedule, when its window began
     * @param source {@code operator} or {@code schedule}
     * @param counter the register's Lamport counter; null for a schedule, which has none
     * @param node the replica that was told; null for a schedule
     */
    public record Said(
            String zone,
            String pool,
            String member,
            String word,
            @Nullable String until,
            String owner,
            String why,
            String setAt,
            String source,
            @Nullable Long counter,
            @Nullable String node) {}

    /** The report of overrides by member. */
    public static OverrideReport of(
            Map<PoolMember, MemberOverride> overrides,
            Function<PoolMember, Optional<OverrideRegister>> registers,
            List<String> notes) {
        List<Said> said = new TreeMap<>(overrides)
                .entrySet().stream()
                        .map(entry -> said(entry.getKey(), entry.getValue(), registers.apply(entry.getKey())))
                        .toList();
        return new OverrideReport(1, said, List.copyOf(notes));
    }

    private static Said said(PoolMember member, MemberOverride override, Optional<OverrideRegister> known) {
        OverrideRegister register = override.scheduled() ? null : known.orElse(null);
        return new Said(
                member.zone(),
                member.pool(),
                member.member(),
                override.word().text(),
                OverrideText.until(override),
                override.owner(),
                override.reason(),
                OverrideText.instant(override.setAtMillis()),
                override.scheduled() ? "schedule" : "operator",
                register == null ? null : register.counter(),
                register == null ? null : register.node());
    }

    /** {@code drained by alice until …: why}. */
    public static String sentence(MemberOverride override) {
        return OverrideText.of(override);
    }

    /** What is said to who would leave fewer up than are needed. */
    public static Problem tooFew(List<Shortfall> shortfalls) {
        return Problem.conflict(
                "too few would be left: "
                        + shortfalls.stream().map(OverrideReport::sentence).collect(Collectors.joining("; "))
                        + " (force it if that is meant)",
                "force");
    }

    private static String sentence(Shortfall shortfall) {
        String what = shortfall.group().equals(shortfall.pool())
                ? "pool " + shortfall.pool()
                : "group " + shortfall.group() + " of pool " + shortfall.pool();
        return what + " of " + shortfall.zone() + " would have " + shortfall.left() + " of " + shortfall.of()
                + " members up for " + (shortfall.ipv6() ? "AAAA" : "A") + " and needs " + shortfall.upAtLeast();
    }
}
