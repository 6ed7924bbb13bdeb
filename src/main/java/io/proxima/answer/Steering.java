package io.proxima.answer;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.Leaf;
import io.proxima.net.ClientAddress;
import io.proxima.steer.Draw;
import io.proxima.steer.PlanState;
import io.proxima.steer.Walk;
import io.proxima.wire.Chosen;
import io.proxima.wire.ExtendedError;
import io.proxima.wire.OptRecord;
import io.proxima.wire.Query;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The pools' part of a response: who chooses, what is chosen, and for how many clients it holds; a response's own. */
final class Steering {
    private final Draw draw;
    private final OptRecord opt;
    private final Walk walk;
    private final Chosen ipv4 = new Chosen();
    private final Chosen ipv6 = new Chosen();
    private @Nullable Query query;
    private @Nullable ClientAddress resolver;
    private boolean believed;
    private int scopeLength;
    private @Nullable Catalog catalog;
    private @Nullable AnswerTrace trace;

    Steering(Draw draw, OptRecord opt) {
        this.draw = draw;
        this.opt = opt;
        walk = new Walk(draw);
    }

    /** Takes a catalog for the queries that follow. */
    void use(Catalog newest) {
        catalog = newest;
        walk.prepare(newest.ordinals(), newest.widest());
        ipv4.prepare(newest.widest());
        ipv6.prepare(newest.widest());
    }

    /** Takes what takes note of the next answer, or null. */
    void trace(@Nullable AnswerTrace trace) {
        this.trace = trace;
    }

    /** Begins an answer: says who asks, and whether the query's client subnet chooses for the names that heed it. */
    void begin(Query query, ClientAddress resolver, boolean believed) {
        this.query = query;
        this.resolver = resolver;
        this.believed = believed;
        scopeLength = 0;
    }

    /** Lets a pool choose; what it chose is {@link #chosen}, which is empty where it chose nothing. */
    PlanState.Outcome select(Leaf.Steered leaf) {
        boolean subnet = believed && leaf.ecs();
        client(subnet);
        PlanState.Outcome outcome =
                trace == null ? walk.select(leaf.plan(), leaf.ipv6(), leaf.answers(), null) : trace.select(walk, leaf);
        say(walk.plan().state(), leaf.ipv6());
        Chosen chosen = chosen(leaf.ipv6());
        if (outcome == PlanState.Outcome.ADDRESSES) {
            scopeLength = Math.max(scopeLength, subnet ? walk.scopeLength() : 0);
            chosen.set(Objects.requireNonNull(catalog).records(walk.plan()), walk.selected(), walk.count());
        } else {
            chosen.clear();
        }
        return outcome;
    }

    /** Lets a pool choose address hints: most clients ask for addresses as well, which are to come each in its turn. */
    void selectHints(Leaf.Steered leaf) {
        draw.hints(true);
        var _ = select(leaf);
        draw.hints(false);
    }

    /** Lets the client subnet choose, or else the resolver. */
    private void client(boolean subnet) {
        if (subnet) {
            Query asked = Objects.requireNonNull(query);
            walk.client(asked.ecsFamily() == 2, asked.ecsHigh(), asked.ecsLow());
        } else {
            ClientAddress from = Objects.requireNonNull(resolver);
            walk.client(from.ipv6(), from.high(), from.low());
        }
    }

    /** What was chosen last in a family. */
    Chosen chosen(boolean ipv6Answer) {
        return ipv6Answer ? ipv6 : ipv4;
    }

    /** The scope prefix length of the answer, in bits: 0 where it was not the client subnet that chose. */
    int scopeLength() {
        return scopeLength;
    }

    /** Says in the response what its reader should know of the pool's health. */
    private void say(PlanState state, boolean ipv6Answer) {
        if (state.allDown(ipv6Answer)) {
            opt.error(ExtendedError.ALL_DOWN);
        } else if (walk.panicked()) {
            opt.error(ExtendedError.PANIC);
        } else if (state.stale()) {
            opt.error(ExtendedError.STALE_VERDICTS);
        }
    }
}
