package io.proxima.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What text is written to.
 *
 * @param columns how many characters a line may have, or 0 for any number
 * @param colour whether it shows colours
 */
record Terminal(int columns, boolean colour) {
    /** A file or a pipe: nothing is cut and nothing coloured. */
    static final Terminal NONE = new Terminal(0, false);

    private static final int USUAL_COLUMNS = 80;
    private static final int NARROWEST = 20;

    /** What this process writes to; {@code NO_COLOR} and {@code COLUMNS} of the environment are heeded. */
    @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where there is no terminal
    static Terminal current(Map<String, String> environment) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return NONE;
        }
        boolean colour = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        return new Terminal(columns(environment.getOrDefault("COLUMNS", sizeOfTerminal())), colour);
    }

    /** The last number in a text, as {@code stty size} and {@code COLUMNS} have it; 80 where it is none. */
    static int columns(String text) {
        String last = text.strip().replaceFirst("^.*\\s", "");
        return last.matches("[0-9]{1,5}") ? Math.max(NARROWEST, Integer.parseInt(last)) : USUAL_COLUMNS;
    }

    /** A line that fits. */
    String fit(String line) {
        return columns == 0 || line.length() <= columns ? line : line.substring(0, columns - 1) + "…";
    }

    private static String sizeOfTerminal() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(1, TimeUnit.SECONDS)) {
                stty.destroy();
                return "";
            }
            return new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException _) {
            return "";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
