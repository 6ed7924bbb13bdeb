package io.proxima.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.catalog.Release;
import io.proxima.fuzz.StrictMessage.Entry;
import io.proxima.policy.AllDown;
import io.proxima.policy.Group;
import io.proxima.policy.Member;
import io.proxima.policy.Policy;
import io.proxima.policy.Pool;
import io.proxima.policy.Rule;
import io.proxima.policy.Stability;
import io.proxima.policy.SteeredName;
import io.proxima.policy.UpAtLeast;
import io.proxima.wire.Name;
import io.proxima.wire.Rcode;
import io.proxima.wire.RrType;
import io.proxima.zone.Rrset;
import io.proxima.zone.Zone;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a release's steered names must answer, told from the policy alone: addresses of the pool, those that are up where
 * any is, no more than {@code answers}, with a TTL that somebody wrote.
 */
final class SteeredAnswers {
    private static final int MOST_NAMES = 5;

    /** Client subnets on lines of their own, and on none. */
    private static final List<String> SUBNETS =
            List.of("00011800c63364", "00011800c63365", "00011800cb0071", "00011800c00002", "0002300020010db80010");

    /**
     * What may come out of a pool.
     *
     * @param servers each address with whether it is probed where it stands
     * @param plain whether one member up is enough for each group
     */
    private record Outcome(Set<Server> servers, boolean plain) {}

    private record Server(InetAddress address, boolean probed) {}

    private final Release release;
    private final Policy policy;
    private final Predicate<String> up;
    private final Questions questions;

    SteeredAnswers(Release release, Policy policy, Predicate<String> up, GuardedEngine engine) {
        this.release = release;
        this.policy = policy;
        this.up = up;
        this.questions = new Questions(engine);
    }

    void check() {
        policy.names().values().stream().limit(MOST_NAMES).forEach(this::name);
        StrictMessage other = questions.ask(Name.parse("two.example.com."), RrType.A);
        assertEquals(2, other.section(StrictMessage.ANSWER).size(), "a name that no policy names");
    }

    private void name(SteeredName steered) {
        Name asked =
                steered.owner().isWildcard() ? Name.parse("x", steered.owner().parent()) : steered.owner();
        boolean constant = chain(steered).stream().allMatch(pool -> pool.root() != null && isConstant(pool.root()));
        for (String subnet : SUBNETS) {
            for (int type : new int[] {RrType.A, RrType.AAAA}) {
                Set<InetAddress> given = family(steered, type, questions.ask(asked, type, subnet));
                if (constant) {
                    assertEquals(given, family(steered, type, questions.ask(asked, type, subnet)), "a client moved");
                }
            }
        }
        questions.ask(asked, RrType.HTTPS, SUBNETS.getFirst());
        questions.ask(asked, RrType.ANY, SUBNETS.getLast());
    }

    /** Whether no rule draws or takes turns: a client is always given the same. */
    private static boolean isConstant(Group group) {
        return switch (group.children()) {
            case Group.Children.Members _ -> group.choose() instanceof Rule.ConsistentHash;
            case Group.Children.Groups inner ->
                (group.choose() instanceof Rule.ConsistentHash
                                || group.choose() instanceof Rule.Line
                                || group.choose() instanceof Rule.Failover)
                        && inner.groups().stream().allMatch(SteeredAnswers::isConstant);
        };
    }

    /** Judges an answer of one family; gives its addresses. */
    private Set<InetAddress> family(SteeredName steered, int type, StrictMessage answer) {
        List<Pool> chain = chain(steered);
        List<Outcome> outcomes =
                chain.stream().map(pool -> outcome(steered, pool, type)).toList();
        Set<InetAddress> possible = new HashSet<>();
        outcomes.forEach(outcome -> outcome.servers().forEach(server -> possible.add(server.address())));
        List<InetAddress> given = new ArrayList<>();
        for (Entry record : answer.section(StrictMessage.ANSWER)) {
            assertEquals(type, record.type());
            given.add(address(record.octets()));
            ttl(steered, record.ttl());
        }
        String shown = steered + " type " + type + ": " + given + " of " + outcomes;
        assertTrue(possible.containsAll(given), shown);
        assertTrue(given.size() <= steered.answers().orElse(Integer.MAX_VALUE), shown);
        if (given.isEmpty()) {
            assertEquals(
                    chain.stream().anyMatch(pool -> pool.allDown() instanceof AllDown.Refuse)
                                    && answer.rcode() == Rcode.SERVFAIL
                            ? Rcode.SERVFAIL
                            : Rcode.NOERROR,
                    answer.rcode(),
                    shown);
        }
        Outcome first = outcomes.getFirst();
        if (first.plain() && first.servers().stream().anyMatch(this::serves)) {
            assertTrue(!given.isEmpty(), () -> "somebody is up: " + shown);
            for (InetAddress address : given) {
                assertTrue(
                        first.servers().stream()
                                .anyMatch(server -> server.address().equals(address) && serves(server)),
                        () -> "somebody else is up: " + shown);
            }
        }
        boolean servesAll = chain.stream().allMatch(pool -> pool.allDown() instanceof AllDown.ServeAll);
        assertTrue(!servesAll || possible.isEmpty() || !given.isEmpty(), () -> "serve-all: " + shown);
        assertEquals(given.size(), Set.copyOf(given).size(), shown);
        return Set.copyOf(given);
    }

    private boolean serves(Server server) {
        return !server.probed() || up.test(server.address().getHostAddress());
    }

    private void ttl(SteeredName steered, long seconds) {
        SteeredName.Ttl ttl = steered.ttl();
        Zone zone = release.zoneOf(steered.owner()).orElseThrow();
        boolean promised =
                Objects.requireNonNull(policy.pools().get(steered.pool().pool()))
                                .recoverWithin()
                        != null;
        boolean written = ttl == null
                ? zone.owner(steered.owner()).orElseThrow().rrsets().stream()
                        .map(Rrset::ttlSeconds)
                        .anyMatch(other -> other == seconds || (promised && seconds < other))
                : seconds == ttl.steadySeconds() || seconds == ttl.unsettledSeconds();
        assertTrue(written, () -> "a TTL of " + seconds + ": " + steered);
    }

    /** The pool of a name, and those that hand-over leads to. */
    private List<Pool> chain(SteeredName steered) {
        Set<Pool> chain = new LinkedHashSet<>();
        Pool at = policy.pools().get(steered.pool().pool());
        while (at != null && chain.add(at)) {
            at = at.allDown() instanceof AllDown.Other other
                    ? policy.pools().get(other.pool().pool())
                    : null;
        }
        return List.copyOf(chain);
    }

    private Outcome outcome(SteeredName steered, Pool pool, int type) {
        Set<Server> servers = new LinkedHashSet<>();
        Group root = pool.root();
        if (root == null) {
            add(servers, release.addressesAt(steered.owner()), pool.flatCheck(), type);
            return new Outcome(servers, isPlain(pool.stability()));
        }
        return new Outcome(servers, collect(root, type, servers));
    }

    /** Whether those that are up serve, however few they are. */
    private static boolean isPlain(Stability stability) {
        return stability.upAtLeast().equals(UpAtLeast.ONE) && stability.panicPercent() == 0;
    }

    private boolean collect(Group group, int type, Set<Server> servers) {
        boolean plain = isPlain(group.stability());
        switch (group.children()) {
            case Group.Children.Groups inner -> {
                for (Group child : inner.groups()) {
                    plain &= collect(child, type, servers);
                }
            }
            case Group.Children.Members leaf -> {
                for (Member member : leaf.members()) {
                    List<InetAddress> addresses = switch (member.source()) {
                        case Member.Source.Owner owner -> release.addressesAt(owner.name());
                        case Member.Source.Literal literal -> List.of(literal.address());
                    };
                    String check = member.check();
                    add(servers, addresses, check == null ? group.check() : check, type);
                }
            }
        }
        return plain;
    }

    private static void add(Set<Server> servers, List<InetAddress> addresses, @Nullable String check, int type) {
        int octets = type == RrType.A ? 4 : 16;
        for (InetAddress address : addresses) {
            if (address.getAddress().length == octets) {
                servers.add(new Server(address, Objects.nonNull(check)));
            }
        }
    }

    private static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
