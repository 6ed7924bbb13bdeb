package io.proxima.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShortSliceTest {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

    @BeforeEach
    void onLinux() {
        assumeTrue(NativeUdpListener.supported());
    }

    /** Kernels from 6.12 on know slices. */
    private static boolean slices() {
        Matcher version = VERSION.matcher(System.getProperty("os.version"));
        return version.matches()
                && Integer.parseInt(version.group(1)) * 1_000 + Integer.parseInt(version.group(2)) >= 6_012;
    }

    @Test
    void isTheCallingThreadsAlone() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            Libc libc = new Libc(arena);
            long before = ShortSlice.nanos(libc, arena);
            CompletableFuture<Long> other = new CompletableFuture<>();
            Thread thread = Thread.ofPlatform().start(() -> {
                try (Arena own = Arena.ofConfined()) {
                    Libc calls = new Libc(own);
                    assertTrue(ShortSlice.ask(calls, own));
                    other.complete(ShortSlice.nanos(calls, own));
                } catch (Throwable thrown) {
                    other.completeExceptionally(thrown);
                }
            });
            long asked = other.get();
            thread.join();
            assertEquals(slices() ? ShortSlice.NANOS : before, asked);
            assertEquals(before, ShortSlice.nanos(libc, arena));
        }
    }
}
