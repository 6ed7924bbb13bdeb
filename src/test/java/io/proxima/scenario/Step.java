package io.proxima.scenario;

import io.proxima.net.Prefix;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that happens in a scenario. */
sealed interface Step {
    /** The line of the file it begins in, from 1. */
    int line();

    /** A file of the release as it is from here on. */
    record File(int line, String name, String text) implements Step {}

    /** A file of the release is gone. */
    record Removed(int line, String name) implements Step {}

    /** The {@code geo} part of the server's settings. */
    record Databases(int line, List<String> names) implements Step {}

    /** The country outside which a client is overseas. */
    record Home(int line, String country) implements Step {}

    /** What becomes of a verdict. */
    enum Change {
        UP,
        DOWN,
        MOVING,
        SETTLED
    }

    /**
     * The votes on addresses come to something.
     *
     * @param check by name, or null for every check of the addresses
     */
    record Verdicts(
            int line,
            Change change,
            boolean moving,
            @Nullable String check,
            List<String> addresses) implements Step {}

    /**
     * Probes of addresses come to a vote, of which their checks make a verdict.
     *
     * @param check by name, or null for every check of the addresses
     */
    record Votes(int line, boolean up, @Nullable String check, List<String> addresses) implements Step {}

    /** Time goes by. */
    record Pass(int line, Duration time) implements Step {}

    /**
     * A query, or as many of them as said, and what each answer must be.
     *
     * @param from the resolver's address, or null for the loopback's
     * @param subnet the client subnet, or null
     * @param option the octets of the client subnet option in hexadecimal where they are given as such, or null
     */
    record Ask(
            int line,
            int times,
            String name,
            String type,
            @Nullable InetAddress from,
            @Nullable Prefix subnet,
            @Nullable String option,
            List<Expectation> expectations)
            implements Step {}
}
