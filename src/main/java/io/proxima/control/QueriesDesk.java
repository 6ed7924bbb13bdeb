package io.proxima.control;

import io.proxima.trial.QueryReport;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is asked: {@code GET /v1/queries?top=20} by names, types, lines and outcomes, and {@code GET /v1/queries/sample} the
 * sampled queries themselves, {@code NAME TYPE CLIENT WEIGHT} each, clients cut to /24 and /56.
 *
 * @param trials asked on threads that may wait
 * @param listeners what each listener has received
 */
public record QueriesDesk(Trials trials, Supplier<List<QueryReport.Listener>> listeners) implements ControlServer.Desk {
    private static final int USUAL = 20;
    private static final int MOST = 1_000;

    @Override
    public void open(Routes routes) {
        routes.get("/v1/queries", Role.READ, context -> {
            int top = top(context);
            Routes.blocking(context, () -> trials.queries(listeners.get(), top));
        });
        routes.get(
                "/v1/queries/sample",
                Role.READ,
                context -> Routes.blocking(
                        context, () -> Map.of("queries", trials.recorded().lines())));
    }

    private static int top(RoutingContext context) {
        @Nullable String text = context.request().getParam("top");
        if (text == null) {
            return USUAL;
        }
        if (!text.matches("[1-9]\\d{0,3}") || Integer.parseInt(text) > MOST) {
            throw new ProblemException(
                    Problem.badRequest("top: must be 1 to " + MOST + ", not \"" + text + "\"", "top"));
        }
        return Integer.parseInt(text);
    }
}
