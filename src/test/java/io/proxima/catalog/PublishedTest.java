package io.proxima.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.geo.Geography;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PublishedTest {
    private static Catalog catalog() {
        return new CatalogCompiler().compile(new Release(List.of(), List.of(), Geography.empty()));
    }

    private final Published published = new Published(catalog());

    @Test
    void aReaderOutsideHoldsNothingUp() {
        published.reader();
        assertTrue(published.acknowledged(published.publish(catalog())));
    }

    @Test
    void aReaderInsideHoldsAChangeUpUntilItLeaves() {
        Published.Reader reader = published.reader();
        reader.enter();
        long generation = published.publish(catalog());
        assertFalse(published.acknowledged(generation));
        reader.leave();
        assertTrue(published.acknowledged(generation));
    }

    /** Its older answers may still be on their way, though it reads the new catalog already. */
    @Test
    void enteringAgainTakesTheNewestButDoesNotAcknowledge() {
        Published.Reader reader = published.reader();
        reader.enter();
        Catalog next = catalog();
        long generation = published.publish(next);
        assertSame(next, reader.enter());
        assertFalse(published.acknowledged(generation));
        reader.leave();
        assertSame(next, reader.enter());
        assertTrue(published.acknowledged(generation));
    }

    @Test
    void aReaderThatIsClosedCountsNoMore() {
        Published.Reader reader = published.reader();
        reader.enter();
        long generation = published.publish(catalog());
        reader.close();
        assertTrue(published.acknowledged(generation));
    }

    /** Readers on threads of their own never hold a catalog from before what is acknowledged. */
    @Test
    void nothingOlderIsReadOnceAChangeIsAcknowledged() throws ExecutionException, InterruptedException {
        List<Catalog> catalogs = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            catalogs.add(catalog());
        }
        Published shared = new Published(catalogs.getFirst());
        AtomicLong acknowledged = new AtomicLong();
        AtomicBoolean ended = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Published.Reader reader = shared.reader();
                readers.add(threads.submit(() -> {
                    int stale = 0;
                    while (!ended.get()) {
                        long least = acknowledged.get();
                        Catalog read = reader.enter();
                        if (catalogs.indexOf(read) < least) {
                            stale++;
                        }
                        if (acknowledged.get() > catalogs.indexOf(read)) {
                            stale++;
                        }
                        reader.leave();
                        Thread.onSpinWait();
                    }
                    return stale;
                }));
            }
            try {
                for (int i = 1; i < catalogs.size(); i++) {
                    long generation = shared.publish(catalogs.get(i));
                    Awaitility.await()
                            .pollDelay(Duration.ZERO)
                            .pollInterval(Duration.ofNanos(20_000))
                            .atMost(Duration.ofSeconds(10))
                            .until(() -> shared.acknowledged(generation));
                    acknowledged.set(i);
                }
            } finally {
                ended.set(true);
            }
            for (Future<Integer> reader : readers) {
                assertEquals(0, reader.get());
            }
        }
    }
}
