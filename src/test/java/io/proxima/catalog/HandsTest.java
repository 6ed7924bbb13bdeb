package io.proxima.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HandsTest {

    @Test
    void eachThingIsDoneOnce() {
        for (int count : new int[] {0, 1, 63, 64, 65, 1_000, 10_000}) {
            AtomicIntegerArray done = new AtomicIntegerArray(count);
            AtomicInteger tools = new AtomicInteger();
            Hands.share(count, () -> {
                tools.incrementAndGet();
                return done::incrementAndGet;
            });
            assertEquals(
                    count,
                    IntStream.range(0, count).filter(i -> done.get(i) == 1).count());
            assertTrue(tools.get() <= Runtime.getRuntime().availableProcessors());
        }
    }

    @Test
    void whatOneThrowsIsThrownWhicheverThreadItIs() {
        for (int failing : new int[] {0, 70, 9_999}) {
            Error error = new OutOfMemoryError("of a test");
            assertSame(
                    error,
                    assertThrows(
                            Error.class,
                            () -> Hands.share(10_000, () -> i -> {
                                if (i == failing) {
                                    throw error;
                                }
                            })));
        }
    }
}
