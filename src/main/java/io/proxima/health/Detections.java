package io.proxima.health;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How long verdicts take, and the last change of each pair with its reason.
 *
 * <p>A change is detected by a run: results alike, one after another, at each vantage point that votes for it. Its own
 * runs are told here probe by probe ({@link #observed}), the others' by the span in their ballots ({@link #heard}). What
 * a change took is measured from the earliest beginning among those that voted so, in this replica's monotonic time: a
 * vantage point that had dissented for an hour before the rest agreed makes it an hour. Confined to one thread; whoever
 * calls hands in the time.
 */
public final class Detections {
    /** What goes down so soon after it came up flaps. */
    static final long FLAP_MILLIS = 600_000;

    private final String self;
    private final Map<Pair, Run> own = new HashMap<>();
    private final Map<Pair, Map<String, Heard>> others = new HashMap<>();
    private final Map<Pair, Past> past = new HashMap<>();

    private Set<Pair> configured = Set.of();

    private record Run(boolean success, long beganNanos) {}

    private record Heard(Ballot ballot, long beganNanos) {}

    /**
     * What became of a pair since this replica started.
     *
     * @param last its last change
     * @param ups how often it came up
     * @param downs how often it went down
     * @param flaps how often that was within {@link #FLAP_MILLIS} of coming up
     */
    public record Past(HealthEvent.VerdictChanged last, long ups, long downs, long flaps) {}

    /**
     * @param self the name of this replica, under which its own ballots stand
     */
    public Detections(String self) {
        this.self = self;
    }

    /**
     * Takes a result of this replica's own.
     *
     * @param beganNanos when the probe began
     */
    public void observed(Pair pair, boolean success, long beganNanos) {
        Run run = own.get(pair);
        if (run == null || run.success() != success) {
            own.put(pair, new Run(success, beganNanos));
        }
    }

    /** Takes a ballot of another replica as it is heard; one that is heard again, or late, changes nothing. */
    public void heard(Ballot ballot, long nowNanos) {
        if (configured.contains(ballot.pair())) {
            Heard now = new Heard(ballot, nowNanos - ballot.runMillis() * 1_000_000);
            others.computeIfAbsent(ballot.pair(), _ -> new HashMap<>())
                    .merge(ballot.node(), now, (last, next) -> next.ballot().follows(last.ballot()) ? next : last);
        }
    }

    /** A ballot of this replica's own with the length of the run that led to it, as the others are to be told. */
    public Ballot told(Ballot ballot, long nowNanos) {
        Run run = own.get(ballot.pair());
        return run == null ? ballot : ballot.after((nowNanos - run.beganNanos()) / 1_000_000);
    }

    /**
     * Takes note of a changed verdict.
     *
     * @param votes those that count
     * @return the change as it is to be told, with its reason and what it took
     */
    public HealthEvent.VerdictChanged changed(
            Pair pair, Verdict verdict, List<Ballot> votes, long nowNanos, long nowMillis) {
        List<Ballot> agreeing = votes.stream()
                .filter(ballot -> ballot.vote() == (verdict.up() ? Vote.UP : Vote.DOWN))
                .toList();
        String reason = agreeing.stream()
                .map(Ballot::reason)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        Long took = null;
        for (Ballot ballot : agreeing) {
            Long began = beganNanos(ballot);
            if (began != null) {
                long millis = (nowNanos - began) / 1_000_000;
                took = took == null ? millis : Math.max(took, millis);
            }
        }
        var change = new HealthEvent.VerdictChanged(pair, verdict, votes, reason, nowMillis, took);
        Past before = past.get(pair);
        long ups = before == null ? 0 : before.ups();
        long downs = before == null ? 0 : before.downs();
        boolean flap = before != null
                && before.last().verdict().up()
                && !verdict.up()
                && nowMillis - before.last().atMillis() < FLAP_MILLIS;
        long flaps = (before == null ? 0 : before.flaps()) + (flap ? 1 : 0);
        past.put(pair, new Past(change, verdict.up() ? ups + 1 : ups, verdict.up() ? downs : downs + 1, flaps));
        return change;
    }

    /** What became of a pair since this replica started; null where it did not change. */
    public @Nullable Past past(Pair pair) {
        return past.get(pair);
    }

    /** Says which pairs there are; what was known of others is forgotten. */
    public void configure(Set<Pair> pairs) {
        configured = Set.copyOf(pairs);
        own.keySet().retainAll(configured);
        others.keySet().retainAll(configured);
        past.keySet().retainAll(configured);
    }

    /** Says which pairs this replica probes; a run of its own ends where it does not go on. */
    public void share(Set<Pair> pairs) {
        own.keySet().retainAll(pairs);
    }

    private @Nullable Long beganNanos(Ballot ballot) {
        if (ballot.node().equals(self)) {
            Run run = own.get(ballot.pair());
            return run == null ? null : run.beganNanos();
        }
        Map<String, Heard> voters = others.get(ballot.pair());
        Heard heard = voters == null ? null : voters.get(ballot.node());
        return heard == null ? null : heard.beganNanos();
    }
}
