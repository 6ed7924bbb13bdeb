package io.proxima.policy;

import io.proxima.source.Findings;
import io.proxima.source.Yaml;
import io.proxima.wire.Name;
import java.util.Optional;

/** Reads how a policy file names pools: of its own zone by their bare name, of another zone absolutely. */
final class PoolRefs {
    private final Name apex;
    private final Declared declared;
    private final Findings findings;

    PoolRefs(Name apex, Declared declared, Findings findings) {
        this.apex = apex;
        this.declared = declared;
        this.findings = findings;
    }

    /** Whether another zone's policy declares the pool is known to who has all policies; only an own one is looked up. */
    Optional<PoolRef> read(Yaml.Scalar scalar) {
        String text = scalar.text();
        if (!text.endsWith(".")) {
            if (text.contains(".")) {
                findings.error(
                        scalar.place(),
                        "\"" + text + "\" is no pool",
                        "a pool of another zone is named absolutely, with a last dot: \"" + text + ".\"");
                return Optional.empty();
            }
            return declared.use(Declared.Kind.POOL, scalar).map(pool -> new PoolRef(apex, pool, scalar.place()));
        }
        int dot = text.indexOf('.');
        String pool = text.substring(0, dot);
        String zone = dot == text.length() - 1 ? "." : text.substring(dot + 1);
        try {
            Name other = Name.parse(zone);
            if (pool.isEmpty()) {
                throw new IllegalArgumentException("\"" + text + "\" names no pool");
            }
            return other.equals(apex)
                    ? declared.use(Declared.Kind.POOL, pool, scalar.place())
                            .map(own -> new PoolRef(apex, own, scalar.place()))
                    : Optional.of(new PoolRef(other, pool, scalar.place()));
        } catch (IllegalArgumentException e) {
            findings.error(scalar.place(), String.valueOf(e.getMessage()), "POOL.ZONE. names the pool of another zone");
            return Optional.empty();
        }
    }

    /** Whether the pool is this zone's own. */
    boolean isOwn(PoolRef ref) {
        return ref.zone().equals(apex);
    }

    /** A pool of this zone as another zone names it. */
    String absolute(String pool) {
        return apex.equals(Name.ROOT) ? pool + "." : pool + "." + apex;
    }
}
