package io.proxima.cli;

/** What a command's end says to the shell; a command that means something else by one of them says so in its help. */
public final class ExitCodes {
    /** What was asked for is done. */
    public static final int DONE = 0;

    /** It could not be done, or what was looked at has errors. */
    public static final int FAILED = 1;

    /** The command line is wrong; nothing was begun. */
    public static final int USAGE = 2;

    /** It contradicts the state of things, and nothing was changed. */
    public static final int REFUSED = 3;

    /** Ended by Ctrl-C, as shells say it; the JVM gives it by itself. */
    public static final int INTERRUPTED = 130;

    /** Whoever read the output went away, as shells say it. */
    public static final int OUTPUT_CLOSED = 141;

    private ExitCodes() {}
}
