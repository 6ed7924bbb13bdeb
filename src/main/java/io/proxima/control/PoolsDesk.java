package io.proxima.control;

import io.proxima.catalog.Catalog;
import io.proxima.source.Fields;
import io.proxima.steer.PoolPlan;
import io.proxima.wire.Name;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/pools}, {@code /v1/pools/ZONE/POOL} and {@code /v1/members}: page by page, in the order of names, so that a page
 * goes on where the one before ended, whatever was activated between them.
 *
 * <p>A page is looked up on a thread that may wait; only what is on it is read on the thread that writes the health book.
 *
 * @param catalog what is in force; any thread
 * @param ask asks of a catalog on the thread that writes the health book
 */
public record PoolsDesk(
        Supplier<Catalog> catalog, BiFunction<Catalog, Function<StatusReport, Object>, CompletableFuture<Object>> ask)
        implements ControlServer.Desk {
    private static final int USUAL = 100;
    private static final int MOST = 1_000;
    private static final List<String> STATES = List.of("up", "partly", "down", "drained");
    private static final Comparator<PoolPlan> BY_NAME = Comparator.comparing(plan -> plan.name() + "/");

    @Override
    public void open(Routes routes) {
        routes.get("/v1/pools", Role.READ, context -> answer(context, this::pools));
        routes.get("/v1/pools/:zone/:pool", Role.READ, context -> answer(context, this::pool));
        routes.get("/v1/members", Role.READ, context -> answer(context, this::members));
    }

    /** What is left to ask, of which catalog, once a page is looked up. */
    private record Question(Catalog catalog, Function<StatusReport, Object> of) {}

    private void answer(RoutingContext context, Function<RoutingContext, Question> lookUp) {
        Future<Object> said = context.vertx()
                .executeBlocking(
                        () -> {
                            Question question = lookUp.apply(context);
                            return ask.apply(question.catalog(), question.of());
                        },
                        false)
                .compose(answer -> Future.fromCompletionStage(
                        Objects.requireNonNull(answer), context.vertx().getOrCreateContext()));
        Routes.answer(context, said.toCompletionStage().toCompletableFuture());
    }

    private Question pools(RoutingContext context) {
        Map<String, String> asked = parameters(context, Set.of("zone", "name", "after", "limit"));
        int limit = limit(asked);
        String after = asked.get("after");
        Catalog read = catalog.get();
        List<PoolPlan> matching = matching(read, asked.get("zone"), asked.get("name"), "name");
        List<PoolPlan> left = matching.stream()
                .filter(plan -> after == null || (plan.name() + "/").compareTo(after + "/") > 0)
                .sorted(BY_NAME)
                .toList();
        List<PoolPlan> page = left.stream().limit(limit).toList();
        String next = left.size() > page.size() ? page.getLast().name() : null;
        PoolReader reader = new PoolReader(read);
        List<Name> owners = reader.owners(page);
        return new Question(read, report -> {
            Map<PoolPlan, List<Status.SteeredName>> names = report.names(owners);
            return new PoolsReport.Pools(
                    PoolsReport.VERSION,
                    matching.size(),
                    next,
                    page.stream()
                            .map(plan -> reader.line(plan, names.getOrDefault(plan, List.of()), report.nowMillis()))
                            .toList());
        });
    }

    private Question pool(RoutingContext context) {
        parameters(context, Set.of());
        String zone = zone(Objects.requireNonNull(context.pathParam("zone")));
        String pool = Objects.requireNonNull(context.pathParam("pool"));
        Catalog read = catalog.get();
        List<PoolPlan> ofZone = read.pools().stream()
                .filter(plan -> plan.zone().equalsIgnoreCase(zone))
                .toList();
        if (ofZone.isEmpty()) {
            throw nothing(
                    "no pool of a zone " + zone + " is in use",
                    zone,
                    read.pools().stream().map(PoolPlan::zone).distinct().toList());
        }
        List<PoolPlan> found =
                ofZone.stream().filter(plan -> bare(plan).equals(pool)).toList();
        if (found.isEmpty()) {
            found = ofZone.stream().filter(plan -> plan.pool().equals(pool)).toList();
        }
        if (found.size() != 1) {
            throw nothing(
                    found.isEmpty()
                            ? "no pool \"" + pool + "\" of " + zone + " is in use"
                            : "the pool \"" + pool + "\" has other members at each name (\"" + bare(found.getFirst())
                                    + "\" is one of " + found.size() + ")",
                    pool,
                    ofZone.stream().map(PoolsDesk::bare).toList());
        }
        PoolPlan plan = found.getFirst();
        PoolReader reader = new PoolReader(read);
        List<Name> owners = reader.owners(List.of(plan));
        return new Question(read, report -> reader.tree(plan, owners, report));
    }

    private Question members(RoutingContext context) {
        Map<String, String> asked = parameters(context, Set.of("zone", "pool", "state", "site", "after", "limit"));
        int limit = limit(asked);
        String after = asked.get("after");
        String state = asked.get("state");
        String site = asked.get("site");
        if (state != null && !STATES.contains(state)) {
            throw bad("is " + String.join(", ", STATES) + ", not \"" + state + "\"", "state");
        }
        Catalog read = catalog.get();
        List<PoolReader.Standing> matching = matching(read, asked.get("zone"), asked.get("pool"), "pool").stream()
                .sorted(BY_NAME)
                .flatMap(plan -> PoolReader.members(plan).stream())
                .filter(member -> state == null || member.stateWord().equals(state))
                .filter(member -> site == null || site.equals(member.site()))
                .toList();
        List<PoolReader.Standing> left = matching.stream()
                .filter(member -> after == null || member.key().compareTo(after) > 0)
                .toList();
        List<PoolReader.Standing> page = left.stream().limit(limit).toList();
        String next = left.size() > page.size() ? page.getLast().key() : null;
        return new Question(
                read,
                report -> new PoolsReport.Members(
                        PoolsReport.VERSION,
                        matching.size(),
                        next,
                        page.stream()
                                .map(member -> PoolReader.row(member, report))
                                .toList()));
    }

    private static List<PoolPlan> matching(
            Catalog catalog, @Nullable String zone, @Nullable String pool, String field) {
        String apex = zone == null ? null : zone(zone);
        boolean whole = pool != null && pool.contains("/");
        if (whole && zone != null) {
            throw bad("names the zone, as \"zone\" does: leave out one", field);
        }
        Stream<PoolPlan> plans = catalog.pools().stream()
                .filter(plan -> apex == null || plan.zone().equalsIgnoreCase(apex));
        return plans.filter(plan -> pool == null
                        || (whole
                                ? plan.name().equals(pool) || (plan.zone() + "/" + plan.pool()).equals(pool)
                                : plan.pool().equals(pool)))
                .toList();
    }

    /** A pool's name in its zone; where a steered name gives the members, with that behind an at sign. */
    private static String bare(PoolPlan plan) {
        return plan.name().substring(plan.zone().length() + 1);
    }

    private static Map<String, String> parameters(RoutingContext context, Set<String> known) {
        Map<String, String> asked = new HashMap<>();
        context.queryParams().forEach(entry -> {
            String key = entry.getKey();
            if (!known.contains(key)) {
                throw bad(
                        known.isEmpty()
                                ? "is not asked for here"
                                : "is not one of "
                                        + String.join(
                                                ", ", known.stream().sorted().toList()),
                        key);
            }
            if (entry.getValue().isEmpty() || asked.put(key, entry.getValue()) != null) {
                throw bad("is said once, and not empty", key);
            }
        });
        return asked;
    }

    private static int limit(Map<String, String> asked) {
        String text = asked.getOrDefault("limit", String.valueOf(USUAL));
        if (!text.matches("[1-9]\\d{0,3}") || Integer.parseInt(text) > MOST) {
            throw bad("is 1 to " + MOST + ", not \"" + text + "\"", "limit");
        }
        return Integer.parseInt(text);
    }

    /** An apex as plans have it. */
    private static String zone(String text) {
        if (text.equals("root")) {
            return ".";
        }
        try {
            return Name.parse(text).toString();
        } catch (IllegalArgumentException e) {
            throw bad("\"" + text + "\": " + e.getMessage(), "zone");
        }
    }

    private static ProblemException bad(String what, String field) {
        return new ProblemException(Problem.badRequest("\"" + field + "\" " + what, field));
    }

    private static ProblemException nothing(String what, String word, Collection<String> known) {
        String hint = Fields.nearest(word, known)
                .map(near -> " (did you mean \"" + near + "\"?)")
                .orElse(" (GET /v1/pools lists them)");
        return new ProblemException(Problem.notFound(what + hint));
    }
}
