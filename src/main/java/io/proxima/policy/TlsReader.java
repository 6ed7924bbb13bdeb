package io.proxima.policy;

import io.proxima.source.Fields;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads how checks speak TLS, and the two kinds that are little else. */
final class TlsReader {
    private static final Duration EXPIRES_WITHIN = Duration.ofDays(14);
    private static final Duration LONGEST = Duration.ofDays(3650);

    private TlsReader() {}

    /** How a check that speaks TLS does so. */
    static Tls read(CheckEntry entry) {
        Fields fields = entry.fields();
        boolean verify = fields.flag("verify").orElse(true);
        Optional<FileText> authorities = entry.file("ca", Pem::certificates);
        Optional<FileText> certificate = entry.file("certificate", Pem::certificates);
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

    /** Refuses what is no key, and one that does not belong to the certificate. */
    private static void key(String text, @Nullable String certificate) {
        if (certificate == null) {
            var _ = Pem.encodedKey(text);
        } else {
            var _ = Pem.key(text, Pem.certificates(certificate).getFirst().getPublicKey());
        }
    }
}
