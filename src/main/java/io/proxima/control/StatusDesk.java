package io.proxima.control;

import io.proxima.store.Entry;
import io.proxima.store.JournalReader;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * {@code GET /v1/status}: how the server stands, as a {@link Status}, and what changed last by its journal, which remembers
 * more than this life of it.
 *
 * @param status asks for it; any thread
 * @param journal read on a thread that may wait for the disk
 */
public record StatusDesk(Supplier<CompletableFuture<Status>> status, JournalReader journal)
        implements ControlServer.Desk {
    private static final int CHANGES = 10;
    private static final int RECORDS = 1_000;

    @Override
    public void open(Routes routes) {
        routes.get("/v1/status", Role.READ, context -> {
            Future<Status> asked =
                    Future.fromCompletionStage(status.get(), context.vertx().getOrCreateContext());
            asked.compose(found -> context.vertx().executeBlocking(() -> found.with(changes())))
                    .onSuccess(found -> context.response()
                            .putHeader("Content-Type", "application/json")
                            .putHeader("Cache-Control", "no-store")
                            .end(Json.of(found)))
                    .onFailure(context::fail);
        });
    }

    /** Votes that came and went without a change of a verdict are not among them. */
    private List<String> changes() throws IOException {
        List<String> changes = journal.since(Instant.EPOCH, RECORDS).stream()
                .filter(record -> !(record.entry() instanceof Entry.Moved))
                .map(JournalText::of)
                .toList();
        return changes.subList(Math.max(0, changes.size() - CHANGES), changes.size());
    }
}
