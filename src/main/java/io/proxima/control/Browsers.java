package io.proxima.control;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages of others, in a browser that reaches this server, from asking in its user's stead: a foreign origin is refused,
 * and where nobody shows a token so is a host that a page's own DNS may have pointed here (DNS rebinding).
 *
 * @param open whether everybody who reaches the server is let in
 */
record Browsers(boolean open) implements SecurityPolicyHandler {
    private static final Set<HttpMethod> CHANGING =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);
    private static final Pattern IPV4 = Pattern.compile("\\d+(\\.\\d+){3}");
    private static final Pattern PARAMETERS = Pattern.compile(";.*$");

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        HostAndPort host = request.authority();
        if (host == null
                || host.host().isEmpty()
                || request.headers().getAll(HttpHeaders.HOST).size() > 1) {
            throw new ProblemException(Problem.badRequest("the request must have one Host", "Host"));
        }
        if (open && !isOwn(host.host())) {
            throw new ProblemException(new Problem(
                    421,
                    "Misdirected request",
                    "without tokens this server is asked by its address or by a name without dots, not as "
                            + host.host(),
                    "Host"));
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !origin.equalsIgnoreCase(request.scheme() + "://" + host)) {
            throw new ProblemException(
                    new Problem(403, "Forbidden", "pages of another origin may not ask here", "Origin"));
        }
        context.next();
    }

    /** An address, or a name that no stranger's DNS has. */
    private static boolean isOwn(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.contains(":")
                || name.startsWith("[")
                || IPV4.matcher(name).matches()
                || !name.contains(".")
                || name.endsWith(".localhost");
    }

    /** Refuses bodies that a page may send without asking its browser first. */
    static void requireJson(HttpServerRequest request) {
        if (!CHANGING.contains(request.method()) || (HttpMethod.DELETE.equals(request.method()) && !hasBody(request))) {
            return;
        }
        if (!isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            throw new ProblemException(new Problem(
                    415,
                    "Unsupported media type",
                    "a body here is JSON: Content-Type: application/json",
                    "Content-Type"));
        }
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null || (length != null && !length.equals("0"));
    }

    private static boolean isJson(@Nullable String type) {
        return type != null && PARAMETERS.matcher(type).replaceFirst("").strip().equalsIgnoreCase("application/json");
    }
}
