import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Commands that end by themselves. */
final class Commands {
    private Commands() {}

    /** A command that runs in a network namespace, on a core. */
    static List<String> inside(String space, int core, List<String> command) {
        List<String> all =
                new ArrayList<>(List.of("ip", "netns", "exec", space, "taskset", "-c", Integer.toString(core)));
        all.addAll(command);
        return all;
    }

    /** Runs a command; gives everything it wrote. */
    static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    /** Runs a command that has to succeed; gives what it wrote. */
    static String need(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + output.strip());
        }
        return output;
    }

    /** Runs a command; gives the first line that says something. */
    static String firstLine(List<String> command) throws IOException, InterruptedException {
        return output(command)
                .lines()
                .filter(line -> line.matches(".*[0-9]\\.[0-9].*"))
                .findFirst()
                .orElse("?");
    }
}
