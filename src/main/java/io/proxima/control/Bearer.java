package io.proxima.control;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** The bearer token that a request shows (RFC 6750 section 2.1), and the digests by which tokens are compared. */
final class Bearer {
    /** What a refusal asks for. */
    static final String CHALLENGE = "Bearer realm=\"proxima\"";

    private static final String SCHEME = "Bearer ";

    private Bearer() {}

    /** The token; null where none is shown. */
    static @Nullable String shown(RoutingContext context) {
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : null;
    }

    /** The SHA-256 of a token: digests are of one length, so that comparing them tells nothing of the tokens'. */
    static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
