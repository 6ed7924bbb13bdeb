package io.proxima.policy;

import io.proxima.source.Fields;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads how checks speak TLS, and the two kinds that are little else. */
final class TlsReader {
    private static final Duration EXPIRES_WITHIN = Duration.ofDays(14);
    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private TlsReader() {}

    /** How a check that speaks TLS does so. */
    static Tls read(CheckEntry entry) {
        Fields fields = entry.fields();
        boolean verify = fields.flag("verify").orElse(true);
        Optional<FileText> authorities = entry.file("ca", TlsReader::certificates);
        Optional<FileText> certificate = entry.file("certificate", TlsReader::certificates);
        Optional<FileText> key = entry.file(
                "key", text -> key(text, certificate.map(FileText::text).orElse(null)));
        if (fields.has("certificate") != fields.has("key")) {
            entry.findings()
                    .error(
                            fields.placeOf(fields.has("key") ? "key" : "certificate"),
                            entry.what() + " has a " + (fields.has("key") ? "key" : "certificate") + " alone",
                            "\"certificate\" and \"key\" go together");
        }
        if (!verify && fields.has("ca")) {
            entry.findings().warning(fields.placeOf("ca"), "\"ca\" is never looked at with verify: false", null);
        }
        boolean own = certificate.isPresent() && key.isPresent();
        return new Tls(
                verify, authorities.orElse(null), own ? certificate.orElse(null) : null, own ? key.orElse(null) : null);
    }

    static Ask grpc(CheckEntry entry) {
        Fields fields = entry.fields();
        boolean secure = fields.flag("tls").orElse(false);
        if (!secure) {
            for (String key : new String[] {"verify", "ca", "certificate", "key"}) {
                if (fields.has(key)) {
                    entry.findings()
                            .warning(
                                    fields.placeOf(key),
                                    "\"" + key + "\" is never looked at without TLS",
                                    "add tls: true");
                }
            }
        }
        String service = fields.value("service", TlsReader::service).orElse("");
        return new Ask.Grpc(secure ? read(entry) : null, entry.host(), service);
    }

    static Ask certificate(CheckEntry entry) {
        Duration within = entry.fields()
                .value("expires-within", text -> {
                    Duration duration = Fields.parseDuration(text);
                    if (duration.compareTo(LONGEST) > 0) {
                        throw new IllegalArgumentException("must be at most 3650d, not \"" + text + "\"");
                    }
                    return duration;
                })
                .orElse(EXPIRES_WITHIN);
        return new Ask.Certificate(read(entry), entry.host(), within);
    }

    private static String service(String text) {
        if (!text.matches("[A-Za-z0-9_./-]{0,255}")) {
            throw new IllegalArgumentException("must be the name of a gRPC service, not \"" + text + "\"");
        }
        return text;
    }

    private static Collection<? extends Certificate> certificates(String text) {
        try {
            Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
            if (certificates.isEmpty() || !text.contains("-----BEGIN CERTIFICATE-----")) {
                throw new IllegalArgumentException("no certificate is in it; PEM has -----BEGIN CERTIFICATE-----");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new IllegalArgumentException("it holds no readable certificate", e);
        }
    }

    /** Refuses what is no key, and one that does not belong to the certificate. */
    private static void key(String text, @Nullable String certificate) {
        Matcher pem = PRIVATE_KEY.matcher(text);
        if (!pem.find()) {
            throw new IllegalArgumentException(
                    "no key is in it; PEM has -----BEGIN PRIVATE KEY----- (openssl pkcs8 -topk8 -nodes makes it)");
        }
        if (certificate == null) {
            return;
        }
        PublicKey known = certificates(certificate).iterator().next().getPublicKey();
        try {
            byte[] octets = Base64.getMimeDecoder().decode(pem.group(1));
            if (!known.getAlgorithm().matches("RSA|EC")
                    || !belong(
                            KeyFactory.getInstance(known.getAlgorithm())
                                    .generatePrivate(new PKCS8EncodedKeySpec(octets)),
                            known)) {
                throw new IllegalArgumentException("it is not the key of the certificate");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("it is not a key of the certificate's kind, RSA or EC", e);
        }
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
