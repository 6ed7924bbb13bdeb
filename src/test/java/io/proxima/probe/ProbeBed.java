package io.proxima.probe;

import static org.awaitility.Awaitility.await;

import io.proxima.health.Pair;
import io.proxima.policy.Ask;
import io.proxima.policy.Check;
import io.proxima.policy.Holds;
import io.proxima.policy.Pace;
import io.proxima.policy.Source;
import io.proxima.policy.Statuses;
import io.proxima.policy.TextRule;
import io.proxima.policy.Tls;
import io.proxima.source.Place;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A prober of its own, and short ways to say what it is to probe. */
final class ProbeBed implements AutoCloseable {
    /** For what is to succeed, however busy the machine. */
    static final int PATIENT_MILLIS = 8000;

    static final Duration SOON = Duration.ofSeconds(15);
    static final Tls UNVERIFIED = new Tls(false, null, null, null);

    final Vertx vertx = Vertx.vertx();
    final List<ProbeResult> results = new CopyOnWriteArrayList<>();
    final Prober prober = new Prober(vertx, new Random(7), results::add);
    private final Map<Pair, Probe> probes = new HashMap<>();

    static Check check(Ask ask, int port, int everyMillis, int timeoutMillis) {
        return new Check(
                "web",
                ask,
                port,
                new Pace(
                        Duration.ofMillis(everyMillis),
                        Duration.ofMillis(timeoutMillis),
                        Duration.ofMillis(everyMillis),
                        0.1),
                Source.ANY,
                2,
                2,
                3,
                Holds.NONE,
                new Place("test", 1, 1));
    }

    static Check with(Check check, Source source) {
        return new Check(
                check.name(),
                check.ask(),
                check.port(),
                check.pace(),
                source,
                check.fall(),
                check.rise(),
                check.vantages(),
                check.holds(),
                check.place());
    }

    static Ask.Http http(@Nullable Tls tls, @Nullable String host) {
        return http(tls, host, Map.of(), null, 65_536);
    }

    static Ask.Http http(
            @Nullable Tls tls,
            @Nullable String host,
            Map<String, TextRule> headers,
            @Nullable TextRule body,
            int limit) {
        return new Ask.Http(
                tls, false, "/healthz", host, Map.of(), List.of(new Statuses(200, 200)), headers, body, limit);
    }

    /** Probes one more pair, of 127.0.0.1, often and patiently. */
    Pair add(Ask ask, int port) {
        return add(check(ask, port, 400, PATIENT_MILLIS));
    }

    Pair add(Check check) {
        return add("c" + probes.size(), check, InetAddress.getLoopbackAddress());
    }

    Pair add(String name, Check check, InetAddress address) {
        Pair pair = new Pair("example.com./" + name, address.getHostAddress());
        probes.put(pair, new Probe(check, address));
        prober.update(probes);
        return pair;
    }

    void remove(Pair pair) {
        probes.remove(pair);
        prober.update(probes);
    }

    List<ProbeResult> of(Pair pair) {
        return results.stream().filter(result -> result.pair().equals(pair)).toList();
    }

    /** The first result of a pair. */
    ProbeResult first(Pair pair) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(10)).until(() -> !of(pair).isEmpty());
        return of(pair).getFirst();
    }

    /** The result of one probe, patient where nothing else is said. */
    ProbeResult result(Ask ask, int port) {
        return first(add(ask, port));
    }

    ProbeResult result(Ask ask, int port, int timeoutMillis) {
        return first(add(check(ask, port, 400, timeoutMillis)));
    }

    @Override
    public void close() {
        prober.close();
        vertx.close().await();
    }
}
