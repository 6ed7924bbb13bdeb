package io.proxima.policy;

import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Yaml;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code pools} of a policy file. */
final class PoolReader {
    private static final List<String> ALL_DOWN = List.of("serve-all", "empty", "refuse");

    private static final Duration LONGEST_PROMISE = Duration.ofDays(1);

    private final Declared declared;
    private final MemberRegister register;
    private final PoolRefs refs;
    private final Findings findings;

    PoolReader(Declared declared, MemberRegister register, PoolRefs refs, Findings findings) {
        this.declared = declared;
        this.register = register;
        this.refs = refs;
        this.findings = findings;
    }

    Map<String, Pool> read(List<Yaml.Entry> entries) {
        Map<String, Pool> pools = new LinkedHashMap<>();
        entries.forEach(entry -> pools.put(entry.key(), pool(entry)));
        reportCycles(pools);
        return pools;
    }

    private Pool pool(Yaml.Entry entry) {
        Fields fields = new Fields(entry.value(), "pool \"" + entry.key() + "\"", findings);
        GroupReader groups = new GroupReader(declared, register, findings);
        AllDown allDown = fields.yaml("all-down").flatMap(this::allDown).orElse(new AllDown.ServeAll());
        RecoverWithin recoverWithin = fields.value("recover-within", PoolReader::promised)
                .map(within -> new RecoverWithin(within, fields.placeOf("recover-within")))
                .orElse(null);
        Pool pool = GroupReader.hasChildren(fields)
                ? tree(entry, fields, groups, allDown, recoverWithin)
                : flat(entry, fields, groups, allDown, recoverWithin);
        fields.done();
        return pool;
    }

    private static Pool tree(
            Yaml.Entry entry,
            Fields fields,
            GroupReader groups,
            AllDown allDown,
            @Nullable RecoverWithin recoverWithin) {
        Group root = groups.read(fields, entry.place(), entry.key(), true, GroupReader.Inherited.NOTHING)
                .group();
        return new Pool(
                entry.key(),
                root,
                new Rule.All(),
                root.check(),
                root.stability(),
                allDown,
                recoverWithin,
                entry.place());
    }

    private Pool flat(
            Yaml.Entry entry,
            Fields fields,
            GroupReader groups,
            AllDown allDown,
            @Nullable RecoverWithin recoverWithin) {
        for (String key : List.of("name", "line", "weight")) {
            fields.yaml(key);
        }
        GroupReader.Inherited inForce = groups.inForce(fields, GroupReader.Inherited.NOTHING);
        GroupChecks.neverLookedAt(
                fields,
                List.of("name", "line", "weight", "site", "drop-together"),
                "in a pool without members and groups",
                findings);
        Rule rule = RuleReader.read(fields, findings).orElse(new Rule.All());
        if (rule instanceof Rule.Line || rule instanceof Rule.Nearest) {
            findings.error(
                    fields.placeOf("choose"),
                    "pool \"" + entry.key() + "\" chooses by "
                            + (rule instanceof Rule.Line ? "line" : "distance")
                            + " but has no groups",
                    "without members and groups it is the name's own addresses, which have neither lines nor sites");
        }
        Stability stability = new Stability(inForce.upAtLeast(), StabilityReader.panic(fields), inForce.slowStart());
        new StabilityReader(fields, findings, "pool \"" + entry.key() + "\"")
                .slowStartIsHeeded(rule, new Group.Children.Members(List.of()), false);
        return new Pool(entry.key(), null, rule, inForce.check(), stability, allDown, recoverWithin, entry.place());
    }

    private static Duration promised(String text) {
        Duration within = Fields.parseDuration(text);
        if (within.compareTo(LONGEST_PROMISE) > 0 || within.isZero()) {
            throw new IllegalArgumentException("must be longer than nothing and at most 1d, not \"" + text + "\"");
        }
        return within;
    }

    private Optional<AllDown> allDown(Yaml yaml) {
        if (!(yaml instanceof Yaml.Scalar scalar)) {
            Fields fields = new Fields(yaml, "\"all-down\"", findings);
            Optional<AllDown> other = fields.required("pool", "\"all-down\"", yaml.place(), "{pool: POOL}")
                    .flatMap(refs::read)
                    .map(AllDown.Other::new);
            fields.done();
            return other;
        }
        return switch (scalar.text()) {
            case "serve-all" -> Optional.of(new AllDown.ServeAll());
            case "empty" -> Optional.of(new AllDown.Empty());
            case "refuse" -> Optional.of(new AllDown.Refuse());
            default -> {
                String hint = Fields.nearest(scalar.text(), ALL_DOWN)
                        .map(near -> "did you mean \"" + near + "\"?")
                        .orElse("serve-all, empty, refuse or {pool: POOL}");
                findings.error(scalar.place(), "unknown all-down \"" + scalar.text() + "\"", hint);
                yield Optional.empty();
            }
        };
    }

    /** Each circle of {@code {pool: other}} once, from the pool that stands first in the file. */
    private void reportCycles(Map<String, Pool> pools) {
        Set<String> told = new HashSet<>();
        for (Pool start : pools.values()) {
            Set<String> path = new LinkedHashSet<>();
            Pool pool = start;
            while (pool != null && path.add(pool.name())) {
                Optional<PoolRef> next = next(pool);
                pool = next.isPresent() ? pools.get(next.get().pool()) : null;
            }
            if (pool != null && pool.name().equals(start.name()) && told.addAll(path)) {
                next(start)
                        .ifPresent(ref -> findings.error(
                                ref.place(),
                                "all-down goes in a circle: " + String.join(" -> ", path) + " -> " + start.name(),
                                null));
            }
        }
    }

    /** The pool of this zone that answers where another is down. */
    private Optional<PoolRef> next(Pool pool) {
        return pool.allDown() instanceof AllDown.Other other && refs.isOwn(other.pool())
                ? Optional.of(other.pool())
                : Optional.empty();
    }
}
