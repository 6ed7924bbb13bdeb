package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.source.Findings;
import org.jspecify.annotations.Nullable;

/**
 * What the commands start, handed to them by the root.
 *
 * @param server serves until the process is told to stop
 * @param checker reads all files of a configuration
 * @param demo runs the demo
 * @param explainer explains an answer
 */
public record Starters(Server server, Checker checker, Demo demo, Explainer explainer) {

    /** Serves a configuration. */
    @FunctionalInterface
    public interface Server {
        /** Serves until the process is told to stop; gives the exit code. */
        int serve(ServerConfig config, Console console);
    }

    /** Reads all files that a configuration names. */
    @FunctionalInterface
    public interface Checker {
        /** Puts everything there is to say among the findings. */
        void check(ServerConfig config, Findings findings);
    }

    /** Runs the demo. */
    @FunctionalInterface
    public interface Demo {
        /** Runs the demo until it is told to stop; gives the exit code. */
        int run(DemoOptions options, Console console);
    }

    /** Explains answers. */
    @FunctionalInterface
    public interface Explainer {
        /** Writes why a question is answered as it is; gives the exit code. */
        int run(ServerConfig config, ExplainOptions options, Console console);
    }

    /**
     * What is to be explained, as typed.
     *
     * @param client for whom, PREFIX, or null
     * @param resolver who asks, ADDRESS
     * @param json as a document for programs, else as text
     */
    public record ExplainOptions(
            String name, String type, @Nullable String client, String resolver, boolean json) {}

    /**
     * How the demo is set up.
     *
     * @param replicas 1 to 3
     * @param port where the replicas answer DNS
     * @param edgePort where the edges listen, or 0 for what the policy that ships says
     */
    public record DemoOptions(int replicas, int port, int edgePort) {}
}
