package io.proxima.control;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * {@code GET /healthz}: 200 and {@code ok} where every DNS listener answers, else 503 and which does not.
 *
 * @param silent asks each listener and gives those that do not answer; may wait for seconds
 */
public record LivenessDesk(Callable<List<String>> silent) implements ControlServer.Desk {
    @Override
    public void open(Routes routes) {
        routes.get(
                "/healthz",
                Role.OPEN,
                context -> context.vertx()
                        .executeBlocking(silent, false)
                        .onSuccess(found -> {
                            if (!found.isEmpty()) {
                                context.fail(new ProblemException(new Problem(
                                        503,
                                        "Not answering",
                                        "no answer over UDP from " + String.join(", ", found),
                                        "")));
                                return;
                            }
                            context.response()
                                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                                    .end("ok\n");
                        })
                        .onFailure(context::fail));
    }
}
