package io.proxima.control;

import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lets in who shows a bearer token (RFC 6750) whose role covers what a route wants.
 *
 * <p>Wrong tokens are counted by address ({@link Attempts}); an address with too many of them is asked to wait whatever it
 * shows. Used by one event loop.
 */
public final class TokenGate implements Gate {
    private static final String METRICS = "/metrics";

    private final Supplier<Tokens> tokens;
    private final boolean metricsOpen;
    private final Attempts attempts;

    /** @param metricsOpen whether {@code /metrics} asks for no token */
    public TokenGate(TokenFile file, boolean metricsOpen, InstantSource clock) {
        this(file::tokens, metricsOpen, new Attempts(clock));
    }

    TokenGate(Supplier<Tokens> tokens, boolean metricsOpen, Attempts attempts) {
        this.tokens = tokens;
        this.metricsOpen = metricsOpen;
        this.attempts = attempts;
    }

    @Override
    public Caller admit(RoutingContext context, Role wanted) {
        if (wanted == Role.OPEN || (metricsOpen && METRICS.equals(context.normalizedPath()))) {
            return Caller.unnamed(context, wanted);
        }
        String shown = Bearer.shown(context);
        if (shown == null) {
            throw refused(
                    context,
                    401,
                    "Unauthorized",
                    Bearer.CHALLENGE,
                    "a token is to be shown: Authorization: Bearer TOKEN");
        }
        String address = context.request().remoteAddress().hostAddress();
        if (!attempts.mayTry(address)) {
            context.response().putHeader("Retry-After", "1");
            throw new ProblemException(
                    new Problem(429, "Too many requests", "too many wrong tokens come from " + address, ""));
        }
        Optional<Caller> caller = tokens.get().find(shown);
        if (caller.isEmpty()) {
            attempts.failed(address);
            throw refused(
                    context,
                    401,
                    "Unauthorized",
                    Bearer.CHALLENGE + ", error=\"invalid_token\"",
                    "the token is none of this server's");
        }
        Caller found = caller.get();
        if (!found.role().covers(wanted)) {
            throw refused(
                    context,
                    403,
                    "Forbidden",
                    Bearer.CHALLENGE + ", error=\"insufficient_scope\", scope=\"" + wanted.word() + "\"",
                    "this wants the role " + wanted.word() + ", and the token " + found.name() + " has "
                            + found.role().word());
        }
        return found;
    }

    private static ProblemException refused(
            RoutingContext context, int status, String title, String challenge, String detail) {
        context.response().putHeader("WWW-Authenticate", challenge);
        return new ProblemException(new Problem(status, title, detail, ""));
    }
}
