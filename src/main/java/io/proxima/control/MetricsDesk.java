package io.proxima.control;

import io.proxima.metrics.Exposition;
import io.proxima.metrics.Reading;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * {@code GET /metrics}: what Prometheus scrapes.
 *
 * @param readings asks for what there is to read; any thread
 */
public record MetricsDesk(Supplier<CompletableFuture<List<Reading>>> readings, Exposition exposition)
        implements ControlServer.Desk {
    @Override
    public void open(Routes routes) {
        routes.get("/metrics", Role.READ, this::scrape);
    }

    private void scrape(RoutingContext context) {
        String accept = context.request().getHeader("Accept");
        Future.fromCompletionStage(readings.get(), context.vertx().getOrCreateContext())
                .compose(read -> context.vertx().executeBlocking(() -> exposition.page(read, accept)))
                .onSuccess(page -> context.response()
                        .putHeader("Content-Type", page.contentType())
                        .end(page.text()))
                .onFailure(context::fail);
    }
}
