package io.proxima.control;

import io.proxima.catalog.Catalog;
import io.proxima.store.JournalReader;
import io.proxima.store.JournalRecord;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happens, as it happens: {@code GET /v1/events}, as server-sent events (WHATWG HTML, section 9.2).
 *
 * <p>Each record of the journal is an event whose {@code id} is its number there, so that a client that comes again says where
 * it was, also after a restart. {@link #written} is for the journal's thread; all else is on one event loop.
 */
public final class EventsDesk implements ControlServer.Desk {
    private static final int MOST = 256;
    private static final long HEARTBEAT_MILLIS = 15_000;

    private final JournalReader journal;
    private final Supplier<Catalog> catalog;
    private final int most;
    private final long heartbeatMillis;
    private final Set<EventStream> streams = new LinkedHashSet<>();
    private volatile @Nullable Context loop;

    /**
     * Tells of a journal.
     *
     * @param journal read on threads that may wait for the disk
     * @param catalog in force, which says who is in a pool
     */
    public EventsDesk(JournalReader journal, Supplier<Catalog> catalog) {
        this(journal, catalog, MOST, HEARTBEAT_MILLIS);
    }

    EventsDesk(JournalReader journal, Supplier<Catalog> catalog, int most, long heartbeatMillis) {
        this.journal = journal;
        this.catalog = catalog;
        this.most = most;
        this.heartbeatMillis = heartbeatMillis;
    }

    @Override
    public void open(Routes routes) {
        routes.get("/v1/events", Role.READ, this::answer);
    }

    /** Takes what was written to the journal; hands over and returns. */
    public void written(List<JournalRecord> records) {
        Context on = loop;
        if (on != null && !records.isEmpty()) {
            on.runOnContext(_ -> List.copyOf(streams).forEach(stream -> stream.take(records)));
        }
    }

    private void answer(RoutingContext context) {
        HttpServerRequest request = context.request();
        EventFilter filter = EventFilter.parse(request.getParam("kinds"), request.getParam("pool"), catalog.get());
        String header = request.getHeader("Last-Event-ID");
        long named = number(header == null ? request.getParam("last-event-id") : header);
        String since = request.getParam("since");
        Instant from = since == null || named >= 0 ? null : JournalDesk.since(since);
        if (streams.size() >= most) {
            throw new ProblemException(new Problem(
                    503, "Too many", "there are " + most + " streams of events already; ask again later", ""));
        }
        Context on = begun(context);
        EventStream stream = new EventStream(on, context.response(), filter, catalog, journal);
        streams.add(stream); // before the journal is read, so that nothing comes in between
        context.addEndHandler(_ -> streams.remove(stream));
        on.executeBlocking(() -> EventStream.Position.of(journal, from == null ? named : behind(from)), false)
                .onSuccess(at -> {
                    if (!context.response().closed()) {
                        stream.begin(at.from(), at.last());
                    }
                })
                .onFailure(context::fail);
    }

    /** The event loop of all requests, whose heartbeats begin with the first. */
    private Context begun(RoutingContext context) {
        Context on = loop;
        if (on == null) {
            on = context.vertx().getOrCreateContext();
            loop = on;
            context.vertx().setPeriodic(heartbeatMillis, _ -> {
                List.copyOf(streams).forEach(EventStream::heartbeat);
                streams.removeIf(EventStream::isOver);
            });
        }
        return on;
    }

    /** Behind which record those are that are not older; none where all are. */
    private long behind(Instant from) throws IOException {
        List<JournalRecord> records = journal.since(from, EventStream.MOST_MISSED + 1);
        return records.isEmpty() ? -1 : records.getFirst().number() - 1;
    }

    private static long number(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return -1;
        }
        if (!text.matches("\\d{1,18}")) {
            throw new ProblemException(Problem.badRequest(
                    "Last-Event-ID: must be the id of an event, not \"" + text + "\"", "Last-Event-ID"));
        }
        return Long.parseLong(text);
    }
}
