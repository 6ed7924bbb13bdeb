package io.proxima.policy;

import org.jspecify.annotations.Nullable;

/**
 * How a check speaks TLS.
 *
 * @param verify whether the certificate must be valid for the host, or for the address where there is none
 * @param authorities the certificates that are trusted (PEM), or null for the JDK's
 * @param certificate the client's own certificate and its chain (PEM), or null
 * @param key the client's own private key (PEM, PKCS #8); null where there is no certificate
 */
public record Tls(
        boolean verify,
        @Nullable FileText authorities,
        @Nullable FileText certificate,
        @Nullable FileText key) {}
