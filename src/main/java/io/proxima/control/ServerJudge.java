package io.proxima.control;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Judges the certificates of servers, and says what is wrong with them in a sentence. */
abstract class ServerJudge extends X509ExtendedTrustManager {

    /**
     * Trusts what authorities signed, for the names that it is for.
     *
     * @param authorities null for those of the JDK
     * @param hint what to do where it is not trusted
     */
    static ServerJudge byAuthorities(@Nullable List<X509Certificate> authorities, String hint) {
        return new Named(managerOf(authorities), hint);
    }

    /** Trusts one certificate and no other, whatever it says of itself. */
    static ServerJudge byItself(Path file, X509Certificate only) {
        return new Pinned(file, only);
    }

    /** @param engine knows the name that the server is asked by */
    abstract void judge(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException;

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        judge(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("sockets are not judged here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("the server is not known");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("clients are not judged here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private static X509ExtendedTrustManager managerOf(@Nullable List<X509Certificate> authorities) {
        try {
            KeyStore store = null;
            if (authorities != null) {
                store = KeyStore.getInstance(KeyStore.getDefaultType());
                store.load(null, null);
                for (int i = 0; i < authorities.size(); i++) {
                    store.setCertificateEntry("ca" + i, authorities.get(i));
                }
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("every JDK judges certificates"));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("the authorities cannot be used: " + e, e);
        }
    }

    /** Why a server's certificate is not taken; completes a sentence about the server. */
    static final class Refused extends CertificateException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /** Trusts what authorities signed for the server's name. */
    private static final class Named extends ServerJudge {
        private final X509ExtendedTrustManager usual;
        private final String hint;

        Named(X509ExtendedTrustManager usual, String hint) {
            this.usual = usual;
            this.hint = hint;
        }

        @Override
        void judge(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
            try {
                usual.checkServerTrusted(chain, type, engine);
            } catch (CertificateException why) {
                Refused refused = new Refused(said(chain, type, engine));
                refused.initCause(why);
                throw refused;
            }
        }

        private String said(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
            X509Certificate leaf = chain[0];
            try {
                leaf.checkValidity();
            } catch (CertificateException _) {
                return "has a certificate that is valid from "
                        + leaf.getNotBefore().toInstant() + " to "
                        + leaf.getNotAfter().toInstant() + ", not now";
            }
            try {
                usual.checkServerTrusted(chain, type);
            } catch (CertificateException _) {
                return "has a certificate that is not trusted here (" + hint + ")";
            }
            List<String> names = leaf.getSubjectAlternativeNames() == null
                    ? List.of()
                    : leaf.getSubjectAlternativeNames().stream()
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
            return "has a certificate for " + (names.isEmpty() ? "no name" : String.join(", ", names)) + ", not for "
                    + engine.getPeerHost();
        }
    }

    /** Trusts one certificate. */
    private static final class Pinned extends ServerJudge {
        private final Path file;
        private final X509Certificate only;

        Pinned(Path file, X509Certificate only) {
            this.file = file;
            this.only = only;
        }

        @Override
        void judge(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
            if (!chain[0].equals(only)) {
                throw new Refused("has another certificate than " + file
                        + " (is it another server, or does its log say that it keeps the one before?)");
            }
        }
    }
}
