package io.proxima.trial;

import io.proxima.answer.AnswerTrace;
import io.proxima.answer.EngineSettings;
import io.proxima.answer.QueryEngine;
import io.proxima.answer.Transport;
import io.proxima.catalog.Catalog;
import io.proxima.catalog.Leaf;
import io.proxima.catalog.Match;
import io.proxima.catalog.Published;
import io.proxima.catalog.Supposition;
import io.proxima.net.ClientAddress;
import io.proxima.net.Prefix;
import io.proxima.steer.ClientClass;
import io.proxima.steer.Draw;
import io.proxima.steer.PlanState;
import io.proxima.steer.PoolReport;
import io.proxima.steer.Walk;
import io.proxima.trial.Outcome.Landing;
import io.proxima.wire.Name;
import io.proxima.wire.NameView;
import io.proxima.wire.QueryMessage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a catalog answers under a supposition: the path by the very engine that answers, the chances by the walk's own odds.
 * Nothing is drawn. For one thread.
 */
public final class Side {
    private static final int MOST_OCTETS = 65_535;

    private final Catalog catalog;
    private final Supposition supposed;
    private final QueryEngine engine;
    private final Walk walk = new Walk(new Draw(1));
    private final MemorySegment in = Arena.ofAuto().allocate(1_024);
    private final MemorySegment out = Arena.ofAuto().allocate(MOST_OCTETS);
    private final Map<Question, Path> paths = new HashMap<>();
    private final Map<Seen, Outcome> outcomes = new HashMap<>();

    private record Question(Name name, int type) {}

    /**
     * Where a question leads, whoever asks.
     *
     * @param group the owner name that answers, or what names that are nowhere have in common
     * @param steered the pools that choose; none where the answer is the same for everybody
     */
    record Path(String group, List<Leaf.Steered> steered, Outcome plain) {}

    /** A question of clients that are answered alike. */
    private record Seen(Question question, List<ClientClass> classes) {}

    public Side(Catalog catalog, Supposition supposed) {
        this.catalog = catalog;
        this.supposed = supposed;
        this.engine = new QueryEngine(new Published(catalog).reader(), EngineSettings.OPEN, Transport.TCP, 1);
    }

    Catalog catalog() {
        return catalog;
    }

    Outcome outcome(Asked asked) {
        Path path = path(asked);
        if (path.steered().isEmpty()) {
            return path.plain();
        }
        List<ClientClass> classes = new ArrayList<>();
        for (Leaf.Steered leaf : path.steered()) {
            classes.add(ClientClass.of(leaf.plan(), chooses(leaf, asked)));
        }
        Seen seen = new Seen(new Question(asked.name(), asked.type()), classes);
        Outcome known = outcomes.get(seen);
        if (known == null) {
            known = steered(path.steered(), asked);
            outcomes.put(seen, known);
        }
        return known;
    }

    private static Prefix chooses(Leaf.Steered leaf, Asked asked) {
        return asked.subnet() && leaf.ecs() ? asked.client() : asked.resolver();
    }

    private Outcome steered(List<Leaf.Steered> leaves, Asked asked) {
        Map<Landing, Double> shares = new HashMap<>();
        String kind = "answer";
        long ttlSeconds = -1;
        boolean exact = true;
        for (Leaf.Steered leaf : leaves) {
            Prefix client = chooses(leaf, asked);
            walk.client(client.ipv6(), client.high(), client.low());
            PoolReport report = walk.report(supposed.plan(leaf.plan()), leaf.ipv6(), leaf.answers());
            while (report.outcome() == PlanState.Outcome.OTHER) {
                report = Objects.requireNonNull(report.other());
            }
            if (report.outcome() == PlanState.Outcome.ADDRESSES) {
                double together = report.shares().stream()
                        .mapToDouble(PoolReport.Share::probability)
                        .sum();
                for (PoolReport.Share share : report.shares()) {
                    shares.merge(
                            landing(share, report.pool().zone()),
                            share.probability() / together / leaves.size(),
                            Double::sum);
                }
                ttlSeconds = leaf.ttl().steadySeconds();
                exact &= report.exact();
            } else {
                String what = report.outcome() == PlanState.Outcome.SERVFAIL ? "SERVFAIL" : "NODATA";
                kind = leaves.size() == 1 ? what : kind;
                shares.merge(new Landing(what, what, null), 1.0 / leaves.size(), Double::sum);
            }
        }
        return new Outcome(kind, shares, ttlSeconds, exact);
    }

    private static Landing landing(PoolReport.Share share, String zone) {
        String text = share.member().equals(share.address()) ? share.address() : share.member() + " " + share.address();
        return new Landing(share.address(), text, server(zone, share.member()));
    }

    /** How a member is known in reports. */
    static String server(String zone, String member) {
        return zone + "/" + member;
    }

    Path path(Asked asked) {
        Question question = new Question(asked.name(), asked.type());
        Path known = paths.get(question);
        if (known == null) {
            known = walkPath(asked);
            paths.put(question, known);
        }
        return known;
    }

    private Path walkPath(Asked asked) {
        byte[] query = QueryMessage.of(asked.name(), asked.type(), asked.subnet() ? asked.client() : null);
        in.asSlice(0, query.length).copyFrom(MemorySegment.ofArray(query));
        ClientAddress resolver = new ClientAddress();
        resolver.set(asked.resolver());
        AnswerTrace trace = new AnswerTrace();
        engine.beginBatch();
        int octets = engine.explain(in, 0, query.length, resolver, out, 0, trace);
        engine.endBatch();
        List<Leaf.Steered> steered = trace.found().stream()
                .flatMap(found -> found.selections().stream())
                .map(AnswerTrace.Selection::leaf)
                .toList();
        byte[] response = out.asSlice(0, octets).toArray(ValueLayout.JAVA_BYTE);
        return new Path(group(trace), steered, Records.outcome(response, engine.rcode()));
    }

    private static String group(AnswerTrace trace) {
        if (trace.found().isEmpty() || trace.found().getFirst().zone() == null) {
            return "(names of no zone here)";
        }
        AnswerTrace.Found first = trace.found().getFirst();
        return first.kind() == Match.Kind.NXDOMAIN
                ? "(names that do not exist in "
                        + Objects.requireNonNull(first.zone()).apexName() + ")"
                : String.valueOf(first.at()).toLowerCase(Locale.ROOT);
    }

    /**
     * How many members of a steered name's pool are up.
     *
     * @param of how many there are
     * @param instead the pool that answers as none are, or null
     */
    record Healthy(int up, int of, @Nullable String instead) {}

    /** Of a name as its policy has it; null where it has no member of the family, or is not steered. */
    @Nullable
    Healthy healthy(Name owner, int type) {
        byte[] octets = owner.octets();
        NameView view = new NameView();
        if (!view.read(MemorySegment.ofArray(octets), 0, octets.length)) {
            throw new IllegalStateException("a name that is none");
        }
        Match match = new Match();
        catalog.find(view, type, match);
        if ((match.kind() != Match.Kind.EXACT && match.kind() != Match.Kind.WILDCARD)
                || !(match.node().leaf(type) instanceof Leaf.Steered leaf)) {
            return null;
        }
        walk.client(false, 0, 0);
        PoolReport report = walk.report(supposed.plan(leaf.plan()), leaf.ipv6(), leaf.answers());
        PoolReport.Group root = report.root();
        if (root == null) {
            return null;
        }
        PoolReport other = report.other();
        return new Healthy(
                report.allDown() ? 0 : root.membersUp(),
                root.ofMembers(),
                other == null ? null : other.pool().name());
    }
}
