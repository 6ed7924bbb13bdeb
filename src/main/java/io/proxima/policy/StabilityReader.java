package io.proxima.policy;

import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code slow-start} and {@code panic}, and says where they have no effect. */
final class StabilityReader {
    private static final String SLOW_START = "slow-start";
    private static final String PANIC = "panic";
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Fields fields;
    private final Findings findings;
    private final String label;

    StabilityReader(Fields fields, Findings findings, String label) {
        this.fields = fields;
        this.findings = findings;
        this.label = label;
    }

    /** How long a ramp takes, zero for none; empty where nothing is written. */
    static Optional<Duration> slowStart(Fields fields) {
        return fields.value(SLOW_START, text -> {
            Duration duration = text.equals("off") ? Duration.ZERO : Fields.parseDuration(text);
            if (!text.equals("off") && (duration.isZero() || duration.compareTo(LONGEST) > 0)) {
                throw new IllegalArgumentException(
                        "must be longer than nothing and at most 1d, or off, not \"" + text + "\"");
            }
            return duration;
        });
    }

    /** The percentage; 0 where nothing is written. */
    static int panic(Fields fields) {
        return fields.value(PANIC, text -> {
                    if (!text.matches("\\d{1,3}%")
                            || UpAtLeast.percentage(text) < 1
                            || UpAtLeast.percentage(text) > 100) {
                        throw new IllegalArgumentException("must be a share from 1% to 100%, not \"" + text + "\"");
                    }
                    return UpAtLeast.percentage(text);
                })
                .orElse(0);
    }

    /** Whether a rule gives its children shares, which a ramp can lower for a while. */
    static boolean shares(Rule rule) {
        return switch (rule) {
            case Rule.Weighted _, Rule.Random _, Rule.RoundRobin _, Rule.Nearest _ -> true;
            case Rule.Line _, Rule.Failover _, Rule.All _, Rule.ConsistentHash _ -> false;
        };
    }

    /** Warns of a {@code slow-start} that no rule heeds, neither one above the group nor one in it. */
    void slowStartIsHeeded(Rule rule, Group.Children children, boolean sharedAbove) {
        if (fields.has(SLOW_START) && !sharedAbove && !sharesWithin(rule, children)) {
            findings.warning(
                    fields.placeOf(SLOW_START),
                    "\"slow-start\" has no effect in " + label + ": nothing there is shared by weight or by chance",
                    "it is for weighted, random, round-robin and nearest");
        }
    }

    private static boolean sharesWithin(Rule rule, Group.Children children) {
        return shares(rule)
                || (children instanceof Group.Children.Groups(List<Group> groups)
                        && groups.stream().anyMatch(group -> sharesWithin(group.choose(), group.children())));
    }

    /** Warns of a share that is never undercut while the group counts as up. */
    void panicIsReached(Stability stability, int members) {
        int least = stability.upAtLeast().of(members);
        if (stability.panicPercent() > 0 && members > 0 && least * 100 >= stability.panicPercent() * members) {
            findings.warning(
                    fields.placeOf(PANIC),
                    "\"panic\" has no effect: with less than " + stability.panicPercent() + "% of its "
                            + (members == 1 ? "one member" : members + " members") + " up " + label + " counts as down",
                    "a larger share than " + least + " of " + members + ", which is up-at-least");
        }
    }

    /** Warns of a member's {@code slow-start} that no rule of its pools heeds. */
    static void neverHeeded(Member member, Place place, Findings findings) {
        findings.warning(
                place,
                "\"slow-start\" has no effect on member \"" + member.key()
                        + "\": no pool shares by weight or by chance there",
                "it is for weighted, random, round-robin and nearest");
    }
}
