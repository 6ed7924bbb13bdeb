package io.proxima;

import io.proxima.server.ThreadsOfKernel;
import io.proxima.server.ThreadsOfKernel.Seen;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the threads that are in no hurry nicer than those that answer, where they may have to share a core.
 *
 * <p>Bulk work gets a tenth of a core that a UDP thread wants whole: reading and compiling releases, the journal, and the JVM's
 * compilers, without which a thread that answers may be slow for long. What nobody waits for, not even who waits for an edit, gets a
 * thirtieth: what the collector does beside the program, and the copies of releases. Signals, probes, TCP and the API get a
 * quarter, so that health is followed and an operator is heard under any load. Whoever gets a turn keeps it until the kernel's
 * next tick, 4 ms as a rule, so that a share is how often queries wait for so long. What nobody else wants they all have as
 * before. Threads that the program stands still for, the collector's workers and the JVM's own, keep what they have; so does
 * every thread whose nice value somebody else has set, and all of them where UDP is not answered by threads of its own.
 *
 * <p>A thread that stands back and has to stop for the collector is not waited for long: the threads that answer stop as well
 * then, and leave it the core.
 *
 * <p>A thread begins as nice as the one that started it, and none can be made less nice again: what a thread that stands back starts
 * stands back too. So this is for a process that serves to its end, whose threads that answer are all there.
 */
final class Background {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final List<String> ANSWERS = List.of("udp-", "xdp-");
    private static final List<String> STOPS_ALL = List.of("GC Thread", "VM Thread", "VM Periodic");
    private static final List<String> COMPILES = List.of("C1 Compiler", "C2 Compiler");
    private static final List<String> BULK =
            List.of("releases", "release-", "digests", "journal", "file-events", "FileSystemWatch");
    private static final List<String> LAST = List.of("G1 ", "Native Heap", "kept-releases");
    /** Weights go down by a fifth a step: these are a tenth, a thirtieth and a third of the usual one. */
    private static final int BULK_STEPS = 10;

    private static final int LAST_STEPS = 15;

    private static final int OTHER_STEPS = 5;
    /** Most threads are there by then, and the release that the server started with is served. */
    private static final long FIRST_SECONDS = 3;
    /** By then hot code is compiled; before, compiling is the fastest way to answer fast. */
    private static final long LATER_SECONDS = 30;

    private Background() {}

    /** Looks at the threads twice, on one that may wait: soon, and when the JVM has come to rest. */
    static void arrange(ScheduledExecutorService thread) {
        if (ThreadsOfKernel.supported()) {
            var _ = thread.schedule(() -> standBack(false), FIRST_SECONDS, TimeUnit.SECONDS);
            var _ = thread.schedule(() -> standBack(true), LATER_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void standBack(boolean compilersToo) {
        try {
            List<Seen> threads = ThreadsOfKernel.all();
            threads.stream()
                    .filter(thread -> begins(thread.name(), ANSWERS))
                    .mapToInt(Seen::nice)
                    .min()
                    .ifPresent(usual -> threads.stream()
                            .filter(thread -> thread.nice() == usual)
                            .forEach(thread -> lower(thread, steps(thread.name(), compilersToo))));
        } catch (IOException e) {
            LOG.warn("the threads cannot be listed; all stay as nice as they are", e);
        }
    }

    private static void lower(Seen thread, int steps) {
        int nice = Math.min(thread.nice() + steps, ThreadsOfKernel.NICEST);
        if (steps > 0 && !ThreadsOfKernel.renice(thread, nice)) {
            LOG.debug("thread {} stays as nice as it is", thread.name());
        }
    }

    /** How much nicer than a thread that answers the one of a name shall be. */
    static int steps(String name, boolean compilersToo) {
        if (begins(name, ANSWERS) || begins(name, STOPS_ALL)) {
            return 0;
        }
        if (begins(name, COMPILES)) {
            return compilersToo ? BULK_STEPS : 0;
        }
        if (begins(name, LAST)) {
            return LAST_STEPS;
        }
        return begins(name, BULK) ? BULK_STEPS : OTHER_STEPS;
    }

    private static boolean begins(String name, List<String> prefixes) {
        return prefixes.stream().anyMatch(name::startsWith);
    }
}
