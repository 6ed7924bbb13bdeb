package io.proxima.control;

import io.proxima.source.Fields;
import io.proxima.wire.Name;
import io.proxima.zone.RecordText;
import io.proxima.zone.ZoneChange;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code /v1/zones}: the records of zones as their files have them, and edits of these files. Every edit says by
 * {@code If-Match} which version it is meant for (RFC 9110 section 13.1.1, RFC 6585 section 3).
 */
public record RecordsDesk(RecordEdits edits) implements ControlServer.Desk {
    private static final int MOST_AT_ONCE = 10_000;
    private static final int USUALLY_AT_ONCE = 1_000;
    private static final int MOST_CHANGES = 1_000;
    private static final String ONE = "/v1/zones/:zone/records/:name/:type";
    private static final String ALL = "/v1/zones/:zone/records";
    private static final List<String> PUT_KEYS = List.of("ttl", "data", "why");
    private static final List<String> PATCH_KEYS = List.of("changes", "why");
    private static final List<String> CHANGE_KEYS = List.of("name", "type", "ttl", "data", "delete");

    @Override
    public void open(Routes routes) {
        routes.get("/v1/zones", Role.READ, context -> Routes.answer(context, edits.zones()));
        routes.get(ALL, Role.READ, this::page);
        routes.put(ONE, Role.ADMIN, this::put);
        routes.delete(ONE, Role.ADMIN, this::delete);
        routes.patch(ALL, Role.ADMIN, this::patch);
    }

    private void page(RoutingContext context) {
        Name zone = zone(context);
        String type = context.request().getParam("type");
        int from = number(context, "from", 0, Integer.MAX_VALUE, 0);
        int limit = number(context, "limit", 1, MOST_AT_ONCE, USUALLY_AT_ONCE);
        Routes.answer(
                context,
                edits.page(
                                zone,
                                context.request().getParam("name"),
                                type == null ? -1 : type(type, "type"),
                                from,
                                limit)
                        .thenApply(page -> {
                            context.response().putHeader("ETag", RecordsOrder.quoted(page.version()));
                            return page;
                        }));
    }

    private static int number(RoutingContext context, String key, int min, int max, int otherwise) {
        String text = context.request().getParam(key);
        if (text == null) {
            return otherwise;
        }
        if (text.matches("\\d{1,9}") && Integer.parseInt(text) >= min && Integer.parseInt(text) <= max) {
            return Integer.parseInt(text);
        }
        throw bad("\"" + key + "\" is a number from " + min + " to " + max + ", not \"" + text + "\"", key);
    }

    private void put(RoutingContext context) {
        Name zone = zone(context);
        JsonNode body = object(Json.body(context), "", PUT_KEYS);
        Name name = name(param(context, "name"), zone, "name");
        int type = type(param(context, "type"), "type");
        change(context, zone, List.of(put(name, type, body, "")), false, why(body));
    }

    private void delete(RoutingContext context) {
        Name zone = zone(context);
        Name name = name(param(context, "name"), zone, "name");
        int type = type(param(context, "type"), "type");
        String why = context.request().getParam("why");
        change(context, zone, List.of(new ZoneChange.Delete(name, type)), false, why == null ? "" : why);
    }

    private void patch(RoutingContext context) {
        Name zone = zone(context);
        JsonNode body = object(Json.body(context), "", PATCH_KEYS);
        JsonNode changes = body.path("changes");
        if (!changes.isArray() || changes.isEmpty() || changes.size() > MOST_CHANGES) {
            throw bad("\"changes\" is a list of 1 to " + MOST_CHANGES + " changes", "changes");
        }
        List<ZoneChange> all = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            String where = "changes[" + i + "].";
            JsonNode change = object(changes.get(i), where, CHANGE_KEYS);
            Name name = name(required(change, "name", where), zone, where + "name");
            int type = type(required(change, "type", where), where + "type");
            JsonNode delete = change.path("delete");
            if (!delete.isMissingNode() && !delete.isBoolean()) {
                throw bad("\"delete\" is true or false", where + "delete");
            }
            if (delete.asBoolean(false)) {
                if (change.has("data") || change.has("ttl")) {
                    throw bad("what is deleted has neither \"ttl\" nor \"data\"", where + "delete");
                }
                all.add(new ZoneChange.Delete(name, type));
            } else {
                all.add(put(name, type, change, where));
            }
        }
        change(context, zone, all, true, why(body));
    }

    private void change(RoutingContext context, Name zone, List<ZoneChange> changes, boolean many, String why) {
        String ifMatch = context.request().getHeader("If-Match");
        if (ifMatch == null || ifMatch.isBlank()) {
            throw new ProblemException(new Problem(
                    428,
                    "Precondition required",
                    "say by If-Match which version of the zone the edit is meant for: the ETag of GET "
                            + "/v1/zones/ZONE/records",
                    "If-Match"));
        }
        RecordsOrder order = new RecordsOrder(
                zone, ifMatch, changes, many, Caller.of(context).name(), why);
        var _ = edits.change(order)
                .whenComplete((answer, failure) -> context.vertx().runOnContext(_ -> {
                    if (failure != null) {
                        context.fail(
                                failure instanceof CompletionException && failure.getCause() != null
                                        ? failure.getCause()
                                        : failure);
                    } else {
                        tell(context, answer);
                    }
                }));
    }

    private static void tell(RoutingContext context, RecordsReport.Answer answer) {
        switch (answer) {
            case RecordsReport.Done done -> {
                context.response()
                        .putHeader("ETag", RecordsOrder.quoted(done.version()))
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Cache-Control", "no-store")
                        .end(Json.of(done));
            }
            case RecordsReport.Stale stale -> {
                context.response().putHeader("ETag", RecordsOrder.quoted(stale.version()));
                problem(
                        context,
                        new Problem(
                                412,
                                "Precondition failed",
                                "the zone is of another version by now; read it again and repeat what is still wanted",
                                "If-Match"),
                        Map.of("version", stale.version()));
            }
            case RecordsReport.Refused(Problem problem, var findings) ->
                problem(context, problem, findings.isEmpty() ? Map.of() : Map.of("findings", findings));
        }
    }

    /** A problem with members of its own (RFC 9457 section 3.2). */
    private static void problem(RoutingContext context, Problem problem, Map<String, ?> more) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("status", problem.status());
        document.put("title", problem.title());
        document.put("detail", problem.detail());
        document.put("field", problem.field());
        document.putAll(more);
        context.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", "application/problem+json")
                .end(Json.of(document));
    }

    private static String param(RoutingContext context, String key) {
        String text = context.pathParam(key);
        return text == null ? "" : text;
    }

    private static Name zone(RoutingContext context) {
        String text = param(context, "zone");
        if (text.equals("root")) {
            return Name.ROOT;
        }
        try {
            return Name.parse(text);
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()), "zone");
        }
    }

    /** A name in a zone, relative to it unless it ends in a dot. */
    static Name name(String text, Name zone, String field) {
        Name name;
        try {
            name = Name.parse(text, zone);
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()), field);
        }
        if (!text.endsWith(".") && !text.equals("@") && Name.parse(text).isAtOrBelow(zone) && !zone.equals(Name.ROOT)) {
            throw bad("\"" + text + "\" would be " + name + "; write " + text + ". or leave out the zone", field);
        }
        if (!name.isAtOrBelow(zone)) {
            throw bad(name + " is outside the zone " + zone, field);
        }
        return name;
    }

    private static int type(String text, String field) {
        int type = RecordText.type(text);
        if (type < 0) {
            throw bad("\"" + text + "\" is no type of record (A, AAAA, CNAME, MX, TXT, … or TYPE123)", field);
        }
        return type;
    }

    private static ZoneChange put(Name name, int type, JsonNode change, String where) {
        JsonNode ttl = change.path("ttl");
        if (!ttl.isIntegralNumber() || !ttl.canConvertToLong()) {
            throw bad("\"ttl\" is a number of seconds", where + "ttl");
        }
        JsonNode data = change.path("data");
        if (!data.isArray()) {
            throw bad("\"data\" is a list of strings, each the data of one record", where + "data");
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            if (!data.get(i).isString()) {
                throw bad("\"data\" is a list of strings", where + "data[" + i + "]");
            }
            all.add(data.get(i).asString());
        }
        return new ZoneChange.Put(name, type, ttl.asLong(), all);
    }

    private static JsonNode object(JsonNode node, String where, List<String> keys) {
        if (!node.isObject()) {
            throw bad("this is no object with " + String.join(", ", keys), where);
        }
        node.propertyNames().forEach(key -> {
            if (!keys.contains(key)) {
                throw bad("unknown key \"" + key + "\" (" + Fields.hint(key, keys) + ")", where + key);
            }
        });
        return node;
    }

    private static String required(JsonNode change, String key, String where) {
        String text = text(change, key, where);
        if (text == null || text.isEmpty()) {
            throw bad("\"" + key + "\" is missing", where + key);
        }
        return text;
    }

    private static String why(JsonNode body) {
        String why = text(body, "why", "");
        return why == null ? "" : why;
    }

    private static @Nullable String text(JsonNode body, String key, String where) {
        JsonNode value = body.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw bad("\"" + key + "\" must be a string", where + key);
        }
        return value.asString();
    }

    private static ProblemException bad(String detail, String field) {
        return new ProblemException(Problem.badRequest(detail, field));
    }
}
