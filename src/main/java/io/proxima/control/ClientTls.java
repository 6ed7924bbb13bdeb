package io.proxima.control;

import io.proxima.policy.Pem;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** How a client speaks TLS: whose certificate it trusts, which one it shows, and what went wrong where it did not work. */
public final class ClientTls {
    private static final String SHOW = "(--client-certificate FILE --client-key FILE)";

    private final ServerJudge judge;
    private final Shown shown;
    private final Asked asked;

    private ClientTls(ServerJudge judge, Shown shown) {
        this.judge = judge;
        this.shown = shown;
        this.asked = new Asked(shown);
    }

    /** Trusts who the JDK trusts, and shows nothing. */
    public static ClientTls usual() {
        return new ClientTls(ServerJudge.byAuthorities(null, "--ca FILE names who signed it"), Shown.NOTHING);
    }

    /**
     * Trusts what the authorities of a file signed, for the names that it is for.
     *
     * @throws IllegalArgumentException with the file and what is wrong with it
     */
    public static ClientTls trusting(Path authorities) {
        return new ClientTls(
                ServerJudge.byAuthorities(certificates(authorities), "none in " + authorities + " signed it"),
                Shown.NOTHING);
    }

    /**
     * Trusts the first certificate of a file and no other, whatever names it is for and however long.
     *
     * @throws IllegalArgumentException with the file and what is wrong with it
     */
    public static ClientTls pinned(Path certificate) {
        return new ClientTls(
                ServerJudge.byItself(certificate, certificates(certificate).getFirst()), Shown.NOTHING);
    }

    /**
     * The same, and shows a certificate to a server that wants one.
     *
     * @throws IllegalArgumentException with the file and what is wrong with it
     */
    public ClientTls showing(Path certificate, Path key) {
        List<X509Certificate> chain = certificates(certificate);
        String text = text(key);
        try {
            return new ClientTls(
                    judge,
                    new Shown(
                            certificate.toString(),
                            chain,
                            Pem.key(text, chain.getFirst().getPublicKey())));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }

    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {asked}, new TrustManager[] {judge}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    /** What a failure that comes of TLS means, in a sentence; null for one that does not. */
    @Nullable
    String meaning(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ServerJudge.Refused refused) {
                return refused.getMessage();
            }
        }
        SSLException tls = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException found) {
                tls = found;
            }
        }
        if (tls == null) {
            // A server that closes at once may do so before its alert is read.
            return asked.inVain ? "closes without an answer, and wants a client's certificate " + SHOW : null;
        }
        String text = String.valueOf(tls.getMessage());
        if (text.toLowerCase(Locale.ROOT).contains("unrecognized ssl message")) {
            return "does not speak TLS (ask it as http://)";
        }
        // RFC 8446, section 6.2: certificate_required comes after the handshake, the others instead of its end.
        if (text.contains("certificate_required") || (shown.key() == null && text.contains("certificate"))) {
            return "wants a client's certificate " + SHOW;
        }
        if (text.contains("alert") && (text.contains("certificate") || text.contains("unknown_ca"))) {
            return "does not take the certificate of " + shown.file() + " (control.tls.client-ca names who signs them)";
        }
        return "gives no TLS connection: " + text;
    }

    private static List<X509Certificate> certificates(Path file) {
        String text = text(file);
        try {
            return Pem.certificates(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": it cannot be read: " + e, e);
        }
    }

    /**
     * What is shown to a server that asks.
     *
     * @param key null for nothing
     */
    private record Shown(
            String file,
            List<X509Certificate> chain,
            @Nullable PrivateKey key) {
        static final Shown NOTHING = new Shown("", List.of(), null);
    }

    /** Shows a certificate whichever authorities a server names, so that the server is who refuses it. */
    private static final class Asked extends X509ExtendedKeyManager {
        private static final String ALIAS = "client";

        private final Shown shown;

        /** Whether a server wanted one, and there was none to show it. */
        private volatile boolean inVain;

        Asked(Shown shown) {
            this.shown = shown;
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            PrivateKey key = shown.key();
            if (key != null && List.of(types).contains(key.getAlgorithm())) {
                return ALIAS;
            }
            inVain = key == null;
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return chooseEngineClientAlias(types, issuers, null);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return shown.chain().toArray(new X509Certificate[0]);
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            return shown.key();
        }

        @Override
        public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }
}
