package io.proxima.control;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What takes long is done one at a time, waits for a while, and is refused beyond that. */
class WorkbenchTest {
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private Vertx vertx;
    private ControlServer server;

    @BeforeEach
    void start() throws ControlException {
        Workbench slow = new Workbench("counting", Duration.ofSeconds(30));
        Workbench hasty = new Workbench("counting", Duration.ofMillis(50));
        vertx = Vertx.vertx();
        server = ControlServer.start(
                vertx, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), Gate.OPEN, List.of(routes -> {
                    routes.get("/slow", Role.READ, context -> slow.answer(context, this::work));
                    routes.get("/hasty", Role.READ, context -> hasty.answer(context, this::work));
                    routes.get("/quick", Role.READ, context -> hasty.answer(context, () -> Map.of("done", true)));
                }));
    }

    private Map<String, Object> work() throws InterruptedException {
        begun.incrementAndGet();
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            return Map.of("released", release.await(20, TimeUnit.SECONDS));
        } finally {
            running.decrementAndGet();
        }
    }

    @AfterEach
    void stop() throws Exception {
        release.countDown();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private ControlClient client() {
        return new ControlClient(ControlClient.urlOf(server.address()));
    }

    private CompletableFuture<Integer> asked(String path) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return client().get(path).path("released").asBoolean() ? 200 : 0;
                    } catch (ProblemException e) {
                        return e.problem().status();
                    } catch (ControlException e) {
                        throw new AssertionError(e);
                    }
                },
                task -> Thread.ofPlatform().daemon().start(task));
    }

    @Test
    void oneIsDoneAtATimeAFewWaitAndTheRestAreTurnedAway() throws Exception {
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(asked("/slow"));
        }
        await().until(() -> all.stream().filter(CompletableFuture::isDone).count() == 3);
        release.countDown();
        List<Integer> codes = new ArrayList<>();
        for (CompletableFuture<Integer> one : all) {
            codes.add(one.get(20, TimeUnit.SECONDS));
        }
        assertEquals(5, codes.stream().filter(code -> code == 200).count(), codes::toString);
        assertEquals(3, codes.stream().filter(code -> code == 503).count(), codes::toString);
        assertEquals(1, most.get());
    }

    @Test
    void whoWaitedTooLongIsToldAndWorkThatNobodyWaitsForIsLeftOut() throws Exception {
        assertEquals(503, asked("/hasty").get(20, TimeUnit.SECONDS));
        assertEquals(503, asked("/hasty").get(20, TimeUnit.SECONDS));
        release.countDown();
        await().until(() -> running.get() == 0);
        await().ignoreExceptions()
                .until(() -> client().get("/quick").path("done").asBoolean());
        assertEquals(1, begun.get(), "the second had given up before its turn");
    }

    @Test
    void theSentenceSaysWhatTheServerIsBusyWith() {
        ProblemException late = assertThrows(ProblemException.class, () -> client().get("/hasty"));
        assertEquals("counting took longer than 0 s", late.problem().detail());
    }
}
