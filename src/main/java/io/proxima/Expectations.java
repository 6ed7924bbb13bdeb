package io.proxima;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.Leaf;
import io.proxima.catalog.Match;
import io.proxima.net.Prefix;
import io.proxima.steer.Draw;
import io.proxima.steer.PlanState;
import io.proxima.steer.PoolPlan;
import io.proxima.steer.Trace;
import io.proxima.steer.Walk;
import io.proxima.wire.Name;
import io.proxima.wire.NameView;
import io.proxima.wire.RrType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a catalog may answer to a client, found by walking its pools again and again. For one thread. */
final class Expectations {
    private static final int WALKS = 512;

    /**
     * The addresses that may come, and why.
     *
     * @param addresses each that some answer has, ascending
     * @param groups the groups that gave them: {@code LINE: GROUP}, or {@code RULE: GROUP} where no line led there
     * @param byClient whether another client may be given others
     */
    record Expectation(Set<String> addresses, Set<String> groups, boolean byClient) {}

    private final Catalog catalog;
    private final Walk walk;

    Expectations(Catalog catalog, long seed) {
        this.catalog = catalog;
        this.walk = new Walk(new Draw(seed));
        walk.prepare(catalog.ordinals(), catalog.widest());
    }

    /** What a client is given for the A records of a name; empty where the name is not steered. */
    Optional<Expectation> of(Name owner, Prefix client) {
        return find(owner) instanceof Leaf.Steered leaf ? Optional.of(of(leaf, client)) : Optional.empty();
    }

    private @Nullable Leaf find(Name owner) {
        MemorySegment memory = Arena.ofAuto().allocate(owner.length());
        memory.copyFrom(MemorySegment.ofArray(owner.octets()));
        NameView name = new NameView();
        Match match = new Match();
        if (!name.read(memory, 0, owner.length())) {
            throw new IllegalArgumentException("no name: " + owner);
        }
        catalog.find(name, RrType.A, match);
        return match.node().leaf(RrType.A);
    }

    private Expectation of(Leaf.Steered leaf, Prefix client) {
        Set<String> addresses = new TreeSet<>();
        Set<String> groups = new LinkedHashSet<>();
        walk.client(client.ipv6(), client.high(), client.low());
        for (int i = 0; i < WALKS; i++) {
            Trace trace = new Trace();
            if (walk.select(leaf.plan(), leaf.ipv6(), leaf.answers(), trace) != PlanState.Outcome.ADDRESSES) {
                continue;
            }
            addresses.addAll(selected(walk.plan()));
            groups.add(why(trace.steps()));
        }
        return new Expectation(addresses, groups, leaf.plan().clientDependent());
    }

    private Set<String> selected(PoolPlan plan) {
        int[] numbers = walk.selected();
        return IntStream.range(0, walk.count())
                .mapToObj(i -> plan.addresses().get(numbers[i]).address().getHostAddress())
                .collect(Collectors.toSet());
    }

    private static String why(List<Trace.Step> steps) {
        return steps.reversed().stream()
                .filter(step -> step.line() != null)
                .findFirst()
                .map(step -> step.line() + ": " + step.group())
                .orElseGet(() -> steps.getLast().rule() + ": " + steps.getLast().group());
    }
}
