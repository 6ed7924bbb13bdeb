package io.proxima.store;

import io.proxima.health.Ballot;
import io.proxima.health.HealthEvent;
import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideWord;
import io.proxima.health.Pair;
import io.proxima.health.PoolMember;
import io.proxima.health.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one record of the journal says, but for its number and its time.
 *
 * <p>The components' names are the keys on disk: they stay, and what is added later is absent in older records. A further
 * kind is a record here, its name among {@link #KINDS}, its line in {@link Fold} and, for events of health, in {@link #of}.
 */
public sealed interface Entry {
    /** The kinds by their names on disk. */
    Map<String, Class<? extends Entry>> KINDS = Map.of(
            "start", Started.class,
            "stop", Stopped.class,
            "verdict", VerdictChanged.class,
            "moving", Moved.class,
            "override", Overridden.class,
            "release", Activated.class,
            "refused", Refused.class,
            "lost", Lost.class,
            "snapshot", Snapshot.class);

    /** The replica answers, from this release; a snapshot follows. */
    record Started(String node, String release) implements Entry {
        public Started {
            Objects.requireNonNull(node);
            Objects.requireNonNull(release);
        }
    }

    /** The replica was told to stop. Where this is missing before a start, it was killed. */
    record Stopped(String node) implements Entry {
        public Stopped {
            Objects.requireNonNull(node);
        }
    }

    /**
     * A pair is served that was not, or the other way round.
     *
     * @param reason what a vantage point says that voted so; empty where none does
     * @param held what keeps it down whatever the votes say; null where nothing does
     */
    record VerdictChanged(
            String check,
            String address,
            boolean up,
            boolean moving,
            boolean stale,
            long changedAtMillis,
            String reason,
            List<Vote> votes,
            @Nullable Hold held)
            implements Entry {
        public VerdictChanged {
            Objects.requireNonNull(check);
            Objects.requireNonNull(address);
            Objects.requireNonNull(reason);
            votes = List.copyOf(votes);
        }
    }

    /**
     * A verdict stays, and is contested, stale or held down where it was not, or the other way round.
     *
     * @param held what keeps it down whatever the votes say; null where nothing does
     */
    record Moved(
            String check,
            String address,
            boolean moving,
            boolean stale,
            @Nullable Hold held) implements Entry {
        public Moved {
            Objects.requireNonNull(check);
            Objects.requireNonNull(address);
        }
    }

    /**
     * An operator or a schedule says something of a member, or no longer does.
     *
     * @param word as commands spell it; {@code auto} where its checks decide again
     * @param untilMillis null for no end
     * @param setAtMillis when it was said, by the clock of the replica that was told
     * @param changedAtMillis since when it holds here; 0 where that is as old as the release in force
     */
    record Overridden(
            String zone,
            String pool,
            String member,
            String word,
            @Nullable Long untilMillis,
            String owner,
            String reason,
            long setAtMillis,
            boolean scheduled,
            long changedAtMillis)
            implements Entry {
        public Overridden {
            Objects.requireNonNull(zone);
            Objects.requireNonNull(pool);
            Objects.requireNonNull(member);
            Objects.requireNonNull(owner);
            Objects.requireNonNull(reason);
            if (OverrideWord.of(word).isEmpty()) {
                throw new IllegalArgumentException("\"" + word + "\" can not be said of a member");
            }
        }

        static Overridden of(PoolMember of, MemberOverride override, long changedAtMillis) {
            return new Overridden(
                    of.zone(),
                    of.pool(),
                    of.member(),
                    override.word().text(),
                    override.untilMillis() == MemberOverride.NO_END ? null : override.untilMillis(),
                    override.owner(),
                    override.reason(),
                    override.setAtMillis(),
                    override.scheduled(),
                    changedAtMillis);
        }

        /** The same, as of a time before the release in force. */
        Overridden older() {
            return of(of(), override(), 0);
        }

        PoolMember of() {
            return new PoolMember(zone, pool, member);
        }

        MemberOverride override() {
            return new MemberOverride(
                    OverrideWord.of(word).orElseThrow(),
                    untilMillis == null ? MemberOverride.NO_END : untilMillis,
                    owner,
                    reason,
                    setAtMillis,
                    scheduled);
        }
    }

    /**
     * A release is in force.
     *
     * @param forgotten pairs of the release before that this one does not have; what is said of them does not matter
     * @param restored verdicts known of pairs that the release before did not have, but for the initial one
     * @param author who wanted it in force; null where nobody knows
     * @param reason why; null where nobody said
     */
    record Activated(
            String release,
            List<Known> forgotten,
            List<Known> restored,
            @Nullable String author,
            @Nullable String reason)
            implements Entry {
        public Activated {
            Objects.requireNonNull(release);
            forgotten = List.copyOf(forgotten);
            restored = List.copyOf(restored);
        }

        /** A release in force, and what becomes of verdicts with it. */
        public static Activated of(String release, List<Known> forgotten, Map<Pair, Verdict> restored) {
            return new Activated(release, forgotten, Known.of(restored), null, null);
        }
    }

    /**
     * Edited files are not served, what was in force stays.
     *
     * @param release their hash
     * @param errors how many findings are errors
     * @param warnings how many are not
     * @param first the first error
     */
    record Refused(String release, int errors, int warnings, String first) implements Entry {
        public Refused {
            Objects.requireNonNull(release);
            Objects.requireNonNull(first);
        }
    }

    /** So many records before this one are missing: they came too fast, or the disk did not take them. */
    record Lost(long records) implements Entry {}

    /** All that the records so far amount to, so that what is before can be thrown away. */
    record Snapshot(String release, boolean running, List<Known> verdicts, List<Overridden> overrides)
            implements Entry {
        public Snapshot {
            Objects.requireNonNull(release);
            verdicts = List.copyOf(verdicts);
            overrides = List.copyOf(overrides);
        }

        /** The state of a running replica. */
        public static Snapshot of(
                String release, Map<Pair, Verdict> verdicts, Map<PoolMember, MemberOverride> overrides) {
            return new Snapshot(
                    release,
                    true,
                    Known.of(verdicts),
                    overrides.entrySet().stream()
                            .map(entry -> Overridden.of(entry.getKey(), entry.getValue(), 0))
                            .toList());
        }
    }

    /**
     * A vantage point's vote.
     *
     * @param vote as of {@link io.proxima.health.Vote}, in lower case
     */
    record Vote(String node, String vote, boolean pending, String reason) {
        static Vote of(Ballot ballot) {
            return new Vote(
                    ballot.node(), ballot.vote().name().toLowerCase(Locale.ROOT), ballot.pending(), ballot.reason());
        }
    }

    /** A pair and its verdict. */
    record Known(
            String check,
            String address,
            boolean up,
            boolean moving,
            boolean stale,
            long changedAtMillis,
            @Nullable Hold held) {
        public Known {
            Objects.requireNonNull(check);
            Objects.requireNonNull(address);
        }

        /** A pair and its verdict. */
        public static Known of(Pair pair, Verdict verdict) {
            return new Known(
                    pair.check(),
                    pair.address(),
                    verdict.up(),
                    verdict.moving(),
                    verdict.stale(),
                    verdict.changedAtMillis(),
                    Hold.of(verdict.held()));
        }

        /** The verdicts but for those that are as if nothing were known. */
        public static List<Known> of(Map<Pair, Verdict> verdicts) {
            return verdicts.entrySet().stream()
                    .filter(entry -> !entry.getValue().equals(Verdict.INITIAL))
                    .map(entry -> of(entry.getKey(), entry.getValue()))
                    .toList();
        }

        Pair pair() {
            return new Pair(check, address);
        }

        Verdict verdict() {
            return new Verdict(up, moving, stale, changedAtMillis, Hold.held(held));
        }
    }

    /** What the journal keeps of an event of health. */
    static Entry of(HealthEvent event) {
        return switch (event) {
            case HealthEvent.VerdictChanged(var pair, var verdict, var votes, var reason, var _, var _) ->
                new VerdictChanged(
                        pair.check(),
                        pair.address(),
                        verdict.up(),
                        verdict.moving(),
                        verdict.stale(),
                        verdict.changedAtMillis(),
                        reason,
                        votes.stream().map(Vote::of).toList(),
                        Hold.of(verdict.held()));
            case HealthEvent.Moved(var pair, var verdict, var _) ->
                new Moved(pair.check(), pair.address(), verdict.moving(), verdict.stale(), Hold.of(verdict.held()));
            case HealthEvent.Overridden(var member, var override, var atMillis) ->
                Overridden.of(member, override, atMillis);
        };
    }
}
