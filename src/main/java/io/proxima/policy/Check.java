package io.proxima.policy;

import io.proxima.source.Place;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a member.
 *
 * @param path for HTTP and HTTPS, {@code /} by default
 * @param host Host header and SNI; null is the address
 * @param port 80 for HTTP, 443 for HTTPS, required for TCP
 * @param expect status codes that count as success, 200 by default
 * @param verify whether an HTTPS certificate must be valid for the host; true by default
 * @param every interval between probes from one vantage point, 5 s by default
 * @param timeout of one probe, 2 s by default, at most {@code every}
 * @param fall consecutive failures before this vantage point votes down, 2 by default
 * @param rise consecutive successes before it votes up again, 2 by default
 * @param vantages how many replicas probe each member, 3 by default
 * @param holds what keeps it down though it would be up again; nothing by default
 */
public record Check(
        String name,
        Kind kind,
        String path,
        @Nullable String host,
        int port,
        List<Integer> expect,
        boolean verify,
        Duration every,
        Duration timeout,
        int fall,
        int rise,
        int vantages,
        Holds holds,
        Place place) {

    /** The same at another pace. */
    Check paced(Duration every, Duration timeout, int fall) {
        return new Check(
                name, kind, path, host, port, expect, verify, every, timeout, fall, rise, vantages, holds, place);
    }

    /** The protocols. */
    public enum Kind {
        TCP,
        HTTP,
        HTTPS
    }
}
