package io.proxima.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.proxima.server.ThreadsOfKernel.Seen;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThreadsOfKernelTest {
    private static final String NAME = "(nicer) than it";

    @BeforeEach
    void onLinux() {
        assumeTrue(ThreadsOfKernel.supported());
    }

    private static Seen seen() throws IOException {
        return ThreadsOfKernel.all().stream()
                .filter(thread -> thread.name().equals(NAME))
                .findAny()
                .orElseThrow();
    }

    @Test
    void aThreadIsMadeNicerByItsNumber() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().name(NAME).start(() -> {
            running.countDown();
            try {
                over.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        running.await();
        Seen before = seen();
        int wanted = Math.min(before.nice() + 2, ThreadsOfKernel.NICEST);
        assertTrue(ThreadsOfKernel.renice(before, wanted));
        assertEquals(new Seen(before.id(), NAME, wanted), seen());
        over.countDown();
        thread.join();
    }

    @Test
    void theJvmsOwnThreadsAreAmongThem() throws IOException {
        assertTrue(
                ThreadsOfKernel.all().stream().anyMatch(thread -> thread.name().startsWith("VM Thread")));
    }
}
