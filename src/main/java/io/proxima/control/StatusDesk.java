package io.proxima.control;

import io.vertx.ext.web.Router;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * {@code GET /v1/status}: how the server stands, as a {@link Status}.
 *
 * @param status asks for it; any thread
 */
public record StatusDesk(Supplier<CompletableFuture<Status>> status) implements ControlServer.Desk {
    @Override
    public void open(Router router) {
        router.get("/v1/status").handler(context -> {
            var asked = io.vertx.core.Future.fromCompletionStage(
                    status.get(), context.vertx().getOrCreateContext());
            asked.onSuccess(found -> context.response()
                            .putHeader("Content-Type", "application/json")
                            .putHeader("Cache-Control", "no-store")
                            .end(Json.of(found)))
                    .onFailure(context::fail);
        });
    }
}
