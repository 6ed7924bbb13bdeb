package io.proxima.cli;

import java.io.PrintWriter;
import java.nio.file.Path;

/**
 * {@code serve} and {@code serve --config FILE}, without the table of all commands.
 *
 * <p>To make that table takes longer than to read the demo's files, since picocli's classes are too old for the JVM to keep them
 * ready for the next start. Any other command line is picocli's to judge.
 */
final class PlainServe {
    private PlainServe() {}

    static boolean is(String[] args) {
        return args.length > 0
                && args[0].equals("serve")
                && (args.length == 1 || (args.length == 3 && args[1].equals("--config") && isFile(args[2])));
    }

    /** Runs it; gives the exit code, as picocli would. */
    static int run(String[] args, ServeCommand serve, PrintWriter err) {
        try {
            return serve.call(args.length == 1 ? null : Path.of(args[2]));
        } catch (RuntimeException e) {
            e.printStackTrace(err);
            return ExitCodes.FAILED;
        }
    }

    /** Not what could be meant as an option, is quoted, or is no path. */
    private static boolean isFile(String text) {
        return text.matches("[A-Za-z0-9._/~][^\\x00]*");
    }
}
