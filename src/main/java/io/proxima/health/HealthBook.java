package io.proxima.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that this replica knows about health: its own results, the votes of all, and the verdicts they amount to.
 *
 * <p>It is told what happens ({@link #observed}, {@link #heard}, {@link #heartbeat}, {@link #gone}, {@link #configure})
 * and asked once afterwards, and at least every second for what silence means, by {@link #changes}: which verdicts to
 * serve from, which ballots to tell the others, and whether this replica's share of the probing moved.
 *
 * <pre>{@code
 * book.observed(pair, success, reason);
 * Changes changes = book.changes(System.nanoTime(), System.currentTimeMillis());
 * catalog.apply(changes.verdicts());
 * changes.ballots().forEach(cluster::publish);
 * if (changes.shareMoved()) {
 *     prober.update(probesOf(book.share()));
 * }
 * }</pre>
 *
 * <p>Votes of a replica count while its heartbeat is fresh, and only those of the life (epoch) that the heartbeat speaks
 * of. Nothing here does I/O or reads a clock. Confined to one thread.
 */
public final class HealthBook {
    /** Votes on pairs not configured here are kept for a release that may come; on so many pairs at most. */
    private static final int STRANGERS = 100_000;

    private final Replica self;
    private final long epoch;
    private final int replicas;
    private final Peers peers;
    private final Map<Pair, Quorum> quorums = new LinkedHashMap<>();
    private final Map<Pair, Verdict> verdicts = new HashMap<>();
    private final Map<Pair, RiseFall> own = new HashMap<>();
    private final Map<Pair, Map<String, Ballot>> ballots = new HashMap<>();
    private final Restraints restraints = new Restraints();
    private final Set<Pair> touched = new LinkedHashSet<>();
    private final List<Ballot> outbox = new ArrayList<>();
    private Map<Replica, Long> live;
    private Map<String, Long> epochs;
    private Set<Pair> share = Set.of();
    private boolean reconfigured;
    private long sequence;

    /**
     * What came of what was told.
     *
     * @param verdicts those that differ from what was reported before
     * @param ballots this replica's own, to be told to the others
     * @param shareMoved whether {@link HealthBook#share} is another set than before
     */
    public record Changes(Map<Pair, Verdict> verdicts, List<Ballot> ballots, boolean shareMoved) {}

    /**
     * An empty book.
     *
     * @param epoch greater than at every earlier start of this replica, or its peers ignore it
     * @param replicas how many replicas are configured, this one included; 1 without a cluster
     * @param freshFor how long after a heartbeat its sender's votes count
     */
    public HealthBook(Replica self, long epoch, int replicas, Duration freshFor) {
        if (replicas < 1) {
            throw new IllegalArgumentException("replicas: at least 1, not " + replicas);
        }
        this.self = self;
        this.epoch = epoch;
        this.replicas = replicas;
        this.peers = new Peers(self, freshFor);
        this.live = Map.of(self, epoch);
        this.epochs = Map.of(self.node(), epoch);
    }

    /** Takes verdicts of an earlier run, for pairs that are configured now or later. Before anything else is told. */
    public void restore(Map<Pair, Verdict> saved) {
        verdicts.putAll(saved);
        touched.addAll(saved.keySet());
    }

    /** Replaces what is probed. Pairs that stay keep their state; the others are forgotten, own votes on them withdrawn. */
    public void configure(Map<Pair, Quorum> wanted) {
        verdicts.keySet().removeIf(pair -> quorums.containsKey(pair) && !wanted.containsKey(pair));
        quorums.clear();
        quorums.putAll(wanted);
        restraints.configure(wanted);
        touched.addAll(wanted.keySet());
        reconfigured = true;
    }

    /**
     * Takes a probe's result; one of a pair that this replica no longer probes is ignored.
     *
     * @param reason what came of the probe, in a few words for operators
     */
    public void observed(Pair pair, boolean success, String reason) {
        Quorum quorum = quorums.get(pair);
        if (quorum == null || !share.contains(pair)) {
            return;
        }
        RiseFall before = own.getOrDefault(pair, RiseFall.FRESH);
        RiseFall after = before.after(success, quorum.fall(), quorum.rise());
        own.put(pair, after);
        if (after.vote() != before.vote() || after.pending() != before.pending()) {
            cast(pair, after.vote(), after.pending(), reason);
            if (cutOff()) {
                touched.addAll(quorums.keySet()); // it may be a witness for any of them
            }
        }
    }

    /**
     * Takes the news that this replica cannot ask a pair: it has no vote on it, until results come again.
     *
     * @param reason why, in a few words for operators
     */
    public void unasked(Pair pair, String reason) {
        RiseFall before = share.contains(pair) ? own.remove(pair) : null;
        if (before != null) {
            cast(pair, Vote.NONE, false, reason);
        }
    }

    /** Takes another replica's ballot, in any order and as often as it comes: the newest counts. */
    public void heard(Ballot ballot) {
        if (!ballot.node().equals(self.node())) {
            keep(ballot);
        }
    }

    /** Takes another replica's heartbeat; an older epoch than was heard before is ignored. */
    public void heartbeat(Replica replica, long epoch, long nowNanos) {
        peers.heartbeat(replica, epoch, nowNanos);
    }

    /** Takes the news that a replica left: its votes stop counting at once, until its heartbeat is heard again. */
    public void gone(String node) {
        peers.gone(node);
    }

    /** Works out what follows from all that was told since the last call, and from the time that passed. */
    public Changes changes(long nowNanos, long nowMillis) {
        Map<Replica, Long> alive = peers.live(epoch, nowNanos);
        boolean moved = false;
        if (reconfigured || !alive.equals(live)) {
            live = alive;
            epochs = alive.entrySet().stream()
                    .collect(Collectors.toMap(entry -> entry.getKey().node(), Map.Entry::getValue));
            touched.addAll(quorums.keySet());
            moved = redistribute();
            reconfigured = false;
        }
        restraints.due(nowNanos, touched);
        Map<Pair, Verdict> changed = new LinkedHashMap<>();
        for (Pair pair : touched) {
            Quorum quorum = quorums.get(pair);
            if (quorum != null) {
                Verdict before = verdict(pair);
                Verdict after = judge(pair, quorum, before, nowNanos, nowMillis);
                if (!after.equals(before)) {
                    verdicts.put(pair, after);
                    changed.put(pair, after);
                }
            }
        }
        touched.clear();
        List<Ballot> told = List.copyOf(outbox);
        outbox.clear();
        return new Changes(changed, told, moved);
    }

    /** The pairs that this replica probes, as of the last {@link #changes}. */
    public Set<Pair> share() {
        return share;
    }

    /** The verdict on a pair; {@link Verdict#INITIAL} where nothing is known of it. */
    public Verdict verdict(Pair pair) {
        return verdicts.getOrDefault(pair, Verdict.INITIAL);
    }

    /** The verdicts on all configured pairs. */
    public Map<Pair, Verdict> verdicts() {
        Map<Pair, Verdict> all = new LinkedHashMap<>();
        quorums.keySet().forEach(pair -> all.put(pair, verdict(pair)));
        return all;
    }

    /** The ballots on a pair that count, own and others', as of the last {@link #changes}. */
    public List<Ballot> votes(Pair pair) {
        Map<String, Ballot> cast = ballots.getOrDefault(pair, Map.of());
        return cast.values().stream().filter(this::counts).toList();
    }

    /** The replicas alive, this one among them, as of the last {@link #changes}. */
    public Collection<Replica> live() {
        return List.copyOf(live.keySet());
    }

    /** Whether fewer than a majority of the configured replicas are alive, as of the last {@link #changes}. */
    public boolean cutOff() {
        return live.size() < replicas / 2 + 1;
    }

    /** Every pair while cut off, else this replica's part; what it no longer probes it no longer votes on. */
    private boolean redistribute() {
        Collection<Replica> replicasAlive = live.keySet();
        boolean everything = cutOff();
        Set<Pair> next = quorums.entrySet().stream()
                .filter(entry -> everything
                        || Shares.holds(
                                self.node(), entry.getKey(), entry.getValue().vantages(), replicasAlive))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (next.equals(share)) {
            return false;
        }
        for (Pair pair : share) {
            RiseFall state = next.contains(pair) ? null : own.remove(pair);
            if (state != null && (state.vote() != Vote.NONE || state.pending())) {
                cast(pair, Vote.NONE, false, "");
            }
        }
        share = Collections.unmodifiableSet(next);
        return true;
    }

    private void cast(Pair pair, Vote vote, boolean pending, String reason) {
        Ballot ballot = new Ballot(self.node(), epoch, ++sequence, pair, vote, pending, reason);
        keep(ballot);
        outbox.add(ballot);
    }

    private void keep(Ballot ballot) {
        if (!ballots.containsKey(ballot.pair()) && ballots.size() >= quorums.size() + STRANGERS) {
            return;
        }
        Map<String, Ballot> cast = ballots.computeIfAbsent(ballot.pair(), pair -> new HashMap<>());
        @Nullable Ballot last = cast.get(ballot.node());
        if (last == null || ballot.follows(last)) {
            cast.put(ballot.node(), ballot);
            touched.add(ballot.pair());
        }
    }

    private boolean counts(Ballot ballot) {
        Long alive = epochs.get(ballot.node());
        return alive != null && alive == ballot.epoch() && (ballot.vote() != Vote.NONE || ballot.pending());
    }

    private Verdict judge(Pair pair, Quorum quorum, Verdict last, long nowNanos, long nowMillis) {
        int ups = 0;
        int downs = 0;
        boolean pending = false;
        for (Ballot ballot : votes(pair)) {
            ups += ballot.vote() == Vote.UP ? 1 : 0;
            downs += ballot.vote() == Vote.DOWN ? 1 : 0;
            pending |= ballot.pending();
        }
        Vote mine = own.getOrDefault(pair, RiseFall.FRESH).vote();
        boolean cutOff = cutOff();
        boolean witnessed = cutOff
                && mine == Vote.DOWN
                && quorum.witnesses().stream()
                        .anyMatch(witness ->
                                own.getOrDefault(witness, RiseFall.FRESH).answers());
        int panel = Math.min(quorum.vantages(), replicas);
        Tally tally = new Tally(ups, downs, panel, cutOff, mine, witnessed);
        Restraint restraint = restraints.of(pair, quorum, last, nowNanos, nowMillis);
        boolean voted = tally.up(restraint == null ? last.up() : restraint.votesUp());
        boolean moving = pending || (voted ? downs : ups) > 0;
        Held held = restraint == null ? null : restraint.judge(voted, quorum.holds(), nowNanos, nowMillis);
        boolean up = voted && held == null;
        long changedAtMillis = up == last.up() ? last.changedAtMillis() : nowMillis;
        return new Verdict(up, moving, tally.stale(), changedAtMillis, held);
    }
}
