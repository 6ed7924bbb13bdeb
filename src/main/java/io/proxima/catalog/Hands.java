package io.proxima.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Does things on all cores: one a thread, or a great many small ones. Which thread does which of those, and when, is left open:
 * each puts what came of it in a place of its own, and the caller goes through the places in order.
 */
final class Hands {
    /** What all cores of this machine are, and no more than pays. */
    static final int THREADS = Math.min(8, Runtime.getRuntime().availableProcessors());

    /** So many at a time are worth a step of the counter that all threads share; fewer are worth no other thread. */
    private static final int AT_A_TIME = 64;

    private Hands() {}

    /**
     * Does all things from 0 up to a count, and returns when all are done; what one throws ends the others early, and is thrown.
     *
     * @param tools makes what does one of them, for a thread of its own
     */
    static void share(int count, Supplier<IntConsumer> tools) {
        AtomicInteger next = new AtomicInteger();
        int threads = Math.clamp((count + AT_A_TIME - 1) / AT_A_TIME, 1, THREADS);
        var _ = each(threads, _ -> work(count, tools.get(), next));
    }

    /**
     * Has so many threads, of which the calling one is the first, do one thing each; returns when all are done, what came of it in
     * their order. What one throws is thrown.
     */
    static <T> List<T> each(int threads, IntFunction<T> task) {
        List<CompletableFuture<T>> others = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
            int own = i;
            others.add(CompletableFuture.supplyAsync(
                    () -> task.apply(own),
                    work -> Thread.ofPlatform().name("release-" + own).daemon().start(work)));
        }
        List<T> all = new ArrayList<>();
        try {
            all.add(task.apply(0));
        } finally {
            others.forEach(other -> other.handle((_, _) -> true).join());
        }
        others.forEach(other -> all.add(joined(other)));
        return all;
    }

    private static boolean work(int count, IntConsumer tool, AtomicInteger next) {
        boolean whole = false;
        try {
            for (int from = next.getAndAdd(AT_A_TIME); from < count; from = next.getAndAdd(AT_A_TIME)) {
                for (int i = from; i < Math.min(count, from + AT_A_TIME); i++) {
                    tool.accept(i);
                }
            }
            whole = true;
        } finally {
            if (!whole) {
                next.set(count);
            }
        }
        return whole;
    }

    private static <T> T joined(CompletableFuture<T> other) {
        try {
            return other.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case Error error -> throw error; // too little memory is too little memory on any thread
                case RuntimeException known -> throw known;
                case null, default -> throw e;
            }
        }
    }
}
