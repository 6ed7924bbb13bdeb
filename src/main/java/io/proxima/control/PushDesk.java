package io.proxima.control;

import io.proxima.health.Pair;
import io.proxima.net.Prefix;
import io.proxima.policy.Ask;
import io.proxima.policy.Check;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where members of checks of kind push say how they are: {@code POST /v1/push/ZONE/CHECK/ADDRESS}.
 *
 * <p>Who speaks shows the check's token as a bearer token (RFC 6750). Before it is known to be right nothing is said about
 * what exists here: a wrong token and a check that is not there get the same 401. The body may be empty, for up, or
 * {@code {"up": false, "why": "disk full"}}.
 */
public final class PushDesk implements ControlServer.Desk {
    private static final int WHY_LENGTH = 160;
    private static final Pattern BREAKING = Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\\x{2028}\\x{2029}]");

    /** The root's zone goes by its file's name: a path has no segment that is a dot. */
    private static final String ROOT = "root";

    private final Supplier<Map<Pair, Check>> checks;
    private final Listener listener;
    private volatile @Nullable Tokens tokens;

    /** Who is told; at once, on the server's event loop: hand over and return. */
    @FunctionalInterface
    public interface Listener {
        void pushed(Pair pair, boolean up, String why);
    }

    /**
     * What is answered to a word that was taken.
     *
     * @param ttlSeconds the next word is to come before that
     */
    record Taken(String check, String address, boolean up, String why, double ttlSeconds) {}

    /** What was made of one release's checks. */
    private record Tokens(Map<Pair, Check> of, Map<String, byte[]> digests) {}

    /** What a body says. */
    private record Word(boolean up, String why) {}

    /** @param checks those in force */
    public PushDesk(Supplier<Map<Pair, Check>> checks, Listener listener) {
        this.checks = checks;
        this.listener = listener;
    }

    @Override
    public void open(Routes routes) {
        routes.post("/v1/push/:zone/:check/:address", Role.OPEN, this::push);
    }

    private void push(RoutingContext context) {
        String check = zone(segment(context, "zone")) + "/" + segment(context, "check");
        Map<Pair, Check> known = checks.get();
        authorize(context, check, known);
        Pair pair = new Pair(check, address(segment(context, "address")));
        Check declared = known.get(pair);
        if (declared == null || !(declared.ask() instanceof Ask.Push ask)) {
            throw new ProblemException(Problem.notFound(
                    "no pool in force asks check " + check + " of " + pair.address() + " (or it is not of kind push)"));
        }
        Word word = word(context);
        listener.pushed(pair, word.up(), word.why());
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        context.end(Json.of(new Taken(
                check, pair.address(), word.up(), word.why(), ask.ttl().toMillis() / 1000.0)));
    }

    /** Refuses whoever does not know the token of the check; where it is not there, that of any. */
    private void authorize(RoutingContext context, String check, Map<Pair, Check> known) {
        byte[] shown = Bearer.digest(Objects.requireNonNullElse(Bearer.shown(context), ""));
        boolean ofCheck = false;
        boolean ofAny = false;
        // Every token is compared, so that the time it takes says nothing of which checks there are.
        Map<String, byte[]> digests = digests(known);
        for (Map.Entry<String, byte[]> token : digests.entrySet()) {
            boolean same = MessageDigest.isEqual(shown, token.getValue());
            ofAny |= same;
            boolean named = token.getKey().equals(check);
            ofCheck |= named && same;
        }
        if (digests.containsKey(check) ? !ofCheck : !ofAny) {
            context.response().putHeader("WWW-Authenticate", Bearer.CHALLENGE);
            throw new ProblemException(new Problem(
                    401,
                    "Unauthorized",
                    "the check's token is to be shown: Authorization: Bearer TOKEN, as its token-file has it",
                    ""));
        }
    }

    /** The digests of the tokens of all checks of kind push, by the checks' names; made once a release. */
    @SuppressWarnings("ReferenceEquality")
    private Map<String, byte[]> digests(Map<Pair, Check> known) {
        Tokens last = tokens;
        // A release has a map of its own; to compare hundreds of checks at every word costs more than the rest of it.
        if (last == null || last.of() != known) {
            Map<String, byte[]> digests = new HashMap<>();
            known.forEach((pair, check) -> {
                if (check.ask() instanceof Ask.Push ask) {
                    digests.computeIfAbsent(
                            pair.check(), name -> Bearer.digest(ask.token().text()));
                }
            });
            last = new Tokens(known, digests);
            tokens = last;
        }
        return last.digests();
    }

    private static Word word(RoutingContext context) {
        if (context.body().length() <= 0) {
            return new Word(true, "");
        }
        JsonNode body = Json.body(context);
        if (!body.isObject()) {
            throw new ProblemException(Problem.badRequest("the body must be an object: {\"up\": true}", ""));
        }
        JsonNode up = body.path("up");
        JsonNode why = body.path("why");
        if (!up.isMissingNode() && !up.isBoolean()) {
            throw new ProblemException(Problem.badRequest("must be true or false", "up"));
        }
        if (!why.isMissingNode() && !why.isString()) {
            throw new ProblemException(Problem.badRequest("must be a text", "why"));
        }
        return new Word(up.isMissingNode() || up.booleanValue(), onOneLine(why.isString() ? why.stringValue() : ""));
    }

    private static String onOneLine(String why) {
        String line = BREAKING.matcher(why).replaceAll("?");
        return line.substring(0, Math.min(line.length(), WHY_LENGTH));
    }

    /** A part of the path; the route has all that are asked for. */
    private static String segment(RoutingContext context, String name) {
        return String.valueOf(context.pathParam(name));
    }

    private static String zone(String text) {
        return text.equals(ROOT) ? "." : text.endsWith(".") ? text : text + ".";
    }

    private static String address(String text) {
        try {
            return Prefix.address(text).getHostAddress();
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.badRequest(String.valueOf(e.getMessage()), "address"));
        }
    }
}
