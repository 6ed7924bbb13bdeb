package io.proxima.answer;

import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Published;
import io.proxima.catalog.Release;
import io.proxima.geo.Geography;
import java.util.List;

/** Engines for tests of what is around them. */
public final class TestEngines {
    private TestEngines() {}

    /** An engine that serves no zone, so that it refuses every question. */
    public static QueryEngine refusing() {
        Release nothing = new Release(List.of(), List.of(), Geography.empty());
        Published published = new Published(new CatalogCompiler().compile(nothing));
        return new QueryEngine(published.reader(), new EngineSettings(List.of()), Transport.UDP, 1);
    }
}
