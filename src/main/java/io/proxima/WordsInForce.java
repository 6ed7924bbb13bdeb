package io.proxima;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.Schedule;
import io.proxima.health.HealthEvent;
import io.proxima.health.MemberOverride;
import io.proxima.health.Overrides;
import io.proxima.health.Pair;
import io.proxima.health.Verdict;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what operators and schedules say of members into catalogs, and tells the record of it; on the writer thread. */
final class WordsInForce {
    private static final Logger LOG = LoggerFactory.getLogger(WordsInForce.class);

    private final Overrides overrides;
    private final Consumer<HealthEvent> record;

    WordsInForce(Overrides overrides, Consumer<HealthEvent> record) {
        this.overrides = overrides;
        this.record = record;
    }

    /** Takes all that is in force now into a catalog that is not published yet. */
    void begin(Catalog catalog, Function<Pair, Verdict> verdicts, long nowMillis) {
        changes(catalog, nowMillis).forEach(this::report);
        catalog.override(overrides.inForce(), verdicts, nowMillis);
    }

    /** Takes what changed, as time passes too, into the catalog in force; gives whether anything did. */
    boolean follow(Catalog catalog, Function<Pair, Verdict> verdicts, long nowMillis) {
        List<HealthEvent.Overridden> changes = changes(catalog, nowMillis);
        if (changes.isEmpty()) {
            return false;
        }
        catalog.override(overrides.inForce(), verdicts, nowMillis);
        changes.forEach(this::report);
        return true;
    }

    private List<HealthEvent.Overridden> changes(Catalog catalog, long nowMillis) {
        return overrides.changes(Schedule.inForce(catalog.schedules(), nowMillis), nowMillis);
    }

    private void report(HealthEvent.Overridden change) {
        MemberOverride override = change.override();
        LOG.info(
                "{}: {} by {}{}",
                change.member(),
                override.word().text(),
                override.owner(),
                override.reason().isEmpty() ? "" : ": " + override.reason());
        record.accept(change);
    }
}
