package io.proxima.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

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
    private static final Pattern TERMINALS = Pattern.compile("/dev/(pts/|tty|console).*");

    /**
     * What the results of this process are written to. {@code NO_COLOR}, {@code CLICOLOR}, {@code CLICOLOR_FORCE}, {@code TERM} and
     * {@code COLUMNS} of the environment are heeded; a pipe has colours only where they are forced.
     */
    static Terminal current(Map<String, String> environment) {
        return of(environment, isTerminal(1));
    }

    /** What is said beside the results is written to. */
    static Terminal ofErrors(Map<String, String> environment) {
        return of(environment, isTerminal(2));
    }

    static Terminal of(Map<String, String> environment, boolean terminal) {
        return new Terminal(
                terminal ? columns(environment.getOrDefault("COLUMNS", sizeOfTerminal())) : 0,
                colour(environment, terminal));
    }

    /** By no-color.org and bixense.com/clicolors: who forbids goes before who forces. */
    private static boolean colour(Map<String, String> environment, boolean terminal) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        String force = environment.getOrDefault("CLICOLOR_FORCE", "");
        if (!force.isEmpty() && !force.equals("0")) {
            return true;
        }
        return terminal
                && !environment.getOrDefault("CLICOLOR", "").equals("0")
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** Whether a stream that the process was given is a terminal; where the system does not tell, whether all are. */
    @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where there is no terminal
    private static boolean isTerminal(int stream) {
        Path open = Path.of("/proc/self/fd", String.valueOf(stream));
        try {
            return TERMINALS.matcher(Files.readSymbolicLink(open).toString()).matches();
        } catch (IOException | UnsupportedOperationException _) {
            Console console = System.console();
            return console != null && console.isTerminal();
        }
    }

    /** The last number in a text, as {@code stty size} and {@code COLUMNS} have it; 80 where it is none. */
    static int columns(String text) {
        String last = text.strip().replaceFirst("^.*\\s", "");
        return last.matches("[0-9]{1,5}") ? Math.max(NARROWEST, Integer.parseInt(last)) : USUAL_COLUMNS;
    }

    /** A line that fits. */
    String fit(String line) {
        return columns == 0 ? line : TextWidth.fit(line, columns);
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
