package io.proxima.control;

import io.proxima.catalog.Catalog;
import io.proxima.source.Fields;
import io.proxima.trial.QueryFile;
import io.proxima.trial.Sample;
import io.proxima.trial.Synthetic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a trial is asked, as a request's body says it.
 *
 * @param files of the candidate, by their paths in its folder; empty for what-if
 * @param folder what its caller calls that folder
 * @param down who is lost, as targets of overrides are written; empty for a candidate
 * @param pool only members of this pool are lost, or null
 * @param queries as {@link QueryFile} reads them, or null
 * @param synthetic whether queries are made up though some are recorded
 * @param weights by line, how many clients are on it
 * @param rate queries a second; 0 for what is measured
 */
public record TrialOrder(
        Map<String, String> files,
        String folder,
        List<String> down,
        @Nullable String pool,
        @Nullable String queries,
        boolean synthetic,
        Map<String, Double> weights,
        double rate) {
    private static final List<String> SAMPLE_KEYS = List.of("queries", "synthetic", "weights", "rate");
    private static final List<String> TRY_KEYS = List.of("files", "folder");
    private static final List<String> WHAT_IF_KEYS = List.of("down", "pool");

    public TrialOrder {
        files = Map.copyOf(files);
        down = List.copyOf(down);
        weights = Map.copyOf(weights);
    }

    /** The order of {@code POST /v1/try}. */
    static TrialOrder candidate(JsonNode body) {
        return of(body, TRY_KEYS);
    }

    /** The order of {@code POST /v1/what-if}. */
    static TrialOrder whatIf(JsonNode body) {
        TrialOrder order = of(body, WHAT_IF_KEYS);
        if (order.down().isEmpty()) {
            throw bad("\"down\" must name somebody: [\"shanghai\"]", "down");
        }
        return order;
    }

    private static TrialOrder of(JsonNode body, List<String> own) {
        if (!body.isObject()) {
            throw bad("the body is no object", "");
        }
        List<String> keys = new ArrayList<>(own);
        keys.addAll(SAMPLE_KEYS);
        body.propertyNames().forEach(key -> {
            if (!keys.contains(key)) {
                throw bad("unknown key \"" + key + "\" (" + Fields.hint(key, keys) + ")", key);
            }
        });
        Map<String, String> files = new LinkedHashMap<>();
        object(body, "files").forEach((name, text) -> files.put(name, string(text, "files")));
        Map<String, Double> weights = new LinkedHashMap<>();
        object(body, "weights").forEach((line, weight) -> weights.put(line, number(weight, "weights")));
        List<String> down = new ArrayList<>();
        if (body.has("down")) {
            if (!body.path("down").isArray()) {
                throw bad("\"down\" must be a list of names", "down");
            }
            body.path("down").forEach(name -> down.add(string(name, "down")));
        }
        JsonNode synthetic = body.path("synthetic");
        if (!synthetic.isMissingNode() && !synthetic.isBoolean()) {
            throw bad("\"synthetic\" must be true or false", "synthetic");
        }
        return new TrialOrder(
                files,
                body.has("folder") ? string(body.path("folder"), "folder") : "",
                down,
                body.has("pool") ? string(body.path("pool"), "pool") : null,
                body.has("queries") ? string(body.path("queries"), "queries") : null,
                synthetic.asBoolean(false),
                weights,
                body.has("rate") ? number(body.path("rate"), "rate") : 0);
    }

    /** The queries: those of the order, those recorded, or, where there are none, made up for a catalog. */
    Sample sample(Supplier<Sample> recorded, Catalog catalog) {
        Sample kept = recorded.get();
        Sample chosen;
        try {
            chosen = queries != null
                    ? QueryFile.read(queries)
                    : synthetic || kept.queries().isEmpty() ? Synthetic.of(catalog, weights) : kept;
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()), queries != null ? "queries" : "weights");
        }
        return chosen.at(rate > 0 ? rate : kept.rate());
    }

    private static Map<String, JsonNode> object(JsonNode body, String key) {
        JsonNode value = body.path(key);
        if (value.isMissingNode()) {
            return Map.of();
        }
        if (!value.isObject()) {
            throw bad("\"" + key + "\" must be an object", key);
        }
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        Collection<Map.Entry<String, JsonNode>> properties = value.properties();
        properties.forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        return entries;
    }

    private static String string(JsonNode value, String key) {
        if (!value.isString()) {
            throw bad("\"" + key + "\" must hold strings", key);
        }
        return value.asString();
    }

    private static double number(JsonNode value, String key) {
        if (!value.isNumber() || value.asDouble() < 0 || value.asDouble() > 1e12) {
            throw bad("\"" + key + "\" must be numbers from 0 to 10^12", key);
        }
        return value.asDouble();
    }

    private static ProblemException bad(String detail, String field) {
        return new ProblemException(Problem.badRequest(detail, field));
    }
}
