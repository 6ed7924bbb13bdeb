package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.source.Findings;

/**
 * What the commands start, handed to them by the root.
 *
 * @param server serves until the process is told to stop
 * @param checker reads all files of a configuration
 * @param demo runs the demo
 */
public record Starters(Server server, Checker checker, Demo demo) {

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
        /** Runs the demo with so many replicas until it is told to stop; gives the exit code. */
        int run(int replicas, Console console);
    }
}
