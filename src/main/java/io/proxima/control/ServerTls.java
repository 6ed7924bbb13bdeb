package io.proxima.control;

import io.proxima.config.ControlAccess;
import io.proxima.policy.Pem;
import io.proxima.source.Finding;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTPS of the control server (TLS 1.2 and 1.3): its certificate and key, and who signs those of its callers, read again when
 * the files change.
 *
 * <p>The files are read as a whole and compared before any of them counts: a new certificate whose key is not there yet, or one
 * that cannot be read, leaves those before in force, and the log says why. Connections that stand keep what they began with.
 */
public final class ServerTls {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
    private static final long LOOK_MILLIS = 1_000;
    private static final int MOST_OCTETS = 1 << 20;
    private static final Set<String> VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

    private final ControlAccess.Tls files;
    private Texts seen;
    private String said = "";

    /** What the files hold; prints as nothing of it, since one is a secret. */
    private record Texts(String certificate, String key, String clientCa) {
        @Override
        public String toString() {
            return "certificate and key";
        }
    }

    private ServerTls(ControlAccess.Tls files, Texts seen) {
        this.files = files;
        this.seen = seen;
    }

    /**
     * Reads the files.
     *
     * @param files null for HTTP in clear
     * @param findings gets what is wrong with them
     * @return null for HTTP in clear, and where a finding is an error
     */
    public static @Nullable ServerTls read(ControlAccess.@Nullable Tls files, Findings findings) {
        if (files == null) {
            return null;
        }
        Findings own = new Findings();
        Optional<Texts> texts = texts(files, own);
        texts.ifPresent(read -> check(files, read, own));
        findings.addAll(own);
        return own.hasErrors()
                ? null
                : texts.map(read -> new ServerTls(files, read)).orElse(null);
    }

    /** Has a server that is yet to listen speak TLS. */
    void configure(HttpServerOptions options) {
        ServerSSLOptions made = options(seen);
        options.setSsl(true)
                .setUseAlpn(false)
                .setEnabledSecureTransportProtocols(VERSIONS)
                .setKeyCertOptions(made.getKeyCertOptions())
                .setClientAuth(made.getClientAuth());
        if (made.getTrustOptions() != null) {
            options.setTrustOptions(made.getTrustOptions());
        }
    }

    /** Looks at the files once a second, on a thread that may wait, until Vert.x is closed. */
    void watch(Vertx vertx, HttpServer server) {
        vertx.setPeriodic(LOOK_MILLIS, _ -> {
            var _ = vertx.executeBlocking(this::look)
                    .onSuccess(changed -> changed.ifPresent(now -> server.updateSSLOptions(options(now))
                            .onSuccess(_ -> LOG.info("{} is shown to who comes from now on", files.certificate()))
                            .onFailure(failure -> LOG.error(
                                    "{} cannot be used: the one before stays", files.certificate(), failure))));
        });
    }

    /** What the files hold, where it is new and whole; one thread at a time. */
    private synchronized Optional<Texts> look() {
        Findings findings = new Findings();
        Optional<Texts> now = texts(files, findings);
        now.filter(texts -> !texts.equals(seen)).ifPresent(texts -> check(files, texts, findings));
        String wrong = findings.sorted().stream().map(Finding::toString).collect(Collectors.joining("; "));
        if (!wrong.equals(said)) {
            said = wrong;
            if (findings.hasErrors()) {
                LOG.warn("{}: the certificate before stays in force", wrong);
            } else if (!wrong.isEmpty()) {
                LOG.warn("{}", wrong);
            }
        }
        if (now.isEmpty() || findings.hasErrors() || now.get().equals(seen)) {
            return Optional.empty();
        }
        seen = now.get();
        return now;
    }

    private static ServerSSLOptions options(Texts texts) {
        ServerSSLOptions options = new ServerSSLOptions()
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(texts.certificate))
                        .addKeyValue(Buffer.buffer(texts.key)))
                .setEnabledSecureTransportProtocols(VERSIONS)
                .setClientAuth(ClientAuth.NONE);
        if (!texts.clientCa.isEmpty()) {
            options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(texts.clientCa)))
                    .setClientAuth(ClientAuth.REQUIRED);
        }
        return options;
    }

    private static Optional<Texts> texts(ControlAccess.Tls files, Findings findings) {
        String certificate = text(files.certificate(), findings);
        String key = text(files.key(), findings);
        Path authority = files.clientCa();
        String clientCa = authority == null ? "" : text(authority, findings);
        return findings.hasErrors() ? Optional.empty() : Optional.of(new Texts(certificate, key, clientCa));
    }

    private static String text(Path file, Findings findings) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_OCTETS) {
                findings.error(start(file), "it is no file of at most " + MOST_OCTETS + " octets", "a PEM file");
                return "";
            }
            return Files.readString(file);
        } catch (IOException e) {
            findings.error(start(file), "it cannot be read: " + e, "the server's user must be allowed to");
            return "";
        }
    }

    private static void check(ControlAccess.Tls files, Texts texts, Findings findings) {
        try {
            X509Certificate leaf = Pem.certificates(texts.certificate).getFirst();
            warnOfDates(files.certificate(), leaf, findings);
            try {
                var _ = Pem.key(texts.key, leaf.getPublicKey());
            } catch (IllegalArgumentException e) {
                findings.error(start(files.key()), sentence(e), "control.tls.key is that of " + files.certificate());
            }
        } catch (IllegalArgumentException e) {
            findings.error(
                    start(files.certificate()),
                    sentence(e),
                    "control.tls.certificate is a chain, the server's own first");
        }
        Path authority = files.clientCa();
        if (authority != null) {
            try {
                var _ = Pem.certificates(texts.clientCa);
            } catch (IllegalArgumentException e) {
                findings.error(
                        start(authority), sentence(e), "control.tls.client-ca signs the certificates of callers");
            }
        }
    }

    private static void warnOfDates(Path file, X509Certificate leaf, Findings findings) {
        try {
            leaf.checkValidity();
        } catch (CertificateException _) {
            findings.warning(
                    start(file),
                    "it is valid from " + leaf.getNotBefore().toInstant() + " to "
                            + leaf.getNotAfter().toInstant() + ", not now",
                    null);
        }
    }

    private static String sentence(IllegalArgumentException e) {
        return String.valueOf(e.getMessage());
    }

    private static Place start(Path file) {
        return Place.start(file.toString());
    }
}
