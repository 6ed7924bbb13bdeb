package io.proxima.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Does a great many small things on all cores. Which thread does which, and when, is left open: each thing puts what came of it
 * in a place of its own, and the caller goes through the places in order.
 */
final class Hands {
    private static final int MOST_THREADS = 8;
    /** So many at a time are worth a step of the counter that all threads share; fewer are worth no other thread. */
    private static final int AT_A_TIME = 64;

    private Hands() {}

    /**
     * Does all things from 0 up to a count, and returns when all are done; what one throws ends the others early, and is thrown.
     *
     * @param tools makes what does one of them, for a thread of its own
     */
    static void share(int count, Supplier<IntConsumer> tools) {
        int threads = Math.min(
                Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()),
                (count + AT_A_TIME - 1) / AT_A_TIME);
        AtomicInteger next = new AtomicInteger();
        Runnable share = () -> work(count, tools.get(), next);
        List<CompletableFuture<Void>> others = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
            String name = "release-" + i;
            others.add(CompletableFuture.runAsync(
                    share, task -> Thread.ofPlatform().name(name).daemon().start(task)));
        }
        try {
            share.run();
        } finally {
            others.forEach(other -> other.handle((_, _) -> true).join());
        }
        others.forEach(Hands::rethrow);
    }

    private static void work(int count, IntConsumer tool, AtomicInteger next) {
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
    }

    private static void rethrow(CompletableFuture<Void> other) {
        try {
            other.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case Error error -> throw error; // too little memory is too little memory on any thread
                case RuntimeException known -> throw known;
                case null, default -> throw e;
            }
        }
    }
}
