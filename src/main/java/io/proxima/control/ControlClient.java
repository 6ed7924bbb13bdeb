package io.proxima.control;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How commands ask a running server: one request, one answer, within seconds or, where it is long in the making, a minute. */
public final class ControlClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration EDITED_WITHIN = Duration.ofSeconds(60);
    /** For what is long in the making: a little longer than the server gives itself. */
    public static final Duration LONG = Workbench.DEADLINE.plusSeconds(5);

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final URI base;
    private final @Nullable String token;
    private final Duration timeout;
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
        this(base, token, TIMEOUT);
    }

    private ControlClient(URI base, @Nullable String token, Duration timeout) {
        this.base = base;
        this.token = token;
        this.timeout = timeout;
    }

    /** The same client, for what takes longer than others. */
    public ControlClient within(Duration longest) {
        return new ControlClient(base, token, longest);
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

    /**
     * Writes what is at a path to a file, piece by piece; throws as {@link #get}.
     *
     * @param within how long the server may take before the first octet
     * @throws IOException if the file cannot be written, or the server stops half way
     */
    public void fetch(String path, Path into, Duration within) throws ControlException, IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder().GET();
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<InputStream> response =
                opened(request.uri(base.resolve(path)).timeout(within).build());
        try (InputStream body = response.body()) {
            if (response.statusCode() >= 400) {
                throw new ProblemException(problem(response.statusCode(), body));
            }
            Files.copy(body, into, StandardCopyOption.REPLACE_EXISTING);
        } catch (JacksonException e) {
            throw new ControlException("what answers at " + base + " is no Proxima", e);
        }
    }

    /**
     * Opens what a path tells without end, as server-sent events; throws as {@link #get}.
     *
     * @param lastEventId behind which to go on; empty for nowhere
     */
    public InputStream events(String path, String lastEventId) throws ControlException, IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder().GET();
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> response =
                opened(request.uri(base.resolve(path)).timeout(timeout).build());
        if (response.statusCode() < 400) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            throw new ProblemException(problem(response.statusCode(), body));
        } catch (JacksonException e) {
            throw new ControlException("what answers at " + base + " is no Proxima", e);
        }
    }

    private static Problem problem(int status, InputStream body) throws IOException {
        return new Answer(status, MAPPER.readTree(body.readNBytes(1 << 16)), "").problem();
    }

    private HttpResponse<InputStream> opened(HttpRequest request) throws ControlException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new ControlException("no server answers at " + base + " (is it running? --url names another)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlException("interrupted", e);
        }
    }

    /** What a path answers to a document sent there; throws as {@link #get}. */
    public JsonNode post(String path, Object document) throws ControlException {
        return send("POST", path, document);
    }

    /** As {@link #post(String, Object)}, of what may take longer than most. */
    public JsonNode post(String path, Object document, Duration within) throws ControlException {
        return send("POST", path, document, within);
    }

    /** What a path answers to a document put there; throws as {@link #get}. */
    public JsonNode put(String path, Object document) throws ControlException {
        return send("PUT", path, document);
    }

    /** What a path answers to being taken away; throws as {@link #get}. */
    public JsonNode delete(String path) throws ControlException {
        return send(HttpRequest.newBuilder().DELETE(), path);
    }

    /**
     * What is answered, whatever it is.
     *
     * @param body a null node where there is none
     * @param tag the entity tag of what was asked for; empty for none
     */
    public record Answer(int status, JsonNode body, String tag) {
        /** What is wrong, where the status says that something is. */
        public Problem problem() {
            return new Problem(
                    status,
                    body.path("title").asString("Refused"),
                    body.path("detail").asString("status " + status),
                    body.path("field").asString(""));
        }
    }

    /**
     * Asks by any method, on the condition that what is there still has an entity tag.
     *
     * @param document null for none
     * @param ifMatch the tag, in its quotation marks; null for no condition
     * @throws ControlException if nobody answers there
     */
    public Answer exchange(String method, String path, @Nullable Object document, @Nullable String ifMatch)
            throws ControlException {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .method(
                        method,
                        document == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(Json.of(document), StandardCharsets.UTF_8));
        if (document != null) {
            request.header("Content-Type", "application/json");
        }
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return exchange(request, path, EDITED_WITHIN);
    }

    private JsonNode send(String method, String path, Object document) throws ControlException {
        return send(method, path, document, timeout);
    }

    private JsonNode send(String method, String path, Object document, Duration within) throws ControlException {
        return send(
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(Json.of(document), StandardCharsets.UTF_8)),
                path,
                within);
    }

    private JsonNode send(HttpRequest.Builder request, String path) throws ControlException {
        return send(request, path, timeout);
    }

    private JsonNode send(HttpRequest.Builder request, String path, Duration within) throws ControlException {
        Answer answer = exchange(request, path, within);
        if (answer.status() >= 400) {
            throw new ProblemException(answer.problem());
        }
        return answer.body();
    }

    private Answer exchange(HttpRequest.Builder request, String path, Duration within) throws ControlException {
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> response = client.send(
                    request.uri(base.resolve(path)).timeout(within).build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(
                    response.statusCode(),
                    MAPPER.readTree(response.body()),
                    response.headers().firstValue("ETag").orElse(""));
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
