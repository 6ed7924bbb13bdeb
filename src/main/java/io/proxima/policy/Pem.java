package io.proxima.policy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates and keys as text (RFC 7468). What cannot be read throws {@link IllegalArgumentException} with a sentence that
 * says what is wrong with it, and never what the text is.
 */
public final class Pem {
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private Pem() {}

    /** The certificates in a text, in their order; one at least. */
    public static List<X509Certificate> certificates(String text) {
        try {
            List<X509Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (certificates.isEmpty() || !text.contains("-----BEGIN CERTIFICATE-----")) {
                throw new IllegalArgumentException("no certificate is in it; PEM has -----BEGIN CERTIFICATE-----");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new IllegalArgumentException("it holds no readable certificate", e);
        }
    }

    /** The key in a text, which must be that of a certificate: PKCS #8 (RFC 5958) without a password, RSA or EC. */
    public static PrivateKey key(String text, PublicKey known) {
        byte[] octets = encodedKey(text);
        try {
            if (known.getAlgorithm().matches("RSA|EC")) {
                PrivateKey key =
                        KeyFactory.getInstance(known.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(octets));
                if (belong(key, known)) {
                    return key;
                }
            }
            throw new IllegalArgumentException("it is not the key of the certificate");
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("it is not a key of the certificate's kind, RSA or EC", e);
        }
    }

    /** The octets of the key in a text, whatever it is the key of. */
    static byte[] encodedKey(String text) {
        Matcher pem = PRIVATE_KEY.matcher(text);
        if (!pem.find()) {
            throw new IllegalArgumentException(
                    "no key is in it; PEM has -----BEGIN PRIVATE KEY----- (openssl pkcs8 -topk8 -nodes makes it)");
        }
        return Base64.getMimeDecoder().decode(pem.group(1));
    }

    private static boolean belong(PrivateKey own, PublicKey known) throws GeneralSecurityException {
        byte[] something = "Whoever signs this can show it.".getBytes(StandardCharsets.US_ASCII);
        String algorithm = known.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(own);
        signature.update(something);
        byte[] signed = signature.sign();
        signature.initVerify(known);
        signature.update(something);
        try {
            return signature.verify(signed);
        } catch (SignatureException _) {
            return false; // of another length or curve
        }
    }
}
