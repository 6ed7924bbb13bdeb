package io.proxima.cli;

import io.proxima.source.Finding;
import io.proxima.source.Findings;
import java.io.PrintWriter;

/**
 * Where a command writes: results, and what went wrong.
 *
 * @param out what was asked for
 * @param err everything else
 */
public record Console(PrintWriter out, PrintWriter err) {

    /** Writes a line of the result. */
    public void say(String line) {
        out.println(line);
        out.flush();
    }

    /** Writes a line about the running of the command. */
    public void warn(String line) {
        err.println(line);
        err.flush();
    }

    /** Work that takes its time and tells how far it is. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T done(Progress progress) throws E;
    }

    /** Does something, and says so on a terminal where it takes longer than a second. */
    public <T, E extends Exception> T during(String what, Work<T, E> work) throws E {
        try (Progress progress = Progress.start(err, Terminal.ofErrors(System.getenv()), what)) {
            return work.done(progress);
        }
    }

    /** Writes every finding to where errors go. */
    public void report(Findings findings) {
        findings.sorted().stream().map(Finding::toString).forEach(this::warn);
    }
}
