package io.proxima.control;

import io.proxima.catalog.Catalog;
import io.proxima.health.Pair;
import io.proxima.store.JournalReader;
import io.proxima.store.JournalRecord;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * One client that hears of events. What it missed is read to it from the journal a page at a time, as fast as it takes
 * them; what is new then comes as it is written, until the client is slow and reads behind again. One that takes nothing from
 * a heartbeat to the next is cut off: it can ask again from where it was. On its event loop alone.
 */
final class EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    /** Of the records that were missed, so many are read. */
    static final int MOST_MISSED = 10_000;
    /** Octets that wait for a client to take them. */
    static final int MOST_WAITING = 1 << 18;

    private static final int PAGE = 500;
    /** A client comes again, with its token. */
    private static final int MOST_HEARTBEATS = 240;

    private final Context context;
    private final HttpServerResponse response;
    private final EventFilter filter;
    private final Supplier<Catalog> catalog;
    private final JournalReader journal;
    /** The last record that was told, or is not wanted. */
    private long last;

    private long said;
    private long newest;
    private boolean begun;
    private boolean live;
    private @Nullable Catalog known;
    private Set<Pair> pairs = Set.of();
    private boolean stuck;
    private boolean over;
    private int heartbeats;

    EventStream(
            Context context,
            HttpServerResponse response,
            EventFilter filter,
            Supplier<Catalog> catalog,
            JournalReader journal) {
        this.context = context;
        this.response = response;
        this.filter = filter;
        this.catalog = catalog;
        this.journal = journal;
    }

    /** Begins behind a record; the journal's last is given, since one beyond it is of another journal. */
    void begin(long from, long journalLast) {
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .setWriteQueueMaxSize(MOST_WAITING);
        begun = true;
        last = from;
        newest = Math.max(newest, journalLast);
        if (from > journalLast && from > newest) {
            gap(newest + 1, from);
            last = newest;
        }
        write(": proxima\nid: " + last + "\n\n");
        said = last;
        next();
    }

    /** Takes what is new. */
    void take(List<JournalRecord> records) {
        newest = Math.max(newest, records.getLast().number());
        if (!live || over) {
            return;
        }
        if (records.getFirst().number() > last + 1) {
            live = false;
            next(); // some were not told; they may be in the journal
            return;
        }
        tell(records);
        if (response.writeQueueFull()) {
            live = false;
            next();
        }
    }

    /** Says that it lives still, and how far it is; ends it where the client takes nothing, or after an hour. */
    void heartbeat() {
        if (!begun || over) {
            return;
        }
        boolean full = response.writeQueueFull();
        if (stuck && full) {
            cut("it does not read");
        } else if (++heartbeats >= MOST_HEARTBEATS) {
            var _ = response.end();
        } else if (!full) {
            write(last > said && live ? ":\nid: " + last + "\n\n" : ":\n\n");
            said = Math.max(said, live ? last : said);
        }
        stuck = full;
    }

    /** Reads on, unless all is told. */
    private void next() {
        if (over || response.ended() || response.closed()) {
            return;
        }
        if (response.writeQueueFull()) {
            response.drainHandler(_ -> {
                response.drainHandler(null);
                stuck = false;
                next();
            });
            return;
        }
        live = newest <= last;
        if (live) {
            return;
        }
        if (newest - last > MOST_MISSED) {
            gap(last + 1, newest - MOST_MISSED);
            last = newest - MOST_MISSED;
        }
        long behind = last;
        context.executeBlocking(() -> journal.after(behind, PAGE), false)
                .onSuccess(this::page)
                .onFailure(failure -> cut("the journal cannot be read: " + failure));
    }

    private void page(List<JournalRecord> records) {
        if (over || response.ended() || response.closed()) {
            return;
        }
        if (records.isEmpty()) {
            gap(last + 1, newest);
            last = newest;
        } else {
            tell(records);
        }
        next();
    }

    private void tell(List<JournalRecord> records) {
        StringBuilder text = new StringBuilder();
        Catalog now = catalog.get();
        if (now != known) {
            known = now;
            pairs = filter.pairs(now);
        }
        for (JournalRecord record : records) {
            if (record.number() <= last) {
                continue;
            }
            if (record.number() > last + 1) {
                text.append(gapText(last + 1, record.number() - 1));
            }
            last = record.number();
            if (filter.takes(record, pairs)) {
                said = last;
                text.append(event(last, record.kind(), record.document()));
            }
        }
        if (!text.isEmpty()) {
            write(text.toString());
        }
    }

    private void gap(long from, long to) {
        write(gapText(from, to));
    }

    private static String gapText(long from, long to) {
        Map<String, Object> gap = new LinkedHashMap<>();
        gap.put("kind", "gap");
        gap.put("from", from);
        gap.put("to", to);
        return event(to, "gap", gap);
    }

    private static String event(long id, String kind, Map<String, Object> document) {
        return "id: " + id + "\nevent: " + kind + "\ndata: "
                + JsonMapper.shared().writeValueAsString(document) + "\n\n";
    }

    private void write(String text) {
        response.write(text).onFailure(failure -> LOG.debug("a client that hears of events is gone", failure));
    }

    /** Whether it was cut off. */
    boolean isOver() {
        return over;
    }

    private void cut(String why) {
        LOG.info("a client that hears of events is cut off: {}", why);
        over = true;
        var _ = response.reset(); // where octets wait, the connection ends by its idle timeout
    }

    /** Where a journal stands. */
    record Position(long from, long last) {
        /** Behind a record that a client names, or behind the last. */
        static Position of(JournalReader journal, long named) throws IOException {
            long last = journal.last();
            return new Position(named < 0 ? last : named, last);
        }
    }
}
