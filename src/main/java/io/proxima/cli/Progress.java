package io.proxima.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a command is about, for people who wait: one line that is written over, on a terminal alone, once a second has passed.
 *
 * <p>It says what, how far where that is known, and for how long; it is gone when the command has its result. Each line ends with a return
 * to its first column, so that what another writes meanwhile stands above it. Any thread may tell it things.
 */
public final class Progress implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long EVERY_MILLIS = 250;
    private static final String ERASE = "\r\033[K";

    private final PrintWriter err;
    private final Terminal terminal;
    private final LongSupplier nanos;
    private final long began;
    private @Nullable ScheduledExecutorService ticker;
    private @Nullable Thread atExit;
    private String what;
    private String far = "";
    private boolean shown;
    private boolean closed;

    /**
     * Silent until {@link #tick} finds that a second has passed.
     *
     * @param terminal one without columns is none: nothing is ever written
     * @param nanos a clock that only goes on
     */
    Progress(PrintWriter err, Terminal terminal, LongSupplier nanos, String what) {
        this.err = err;
        this.terminal = terminal;
        this.nanos = nanos;
        this.began = nanos.getAsLong();
        this.what = what;
    }

    /** One that looks at the clock by itself. */
    static Progress start(PrintWriter err, Terminal terminal, String what) {
        Progress progress = new Progress(err, terminal, System::nanoTime, what);
        if (terminal.columns() > 0) {
            ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
                    task -> Thread.ofPlatform().name("progress").daemon().unstarted(task));
            progress.ticker = ticker;
            var _ = ticker.scheduleWithFixedDelay(progress::tick, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
            progress.atExit = Thread.ofPlatform().unstarted(progress::erase);
            Runtime.getRuntime().addShutdownHook(progress.atExit);
        }
        return progress;
    }

    /** Something else is done now, and nothing is known of how far. */
    public void at(String what) {
        at(what, "");
    }

    /**
     * So many of a number of things are done.
     *
     * @param of 0 or less where that is not known
     */
    public void at(String what, long done, long of) {
        at(what, of > 0 ? done + " of " + of : String.valueOf(done));
    }

    /** Something is done, and how far it is, in words. */
    public synchronized void at(String what, String far) {
        this.what = what;
        this.far = far;
    }

    /** Writes the line anew where it is time. */
    synchronized void tick() {
        long passed = nanos.getAsLong() - began;
        if (closed || terminal.columns() == 0 || passed < PATIENCE_NANOS) {
            return;
        }
        shown = true;
        String line = what + "… " + (far.isEmpty() ? "" : far + ", ")
                + String.format(Locale.ROOT, "%d s", TimeUnit.NANOSECONDS.toSeconds(passed));
        err.print(ERASE + terminal.fit(line.replaceAll("\\p{Cntrl}", "?")) + "\r");
        err.flush();
    }

    private synchronized void erase() {
        closed = true;
        if (shown) {
            shown = false;
            err.print(ERASE);
            err.flush();
        }
    }

    /** Takes the line away. */
    @Override
    public void close() {
        if (ticker != null) {
            ticker.shutdownNow();
        }
        erase();
        if (atExit != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(atExit);
            } catch (IllegalStateException _) {
                // The process is ending, and the line is gone: nothing is left to take back.
                return;
            }
        }
    }
}
