package io.proxima.trial;

import io.proxima.catalog.Catalog;
import io.proxima.geo.LineClients;
import io.proxima.policy.Policy;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Queries that nobody asked: every steered name, from clients on every line that a pool names. */
public final class Synthetic {
    private static final int CLIENTS_OF_A_LINE = 64;
    private static final int QUERIES_AT_MOST = 200_000;
    private static final long SEED = 1;

    private Synthetic() {}

    /**
     * A for each steered name of a catalog that has any; each as often as another, and from each line as often as its weight
     * says.
     *
     * @param weights by line; one that is missing weighs as many addresses as it has
     * @throws IllegalArgumentException with a sentence for the operator, where a line is none of those
     */
    public static Sample of(Catalog catalog, Map<String, Double> weights) {
        Set<String> named = ClientLines.named(catalog);
        for (String line : weights.keySet()) {
            if (!named.contains(line) && !line.equals("default")) {
                throw new IllegalArgumentException(
                        "no pool names the line \"" + line + "\" (they name " + String.join(", ", named) + ")");
            }
        }
        List<Name> names = new ArrayList<>();
        for (Policy policy : catalog.policies()) {
            names.addAll(policy.names().keySet());
        }
        List<Asked> queries = new ArrayList<>();
        int each = Math.clamp(QUERIES_AT_MOST / Math.max(1L, (long) names.size() * Math.max(1, named.size())), 4, 64);
        for (LineClients line :
                catalog.geography().clients(named, Math.min(each, CLIENTS_OF_A_LINE), new Random(SEED))) {
            double weight = weights.getOrDefault(line.line(), line.addresses());
            for (Name name : names) {
                line.networks()
                        .forEach(network -> queries.add(Asked.of(
                                asked(name),
                                RrType.A,
                                network,
                                weight / line.networks().size())));
            }
        }
        return new Sample("synthetic", queries, 0);
    }

    /** A name that a steered name answers: itself, or one that its wildcard stands for. */
    static Name asked(Name owner) {
        return owner.isWildcard() ? Name.parse("any", owner.parent()) : owner;
    }
}
