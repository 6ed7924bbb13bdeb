package io.proxima.trial;

import io.proxima.net.Prefix;
import io.proxima.policy.Member;
import io.proxima.policy.Policy;
import io.proxima.trial.Outcome.Landing;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares what two sides answer to the same queries, by expected shares; confined to one thread.
 *
 * <p>Of two distributions of a query's answers what leads elsewhere is the least that has to: the sum of what each address
 * loses. Where it goes is told in proportion to what the others gain.
 */
public final class Trial {
    private static final int FLOWS = 24;
    private static final int FLOWS_OF_A_PART = 4;
    private static final int PARTS = 100;
    private static final int LOADS = 200;
    private static final int ENTRIES = 200;
    /** Steered names that are looked at though nobody asked for them. */
    private static final int UNASKED_NAMES = 2_000;

    /** Below this it is the arithmetic. */
    static final double NOTHING = 1e-12;

    private final Side before;
    private final Side after;
    private final Sample sample;
    private final ClientLines lines;
    private final Map<String, Tally> byLine = new TreeMap<>();
    private final Map<String, Tally> byName = new TreeMap<>();
    private final Tally all = new Tally();
    private final Map<String, double[]> loads = new TreeMap<>();
    private final Map<List<String>, Double> turns = new HashMap<>();
    private final Set<TrialReport.Ttl> ttls = new LinkedHashSet<>();
    private boolean exact = true;

    /** What is counted of a part of the queries. */
    private static final class Tally {
        private double weight;
        private double changed;
        private final Map<List<String>, Double> flows = new HashMap<>();

        List<TrialReport.Flow> flows(int most) {
            return flows.entrySet().stream()
                    .map(flow -> new TrialReport.Flow(
                            flow.getKey().getFirst(), flow.getKey().getLast(), share(flow.getValue())))
                    .sorted(Comparator.comparingDouble(TrialReport.Flow::share)
                            .reversed()
                            .thenComparing(TrialReport.Flow::from)
                            .thenComparing(TrialReport.Flow::to))
                    .limit(most)
                    .toList();
        }

        double share(double part) {
            return weight == 0 ? 0 : part / weight;
        }
    }

    private Trial(Side before, Side after, Sample sample) {
        this.before = before;
        this.after = after;
        this.sample = sample;
        this.lines = new ClientLines(before.catalog(), after.catalog());
    }

    /**
     * Compares.
     *
     * @param nameBefore what the report calls the one side
     * @param nameAfter and the other
     */
    public static TrialReport compare(Side before, String nameBefore, Side after, String nameAfter, Sample sample) {
        Trial trial = new Trial(before, after, sample);
        sample.queries().forEach(trial::ask);
        trial.unasked().forEach(trial::ask);
        return trial.report(nameBefore, nameAfter);
    }

    private void ask(Asked asked) {
        Outcome had = before.outcome(asked);
        Outcome has = after.outcome(asked);
        exact &= had.exact() && has.exact();
        String name = before.path(asked).group();
        List<Tally> tallies = List.of(
                all,
                byLine.computeIfAbsent(lines.of(asked), _ -> new Tally()),
                byName.computeIfAbsent(name, _ -> new Tally()));
        for (Tally tally : tallies) {
            tally.weight += asked.weight();
        }
        load(had, asked.weight(), 0);
        load(has, asked.weight(), 1);
        if (!had.kind().equals(has.kind())) {
            turns.merge(
                    List.of(asked.name().toString(), RrType.name(asked.type()), had.kind(), has.kind()),
                    asked.weight(),
                    Double::sum);
        } else if (had.ttlSeconds() != has.ttlSeconds()) {
            ttls.add(new TrialReport.Ttl(name, RrType.name(asked.type()), had.ttlSeconds(), has.ttlSeconds()));
        }
        if (asked.weight() > 0) {
            flows(had, has, asked.weight(), tallies);
        }
    }

    private static void flows(Outcome had, Outcome has, double weight, List<Tally> tallies) {
        Map<String, String> texts = new HashMap<>();
        Map<String, Double> gains = new TreeMap<>();
        had.shares().forEach((landing, share) -> count(landing, -share, gains, texts));
        has.shares().forEach((landing, share) -> count(landing, share, gains, texts));
        double moved = gains.values().stream()
                .filter(gain -> gain > 0)
                .mapToDouble(gain -> gain)
                .sum();
        if (moved < NOTHING) {
            return;
        }
        tallies.forEach(tally -> tally.changed += weight * moved);
        gains.forEach((from, lost) -> gains.forEach((to, gained) -> {
            if (lost < -NOTHING && gained > NOTHING) {
                List<String> way = List.of(text(texts, from), text(texts, to));
                tallies.forEach(tally -> tally.flows.merge(way, weight * -lost * gained / moved, Double::sum));
            }
        }));
    }

    private static void count(Landing landing, double share, Map<String, Double> gains, Map<String, String> texts) {
        gains.merge(landing.key(), share, Double::sum);
        texts.put(landing.key(), landing.text());
    }

    private static String text(Map<String, String> texts, String key) {
        return Objects.requireNonNull(texts.get(key));
    }

    private void load(Outcome outcome, double weight, int side) {
        outcome.shares().forEach((landing, share) -> {
            if (landing.server() != null) {
                loads.computeIfAbsent(landing.server(), _ -> new double[2])[side] += weight * share;
            }
        });
    }

    /** Steered names of either side, so that none is overlooked because nobody asked for it. */
    private List<Asked> unasked() {
        List<Asked> unasked = new ArrayList<>();
        Prefix anybody = Prefix.parse("0.0.0.0/0");
        steeredNames().stream().limit(UNASKED_NAMES).forEach(name -> {
            for (int type : new int[] {RrType.A, RrType.AAAA}) {
                unasked.add(Asked.of(Synthetic.asked(name), type, anybody, 0));
            }
        });
        return unasked;
    }

    private Set<Name> steeredNames() {
        Set<Name> names = new TreeSet<>();
        after.catalog().policies().forEach(policy -> names.addAll(policy.names().keySet()));
        before.catalog()
                .policies()
                .forEach(policy -> names.addAll(policy.names().keySet()));
        return names;
    }

    private TrialReport report(String nameBefore, String nameAfter) {
        return new TrialReport(
                1,
                nameBefore,
                nameAfter,
                new TrialReport.Asked(sample.source(), sample.queries().size(), sample.rate()),
                exact,
                all.share(all.changed),
                all.flows(FLOWS),
                parts(byLine),
                parts(byName),
                members(),
                thin(),
                turns.entrySet().stream()
                        .map(turn -> new TrialReport.Turn(
                                turn.getKey().get(0),
                                turn.getKey().get(1),
                                turn.getKey().get(2),
                                turn.getKey().get(3),
                                all.share(turn.getValue())))
                        .sorted(Comparator.comparingDouble(TrialReport.Turn::share)
                                .reversed()
                                .thenComparing(TrialReport.Turn::name)
                                .thenComparing(TrialReport.Turn::type))
                        .limit(ENTRIES)
                        .toList(),
                ttls.stream().limit(ENTRIES).toList());
    }

    private List<TrialReport.Part> parts(Map<String, Tally> tallies) {
        return tallies.entrySet().stream()
                .filter(entry -> entry.getValue().weight > 0)
                .map(entry -> new TrialReport.Part(
                        entry.getKey(),
                        all.share(entry.getValue().weight),
                        entry.getValue().share(entry.getValue().changed),
                        entry.getValue().flows(FLOWS_OF_A_PART)))
                .sorted(Comparator.<TrialReport.Part>comparingDouble(part -> part.share() * part.changed())
                        .thenComparingDouble(TrialReport.Part::share)
                        .reversed())
                .limit(PARTS)
                .toList();
    }

    private List<TrialReport.Load> members() {
        Map<String, Integer> capacities = new HashMap<>();
        for (Policy policy : after.catalog().policies()) {
            for (Member member : policy.members().values()) {
                member.capacity()
                        .ifPresent(capacity -> capacities.put(Side.server(policy.zoneName(), member.key()), capacity));
            }
        }
        return loads.entrySet().stream()
                .map(entry -> {
                    double had = all.share(entry.getValue()[0]);
                    double has = all.share(entry.getValue()[1]);
                    Integer capacity = capacities.get(entry.getKey());
                    double rate = has * sample.rate();
                    return new TrialReport.Load(
                            entry.getKey(),
                            had,
                            has,
                            had * sample.rate(),
                            rate,
                            capacity,
                            capacity != null && rate > capacity);
                })
                .sorted(Comparator.comparing((TrialReport.Load load) -> !load.over())
                        .thenComparingDouble(load -> -Math.abs(load.after() - load.before()))
                        .thenComparing(TrialReport.Load::member))
                .limit(LOADS)
                .toList();
    }

    private List<TrialReport.Thin> thin() {
        List<TrialReport.Thin> thin = new ArrayList<>();
        for (Policy policy : after.catalog().policies()) {
            for (Name name : policy.names().keySet()) {
                for (int type : new int[] {RrType.A, RrType.AAAA}) {
                    Side.Healthy has = after.healthy(name, type);
                    Side.Healthy had = before.healthy(name, type);
                    boolean fewer = has != null && has.up() <= 1 && (had == null ? has.of() > 1 : has.up() < had.up());
                    if (fewer && thin.size() < ENTRIES) {
                        thin.add(new TrialReport.Thin(
                                name.toString(),
                                RrType.name(type),
                                had == null ? -1 : had.up(),
                                Objects.requireNonNull(has).up(),
                                has.of(),
                                has.instead()));
                    }
                }
            }
        }
        thin.sort(Comparator.comparingInt(TrialReport.Thin::after));
        return thin;
    }
}
