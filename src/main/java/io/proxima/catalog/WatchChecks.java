package io.proxima.catalog;

import io.proxima.policy.CheckCircles;
import io.proxima.policy.CombinedCheck;
import io.proxima.policy.Group;
import io.proxima.policy.Policy;
import io.proxima.policy.Pool;
import io.proxima.policy.PoolRef;
import io.proxima.source.Findings;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether the pools that checks watch can be watched. */
final class WatchChecks {
    private final Release release;
    private final Findings findings;
    private final Function<PoolRef, Optional<Pool>> find;

    /** @param find a pool by reference; where there is none, it reports that */
    WatchChecks(Release release, Findings findings, Function<PoolRef, Optional<Pool>> find) {
        this.release = release;
        this.findings = findings;
        this.find = find;
    }

    void run() {
        for (Policy policy : release.policies()) {
            for (CombinedCheck check : policy.combined().values()) {
                if (check.formula() instanceof CombinedCheck.Formula.PoolUp(PoolRef ref)) {
                    find.apply(ref).ifPresent(pool -> watched(policy, check, ref, pool));
                }
            }
        }
        CheckCircles.report(release.policies(), findings);
    }

    private void watched(Policy policy, CombinedCheck check, PoolRef ref, Pool pool) {
        Group root = pool.root();
        if (root == null) {
            findings.error(
                    ref.place(),
                    "check \"" + check.name() + "\" watches pool \"" + pool.name()
                            + "\", which has no members of its own",
                    "give it members: without them it is another pool for each name that it steers");
            return;
        }
        Set<Boolean> has = families(root, _ -> true).collect(Collectors.toSet());
        for (boolean ipv6 : new boolean[] {false, true}) {
            if (!has.contains(ipv6) && isApplied(policy, check.name(), ipv6)) {
                String type = ipv6 ? "AAAA" : "A";
                findings.warning(
                        ref.place(),
                        "check \"" + check.name() + "\" watches pool \"" + pool.name() + "\", which has no " + type
                                + " address: by it, no " + type + " address is ever up",
                        "a pool is watched in the family of the address that the check is applied to");
            }
        }
    }

    /** Whether some pool of the policy judges an address of the family by the check, directly or combined; flat pools are left alone. */
    private boolean isApplied(Policy policy, String check, boolean ipv6) {
        Set<String> above = new HashSet<>(Set.of(check));
        boolean more = true;
        while (more) {
            more = above.addAll(policy.combined().values().stream()
                    .filter(other -> other.checks().stream().anyMatch(above::contains))
                    .map(CombinedCheck::name)
                    .toList());
        }
        return policy.pools().values().stream()
                .map(Pool::root)
                .filter(Objects::nonNull)
                .flatMap(root -> families(root, name -> name != null && above.contains(name)))
                .anyMatch(family -> family == ipv6);
    }

    /** The families of the addresses of members that some checks judge. */
    private Stream<Boolean> families(Group group, Predicate<@Nullable String> judged) {
        return switch (group.children()) {
            case Group.Children.Groups inner -> inner.groups().stream().flatMap(child -> families(child, judged));
            case Group.Children.Members leaf ->
                leaf.members().stream()
                        .filter(member -> judged.test(member.check() == null ? group.check() : member.check()))
                        .flatMap(member -> release.addressesOf(member).stream())
                        .map(address -> address.getAddress().length == 16);
        };
    }
}
