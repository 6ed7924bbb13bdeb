package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.control.Explainer;
import io.proxima.control.Explanation;
import io.proxima.control.LineReport;
import io.proxima.control.ProblemException;
import io.proxima.source.Findings;
import io.proxima.store.StoreException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the commands start, handed to them by the root.
 *
 * @param server serves until the process is told to stop
 * @param checker reads all files of a configuration
 * @param demo runs the demo
 * @param explainer explains an answer
 * @param locator says on which lines an address falls
 * @param coverer says how much of the address space falls on a pool's lines
 */
public record Starters(
        Server server, Checker checker, Demo demo, Explains explainer, Locator locator, Coverer coverer) {

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
        void check(ServerConfig config, Findings findings, Progress progress);
    }

    /** Runs the demo. */
    @FunctionalInterface
    public interface Demo {
        /** Runs the demo until it is told to stop; gives the exit code. */
        int run(DemoOptions options, Console console);
    }

    /** Explains answers. */
    @FunctionalInterface
    public interface Explains {
        /**
         * Why a question is answered as it is by the files and what the server's last run left; empty where a file cannot be
         * used, which is among the findings.
         *
         * @param at by the journal, as of then; or null for now
         * @throws StoreException with a sentence, where nothing can be said of then
         */
        Optional<Explanation> explain(
                ServerConfig config, Explainer.Question question, @Nullable Instant at, Findings findings)
                throws StoreException;
    }

    /** Says on which lines an address falls. */
    @FunctionalInterface
    public interface Locator {
        /**
         * The lines of a prefix's first address; empty where a file cannot be used, which is among the findings.
         *
         * @throws IllegalArgumentException with a sentence, where {@code prefix} is neither an address nor a prefix
         */
        Optional<LineReport.Placement> locate(ServerConfig config, String prefix, Findings findings);
    }

    /** Says how much of the address space falls on a pool's lines. */
    @FunctionalInterface
    public interface Coverer {
        /**
         * The pool of that name; empty where a file cannot be used, which is among the findings.
         *
         * @param zone the apex, with or without the last dot, or null
         * @throws ProblemException where there is no such pool, or several, or it does not choose by line
         */
        Optional<LineReport.PoolLines> cover(
                ServerConfig config, String pool, @Nullable String zone, Findings findings);
    }

    /**
     * How the demo is set up.
     *
     * @param replicas 1 to 3
     * @param port where the replicas answer DNS
     * @param edgePort where the edges listen, or 0 for what the policy that ships says
     */
    public record DemoOptions(int replicas, int port, int edgePort) {}
}
