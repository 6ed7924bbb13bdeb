package io.proxima.answer;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Published;
import io.proxima.catalog.Release;
import io.proxima.geo.Geography;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Engines for tests of what is around them. */
public final class TestEngines {
    private TestEngines() {}

    /** An engine that serves no zone, so that it refuses every question. */
    public static QueryEngine refusing() {
        Release nothing = new Release(List.of(), List.of(), Geography.empty());
        return over(new CatalogCompiler().compile(nothing), Transport.UDP).get();
    }

    /** Makes engines that answer from a catalog and believe every client subnet. */
    public static Supplier<QueryEngine> over(Catalog catalog, Transport transport) {
        Published published = new Published(catalog);
        EngineSettings settings = EngineSettings.OPEN;
        AtomicLong seed = new AtomicLong();
        return () -> new QueryEngine(published.reader(), settings, transport, seed.incrementAndGet());
    }
}
