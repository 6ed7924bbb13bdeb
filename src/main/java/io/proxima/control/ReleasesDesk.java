package io.proxima.control;

import io.proxima.source.Fields;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code /v1/releases}: GET tells which releases were in force and which is; POST wants one in force, a kept one or what the
 * files say now.
 *
 * @param list read on a thread that may wait for the disk
 * @param order carries out an order; fails with a {@link ProblemException} where it cannot be
 */
public record ReleasesDesk(Callable<ReleaseReport> list, Function<ReleaseOrder, CompletableFuture<ReleaseAnswer>> order)
        implements ControlServer.Desk {
    private static final String FILES = "files";
    private static final String WAIT = "wait";
    private static final String EVERYWHERE = "everywhere";
    private static final List<String> KEYS = List.of("release", "files", "why", "author", WAIT);

    @Override
    public void open(Routes routes) {
        routes.get("/v1/releases", Role.READ, context -> Routes.blocking(context, list));
        routes.post("/v1/releases", Role.OPERATE, context -> Routes.answer(context, order.apply(order(context))));
    }

    private static ReleaseOrder order(RoutingContext context) {
        JsonNode body = Json.body(context);
        if (!body.isObject()) {
            throw bad("the body is no object: {\"files\": true} or {\"release\": \"3f9c…\"}", "");
        }
        body.propertyNames().forEach(key -> {
            if (!KEYS.contains(key)) {
                throw bad("unknown key \"" + key + "\" (" + Fields.hint(key, KEYS) + ")", key);
            }
        });
        String release = text(body, "release");
        boolean files = flag(body, FILES);
        if ((release == null) != files) {
            throw bad("either \"release\" or \"files\": true", release == null ? "release" : FILES);
        }
        boolean everywhere = EVERYWHERE.equals(body.path(WAIT).asString(""));
        String author = text(body, "author");
        String why = text(body, "why");
        return new ReleaseOrder(
                FILES.equals(release) ? null : release,
                author == null || author.isBlank() ? Caller.of(context).name() : author,
                why == null ? "" : why,
                everywhere || flag(body, WAIT),
                everywhere);
    }

    private static @Nullable String text(JsonNode body, String key) {
        JsonNode value = body.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw bad("\"" + key + "\" must be a string", key);
        }
        return value.asString();
    }

    private static boolean flag(JsonNode body, String key) {
        JsonNode value = body.path(key);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw bad("\"" + key + "\" must be true or false" + (key.equals(WAIT) ? ", or \"everywhere\"" : ""), key);
        }
        return value.isBoolean() && value.asBoolean();
    }

    private static ProblemException bad(String detail, String field) {
        return new ProblemException(Problem.badRequest(detail, field));
    }
}
