package io.proxima.control;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How commands ask a running server: one request, one answer, within seconds or, where it is long in the making, a minute. */
public final class ControlClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** For what is long in the making: a little longer than the server gives itself. */
    public static final Duration LONG = Workbench.DEADLINE.plusSeconds(5);

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final URI base;
    private final @Nullable String token;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /** A client of the server at a URL such as {@code http://127.0.0.1:8053}. */
    public ControlClient(URI base) {
        this(base, null);
    }

    /** A client that shows a bearer token, where it has one. */
    public ControlClient(URI base, @Nullable String token) {
        this.base = base;
        this.token = token;
    }

    /** The server that it asks. */
    public URI base() {
        return base;
    }

    /** The URL of a server that listens on an address; one that listens on all is asked on the loopback. */
    public static URI urlOf(InetSocketAddress address) {
        InetAddress asked =
                address.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address.getAddress();
        String host = asked.getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
    }

    /**
     * The document at a path.
     *
     * @throws ControlException if nobody answers there
     * @throws ProblemException with what the server says is wrong
     */
    public JsonNode get(String path) throws ControlException {
        return send(HttpRequest.newBuilder().GET(), path);
    }

    /** The same of a path whose answer takes longer to find. */
    public JsonNode get(String path, Duration within) throws ControlException {
        return send(HttpRequest.newBuilder().GET(), path, within);
    }

    /** What a path answers to a document sent there; throws as {@link #get}. */
    public JsonNode post(String path, Object document) throws ControlException {
        return send("POST", path, document);
    }

    /** What a path answers to a document put there; throws as {@link #get}. */
    public JsonNode put(String path, Object document) throws ControlException {
        return send("PUT", path, document);
    }

    /** What a path answers to being taken away; throws as {@link #get}. */
    public JsonNode delete(String path) throws ControlException {
        return send(HttpRequest.newBuilder().DELETE(), path);
    }

    private JsonNode send(String method, String path, Object document) throws ControlException {
        return send(
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(Json.of(document), StandardCharsets.UTF_8)),
                path);
    }

    private JsonNode send(HttpRequest.Builder request, String path) throws ControlException {
        return send(request, path, TIMEOUT);
    }

    private JsonNode send(HttpRequest.Builder request, String path, Duration within) throws ControlException {
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> response = client.send(
                    request.uri(base.resolve(path)).timeout(within).build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            JsonNode body = MAPPER.readTree(response.body());
            if (response.statusCode() >= 400) {
                throw new ProblemException(new Problem(
                        response.statusCode(),
                        body.path("title").asString("Refused"),
                        body.path("detail").asString("status " + response.statusCode()),
                        body.path("field").asString("")));
            }
            return body;
        } catch (HttpTimeoutException e) {
            throw new ControlException(
                    "the server at " + base + " did not answer within " + within.toSeconds() + " s", e);
        } catch (IOException e) {
            throw new ControlException("no server answers at " + base + " (is it running? --url names another)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlException("interrupted", e);
        } catch (JacksonException e) {
            throw new ControlException("what answers at " + base + " is no Proxima", e);
        }
    }
}
