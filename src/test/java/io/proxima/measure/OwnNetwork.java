package io.proxima.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Networks of a process's own ({@code unshare}), where a test finds what it needs and nobody else is. */
public final class OwnNetwork {
    private static final String SECONDS_AT_MOST = "60";

    private final List<String> inside;

    /** How a process ended: its exit code, -1 where it could not be begun, and what it wrote. */
    public record Ended(int code, String said) {}

    /**
     * Networks of a kind.
     *
     * @param options of {@code unshare}: {@code -rn} needs no root, {@code -n} does
     * @param setup commands of the shell that make a network what it is to be
     */
    public OwnNetwork(String options, String setup) {
        inside = List.of("timeout", SECONDS_AT_MOST, "unshare", options, "sh", "-c", setup + " && exec \"$@\"", "sh");
    }

    /** Whether a command succeeds in such a network: {@code true}, to know whether there can be one. */
    public boolean allows(String... command) throws InterruptedException {
        return run(List.of(command)).code() == 0;
    }

    /** Runs the {@code main} of a test's class, in a virtual machine with these options and a class path like this one's. */
    public Ended run(Class<?> main, List<String> options, String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", OwnClassPath.text(), main.getName()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private Ended run(List<String> command) throws InterruptedException {
        List<String> all = new ArrayList<>(inside);
        all.addAll(command);
        try {
            Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
            try {
                process.getOutputStream().close();
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return new Ended(process.waitFor(), said);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException notThere) {
            return new Ended(-1, notThere.toString());
        }
    }
}
