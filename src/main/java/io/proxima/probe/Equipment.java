package io.proxima.probe;

import io.proxima.health.Pair;
import io.proxima.policy.Ask;
import io.proxima.policy.Tls;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all attempts of one prober share: clients, threads, and the bounds on how many run at once. */
final class Equipment implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Prober.class);
    private static final int MOST_WARNINGS = 1_000;
    private static final int SOCKETS = 256;
    private static final int PROGRAMS = 8;
    private static final int PINGS = 256;

    private final Vertx vertx;
    private final Loop loop;
    private final RandomGenerator random;
    private final Clients clients;
    private final Judge judge;
    private final Pinger pinger;
    private final Beats beats;
    private final Lane sockets = new Lane(SOCKETS);
    private final Lane programs = new Lane(PROGRAMS);
    private final Lane pings = new Lane(PINGS);

    private final Set<String> warned = new HashSet<>();

    /** Nothing is sent, so nothing is bounded. */
    private final Lane looks = new Lane(Integer.MAX_VALUE);

    Equipment(Vertx vertx, Loop loop, RandomGenerator random) {
        this.vertx = vertx;
        this.loop = loop;
        this.random = random;
        this.clients = new Clients(vertx);
        this.judge = new Judge(loop);
        this.pinger = new Pinger(loop);
        this.beats = new Beats(System::nanoTime);
    }

    Vertx vertx() {
        return vertx;
    }

    RandomGenerator random() {
        return random;
    }

    Beats beats() {
        return beats;
    }

    /** Says once, and not every few seconds, that this machine cannot make a check. */
    void warn(String check, String why) {
        if (warned.size() < MOST_WARNINGS && warned.add(check + "\n" + why)) {
            LOG.warn("{} has no result here: {}", check, why);
        }
    }

    /** Which attempts of a kind wait for one another. */
    Lane laneOf(Ask ask) {
        return switch (ask) {
            case Ask.Exec _ -> programs;
            case Ask.Icmp _ -> pings;
            case Ask.Push _ -> looks;
            case Ask.Tcp _, Ask.Http _, Ask.Dns _, Ask.Grpc _, Ask.Certificate _ -> sockets;
        };
    }

    /**
     * Starts an attempt.
     *
     * @param answered whether the last one was a success
     */
    Attempt start(Pair pair, Probe probe, boolean answered, Attempt.Listener listener) {
        return switch (probe.check().ask()) {
            case Ask.Tcp _ -> connect(probe, null, null, TcpTalk::new, listener);
            case Ask.Http ask ->
                connect(
                        probe,
                        ask.tls(),
                        ask.host(),
                        course -> new HttpTalk(probe, ask, course, vertx, judge, answered),
                        listener);
            case Ask.Certificate ask ->
                connect(probe, ask.tls(), ask.host(), course -> new CertificateTalk(ask, course), listener);
            case Ask.Dns ask -> new DnsAttempt(vertx, clients, probe, ask, listener);
            case Ask.Grpc ask ->
                new SocketAttempt(
                        vertx,
                        clients,
                        probe,
                        ask.tls() == null ? null : clients.tlsOfHttp2(ask.tls()),
                        ask.host(),
                        course -> new GrpcTalk(probe, ask, course),
                        listener);
            case Ask.Icmp _ -> new IcmpAttempt(vertx, pinger, probe, listener);
            case Ask.Exec ask -> new ExecAttempt(vertx, loop, pair, probe, ask, listener);
            case Ask.Push ask -> beats.look(pair, ask, listener);
        };
    }

    /** Lets go of what no probe needs any more. */
    void retain(Collection<Probe> probes) {
        clients.retain(
                probes.stream()
                        .flatMap(probe -> Stream.ofNullable(tlsOf(probe.check().ask())))
                        .collect(Collectors.toSet()),
                probes.stream().map(Clients::source).collect(Collectors.toSet()));
    }

    @Override
    public void close() {
        clients.close();
        judge.close();
        pinger.close();
    }

    private Attempt connect(
            Probe probe,
            @Nullable Tls tls,
            @Nullable String host,
            SocketAttempt.TalkOf talk,
            Attempt.Listener listener) {
        return new SocketAttempt(vertx, clients, probe, tls == null ? null : clients.tls(tls), host, talk, listener);
    }

    private static @Nullable Tls tlsOf(Ask ask) {
        return switch (ask) {
            case Ask.Http http -> http.tls();
            case Ask.Grpc grpc -> grpc.tls();
            case Ask.Certificate certificate -> certificate.tls();
            case Ask.Tcp _, Ask.Dns _, Ask.Icmp _, Ask.Exec _, Ask.Push _ -> null;
        };
    }
}
