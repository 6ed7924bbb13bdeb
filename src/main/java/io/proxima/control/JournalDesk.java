package io.proxima.control;

import io.proxima.store.JournalReader;
import io.proxima.store.JournalRecord;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal to those who ask: {@code GET /v1/journal?since=-1h&limit=100}.
 *
 * <p>{@code since} is an instant as {@link When} takes it, all that is kept by default; {@code limit} says how many of the last
 * records are wanted, {@value #MOST} at most. They come in the order they were written.
 *
 * @param journal read on a thread that may wait for the disk
 */
public record JournalDesk(JournalReader journal) implements ControlServer.Desk {
    private static final int MOST = 10_000;
    private static final int USUAL = 100;

    @Override
    public void open(Routes routes) {
        routes.get("/v1/journal", Role.READ, this::answer);
    }

    private void answer(RoutingContext context) {
        Instant since = since(context.request().getParam("since"));
        int limit = limit(context.request().getParam("limit"));
        context.vertx()
                .executeBlocking(() -> read(since, limit))
                .onSuccess(text -> context.response()
                        .putHeader("Content-Type", "application/json")
                        .end(text))
                .onFailure(context::fail);
    }

    private String read(Instant since, int limit) throws IOException {
        List<Map<String, Object>> records = journal.since(since, limit).stream()
                .map(JournalRecord::document)
                .toList();
        return Json.of(Map.of("records", records));
    }

    /** A plus sign that was not escaped comes as a space. */
    static Instant since(@Nullable String text) {
        try {
            return text == null
                    ? Instant.EPOCH
                    : When.parse(text.replace(' ', '+'), ZonedDateTime.now(ZoneId.systemDefault()));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.badRequest("since: " + e.getMessage(), "since"));
        }
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return USUAL;
        }
        if (!text.matches("[1-9]\\d{0,4}") || Integer.parseInt(text) > MOST) {
            throw new ProblemException(
                    Problem.badRequest("limit: must be 1 to " + MOST + ", not \"" + text + "\"", "limit"));
        }
        return Integer.parseInt(text);
    }
}
