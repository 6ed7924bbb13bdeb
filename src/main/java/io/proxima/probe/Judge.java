package io.proxima.probe;

import io.proxima.policy.TextRule;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Holds what members said against an operator's rules.
 *
 * <p>Texts are compared at once, on the event loop. Regular expressions go to two threads of their own and have
 * {@value #MATCHING_MILLIS} ms: one that backtracks without end looks at its text again and again, and is stopped by the text
 * ({@link TimedText}). One of the threads is for members whose last probe was a success: they do not wait behind those whose
 * texts take all their time.
 */
final class Judge implements AutoCloseable {
    private static final int MATCHING_MILLIS = 250;
    private static final int SHOWN = 48;

    private final Loop loop;
    private final ExecutorService ofAnswering = thread();
    private final ExecutorService ofOthers = thread();

    /**
     * One rule and the text it is about.
     *
     * @param what {@code header "content-type"}
     */
    record Case(String what, TextRule rule, String text) {}

    Judge(Loop loop) {
        this.loop = loop;
    }

    /**
     * Holds all against their rules.
     *
     * @param answered whether the member's last probe was a success
     * @param deadlineNanos when nobody waits any more
     * @param objection called on the event loop with what is wrong first; empty where nothing is
     */
    void hear(List<Case> cases, boolean answered, long deadlineNanos, Consumer<String> objection) {
        if (cases.stream().noneMatch(one -> one.rule() instanceof TextRule.Matches)) {
            objection.accept(objection(cases, Long.MAX_VALUE));
            return;
        }
        try {
            (answered ? ofAnswering : ofOthers).execute(() -> {
                long now = System.nanoTime();
                if (deadlineNanos - now > 0) {
                    long end = now + Math.min(deadlineNanos - now, MATCHING_MILLIS * 1_000_000L);
                    String found = objection(cases, end);
                    loop.run(() -> objection.accept(found));
                }
            });
        } catch (RejectedExecutionException _) {
            objection.accept("the prober is closed");
        }
    }

    @Override
    public void close() {
        ofAnswering.shutdownNow();
        ofOthers.shutdownNow();
    }

    private static String objection(List<Case> cases, long endNanos) {
        for (Case one : cases) {
            String why = objection(one, endNanos);
            if (!why.isEmpty()) {
                return why;
            }
        }
        return "";
    }

    private static String objection(Case one, long endNanos) {
        try {
            boolean good = switch (one.rule()) {
                case TextRule.Is(String text) -> one.text().equals(text);
                case TextRule.Contains(String text) -> one.text().contains(text);
                case TextRule.Matches(String expression) ->
                    Pattern.compile(expression)
                            .matcher(new TimedText(one.text(), endNanos))
                            .find();
            };
            return good ? "" : one.what() + " is \"" + Words.fit(one.text(), SHOWN) + "\", expected " + one.rule();
        } catch (TimedText.Overdue _) {
            return one.what() + ": " + one.rule() + " takes longer than " + MATCHING_MILLIS + " ms to look for";
        } catch (StackOverflowError _) { // java.util.regex goes down by recursion for each turn of a group
            return one.what() + ": " + one.rule() + " nests too deep on this text";
        }
    }

    private static ExecutorService thread() {
        return Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("probe-match").factory());
    }
}
