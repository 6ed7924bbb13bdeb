package io.proxima.probe;

import io.proxima.policy.FileText;
import io.proxima.policy.Tls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Vert.x's socket clients, one a source address, and the ways in which they speak TLS.
 *
 * <p>Both are kept as long as the policy needs them: a client holds threads of Vert.x's, and it keeps the TLS context of
 * options that are equal. Confined to the event loop.
 */
final class Clients implements AutoCloseable {
    /** The source where the system takes one. */
    private static final String ANY = "";

    private final Vertx vertx;
    private final Map<String, NetClient> sockets = new HashMap<>();
    private final Map<Tls, ClientSSLOptions> tls = new HashMap<>();
    private final Map<Tls, ClientSSLOptions> http2 = new HashMap<>();

    Clients(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The address that a probe is made from, as text; empty where the system takes one. */
    static String source(Probe probe) {
        InetAddress source = probe.check().source().of(probe.address());
        return source == null ? ANY : source.getHostAddress();
    }

    NetClient sockets(Probe probe) {
        return sockets.computeIfAbsent(source(probe), source -> {
            NetClientOptions options = new NetClientOptions().setReconnectAttempts(0);
            return vertx.createNetClient(source.equals(ANY) ? options : options.setLocalAddress(source));
        });
    }

    ClientSSLOptions tls(Tls wanted) {
        return tls.computeIfAbsent(wanted, Clients::options);
    }

    /** As {@link #tls}, and it asks for HTTP/2 (RFC 7301). */
    ClientSSLOptions tlsOfHttp2(Tls wanted) {
        return http2.computeIfAbsent(
                wanted, terms -> options(terms).setUseAlpn(true).setApplicationLayerProtocols(List.of("h2")));
    }

    /** Lets go of all others. */
    void retain(Set<Tls> ways, Set<String> sources) {
        tls.keySet().retainAll(ways);
        http2.keySet().retainAll(ways);
        sockets.entrySet()
                .removeIf(entry -> !sources.contains(entry.getKey())
                        && ended(entry.getValue().close()));
    }

    @Override
    public void close() {
        retain(Set.of(), Set.of());
    }

    /** Closing goes on behind the caller's back. */
    private static boolean ended(Future<Void> closing) {
        return closing != null;
    }

    private static ClientSSLOptions options(Tls tls) {
        ClientSSLOptions options = new ClientSSLOptions()
                .setHostnameVerificationAlgorithm(tls.verify() ? "HTTPS" : "")
                .setTrustAll(!tls.verify());
        FileText authorities = tls.authorities();
        if (authorities != null && tls.verify()) {
            options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(authorities.text())));
        }
        FileText certificate = tls.certificate();
        FileText key = tls.key();
        if (certificate != null && key != null) {
            options.setKeyCertOptions(new PemKeyCertOptions()
                    .addCertValue(Buffer.buffer(certificate.text()))
                    .addKeyValue(Buffer.buffer(key.text())));
        }
        return options;
    }
}
