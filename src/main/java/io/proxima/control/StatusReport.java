package io.proxima.control;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.Leaf;
import io.proxima.catalog.Match;
import io.proxima.catalog.SteeredTtl;
import io.proxima.cluster.ReleaseNews;
import io.proxima.health.Detections;
import io.proxima.health.HealthBook;
import io.proxima.health.Pair;
import io.proxima.health.PairReport;
import io.proxima.health.Replica;
import io.proxima.health.Verdict;
import io.proxima.policy.Check;
import io.proxima.policy.Detection;
import io.proxima.policy.Policy;
import io.proxima.policy.RecoverWithin;
import io.proxima.steer.LiveGroup;
import io.proxima.steer.PlanAddress;
import io.proxima.steer.PlanState;
import io.proxima.steer.PoolPlan;
import io.proxima.wire.Name;
import io.proxima.wire.NameView;
import io.proxima.wire.RrType;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a status off a catalog and the health book; on the thread that writes both. */
public final class StatusReport {
    private final Catalog catalog;
    private final HealthBook book;
    private final Detections detections;
    private final long nowMillis;
    private final Map<Pair, PairReport> reports = new HashMap<>();
    private final Map<PoolPlan, List<SteeredTtl>> ttls = new HashMap<>();

    private StatusReport(Catalog catalog, HealthBook book, Detections detections, long nowMillis) {
        this.catalog = catalog;
        this.book = book;
        this.detections = detections;
        this.nowMillis = nowMillis;
    }

    /** How a server stands. */
    public static Status of(
            Situation situation, Catalog catalog, HealthBook book, Detections detections, long nowMillis) {
        return new StatusReport(catalog, book, detections, nowMillis).status(situation);
    }

    private Status status(Situation situation) {
        ReleaseLoads loads = situation.loads();
        Map<PoolPlan, List<Status.SteeredName>> names = names();
        return new Status(
                1,
                new Status.Replica(
                        situation.self().node(),
                        orNull(situation.self().site()),
                        situation.epoch(),
                        instant(situation.startedMillis()),
                        seconds(situation.startedMillis())),
                new Status.Release(
                        loads.hash(),
                        instant(loads.servedSinceMillis()),
                        seconds(loads.servedSinceMillis()),
                        instant(loads.lastAtMillis()),
                        loads.errors(),
                        loads.warnings(),
                        loads.findings(),
                        files(loads)),
                new Status.Cluster(
                        situation.replicas(),
                        book.live().stream()
                                .sorted(Comparator.comparing(Replica::node))
                                .map(replica -> new Status.Peer(
                                        replica.node(), orNull(replica.site()), serving(situation, replica.node())))
                                .toList(),
                        book.cutOff(),
                        situation.cluster() ? situation.joined() : null,
                        situation.refused()),
                catalog.pools().stream()
                        .map(pool -> pool(pool, names.getOrDefault(pool, List.of())))
                        .toList(),
                List.of());
    }

    /** What a replica serves, beside what this one does. */
    private static Status.@Nullable Serving serving(Situation situation, String node) {
        Map<String, ReleaseNews> said =
                situation.releases().stream().collect(Collectors.toMap(ReleaseNews::node, news -> news));
        ReleaseNews news = said.get(node);
        ReleaseNews own = said.get(situation.self().node());
        return news == null
                ? null
                : new Status.Serving(
                        news.release(),
                        news.stamp().counter(),
                        news.stamp().node(),
                        news.answering(),
                        own != null && own.content().equals(news.content()),
                        news.refused().equals(ReleaseNews.NONE) ? null : news.why());
    }

    private Status.@Nullable Files files(ReleaseLoads loads) {
        ReleaseLoads.Files files = loads.files();
        return files.release().isEmpty() || files.release().equals(loads.hash())
                ? null
                : new Status.Files(
                        files.release(), instant(files.sinceMillis()), seconds(files.sinceMillis()), files.held());
    }

    /** The steered names by the pool that answers them, in the order of the policies. */
    private Map<PoolPlan, List<Status.SteeredName>> names() {
        Map<PoolPlan, List<Status.SteeredName>> names = new HashMap<>();
        for (Policy policy : catalog.policies()) {
            for (Name owner : policy.names().keySet()) {
                if (leaf(owner) instanceof Leaf.Steered steered) {
                    SteeredTtl ttl = steered.ttl();
                    ttls.computeIfAbsent(steered.plan(), _ -> new ArrayList<>()).add(ttl);
                    names.computeIfAbsent(steered.plan(), _ -> new ArrayList<>())
                            .add(new Status.SteeredName(
                                    owner.toString(), ttl.seconds(), settled(steered.plan(), ttl.steadySeconds())));
                }
            }
        }
        return names;
    }

    /** What a steered name has of A, else of AAAA. */
    private @Nullable Leaf leaf(Name owner) {
        byte[] octets = owner.octets();
        NameView view = new NameView();
        Match match = new Match();
        if (!view.read(MemorySegment.ofArray(octets), 0, octets.length)) {
            return null;
        }
        catalog.find(view, RrType.A, match);
        if (match.kind() != Match.Kind.EXACT && match.kind() != Match.Kind.WILDCARD) {
            return null;
        }
        Leaf ipv4 = match.node().leaf(RrType.A);
        return ipv4 == null ? match.node().leaf(RrType.AAAA) : ipv4;
    }

    private boolean settled(PoolPlan plan, int steadySeconds) {
        for (PoolPlan pool = plan; pool != null; pool = pool.other()) {
            PlanState state = pool.state();
            if (state.moving()
                    || (state.changedAtMillis() != 0 && nowMillis - state.changedAtMillis() < steadySeconds * 1000L)) {
                return false;
            }
        }
        return true;
    }

    private Status.Pool pool(PoolPlan plan, List<Status.SteeredName> names) {
        PlanState state = plan.state();
        return new Status.Pool(
                plan.name(),
                family(state, false),
                family(state, true),
                names,
                recovery(plan),
                group(LiveGroup.of(plan)));
    }

    private Status.@Nullable Recovery recovery(PoolPlan plan) {
        Detection detection = plan.detection();
        RecoverWithin promise = plan.recoverWithin();
        if (detection == null) {
            return null;
        }
        Duration off = ttls.getOrDefault(plan, List.of()).stream()
                .map(ttl -> detection.offWithin(ttl.steadySeconds(), ttl.unsettledSeconds()))
                .max(Comparator.naturalOrder())
                .orElse(null);
        return new Status.Recovery(
                detection.verdict().toMillis() / 1e3,
                off == null ? null : off.toMillis() / 1e3,
                promise == null ? null : promise.within().toMillis() / 1e3);
    }

    /** Why a verdict last changed; of one that has no votes, what it follows from. */
    private @Nullable String reason(Pair pair, Detections.@Nullable Past past) {
        String parts = book.why(pair);
        return !parts.isEmpty() ? parts : past == null ? null : past.last().reason();
    }

    private static Status.Family family(PlanState state, boolean ipv6) {
        return new Status.Family(state.outcome(ipv6).name().toLowerCase(Locale.ROOT), state.allDown(ipv6));
    }

    private Status.Group group(LiveGroup group) {
        return new Status.Group(
                group.name(),
                group.rule(),
                group.line(),
                group.upAtLeast().toString(),
                new Status.Count(group.ipv4().members(), group.ipv4().up()),
                new Status.Count(group.ipv6().members(), group.ipv6().up()),
                group.groups().stream().map(this::group).toList(),
                group.members().stream().map(this::member).toList());
    }

    private Status.Member member(LiveGroup.LiveMember member) {
        return new Status.Member(
                member.member(),
                member.addresses().stream()
                        .map(PlanAddress::site)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                member.weight(),
                member.override() == null ? null : OverrideText.of(member.override()),
                member.addresses().stream().map(this::address).toList());
    }

    private Status.Address address(PlanAddress address) {
        String literal = address.address().getHostAddress();
        Pair pair = address.pair();
        if (pair == null) {
            return new Status.Address(literal, null, true, false, false, null, null, null, null, null, 0, 0, List.of());
        }
        PairReport report = reports.computeIfAbsent(pair, this::report);
        Verdict verdict = report.verdict();
        Detections.Past past = detections.past(pair);
        boolean changed = verdict.changedAtMillis() != 0;
        return new Status.Address(
                literal,
                pair.check(),
                verdict.up(),
                verdict.moving(),
                verdict.stale(),
                changed ? instant(verdict.changedAtMillis()) : null,
                changed ? seconds(verdict.changedAtMillis()) : null,
                reason(pair, past),
                verdict.held() == null ? null : verdict.held().words(),
                past == null ? null : past.last().tookMillis(),
                past == null ? 0 : past.ups(),
                past == null ? 0 : past.downs(),
                report.votes().stream()
                        .map(said -> new Status.Vote(
                                said.node(),
                                said.vote().name().toLowerCase(Locale.ROOT),
                                said.pending(),
                                orNull(said.reason())))
                        .toList());
    }

    private PairReport report(Pair pair) {
        Check check = catalog.checks().get(pair);
        return PairReport.of(book, pair, check == null ? 0 : check.vantages());
    }

    private long seconds(long sinceMillis) {
        return Math.max(0, (nowMillis - sinceMillis) / 1000);
    }

    /** Whole seconds: people read it, and programs have the age beside it. */
    private static String instant(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
