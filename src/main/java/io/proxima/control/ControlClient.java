package io.proxima.control;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
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
    private final @Nullable ClientTls tls;
    private final HttpClient client;

    /** A client of the server at a URL such as {@code http://127.0.0.1:8053}. */
    public ControlClient(URI base) {
        this(base, null);
    }

    /** A client that shows a bearer token, where it has one. */
    public ControlClient(URI base, @Nullable String token) {
        this(base, token, "https".equals(base.getScheme()) ? ClientTls.usual() : null);
    }

    /**
     * A client that speaks TLS in a way of its own.
     *
     * @param tls null where the URL is {@code http}
     */
    public ControlClient(URI base, @Nullable String token, @Nullable ClientTls tls) {
        this.base = base;
        this.token = token;
        this.tls = tls;
        this.client = client(tls);
    }

    private static HttpClient client(@Nullable ClientTls tls) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT);
        return tls == null ? builder.build() : builder.sslContext(tls.context()).build();
    }

    /** The server that it asks. */
    public URI base() {
        return base;
    }

    /** The URL of a server that listens on an address; one that listens on all is asked on the loopback. */
    public static URI urlOf(InetSocketAddress address) {
        return urlOf("http", address);
    }

    /** As {@link #urlOf(InetSocketAddress)}, by {@code http} or {@code https}. */
    public static URI urlOf(String scheme, InetSocketAddress address) {
        InetAddress asked =
                address.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address.getAddress();
        String host = asked.getHostAddress();
        return URI.create(scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
    }

    /**
     * The document at a path.
     *
     * @throws ControlException if nobody answers there
     * @throws ProblemException with what the server says is wrong
     */
    public JsonNode get(String path) throws ControlException {
        return get(path, TIMEOUT);
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
        HttpResponse<InputStream> response =
                sent(HttpRequest.newBuilder().GET(), path, within, HttpResponse.BodyHandlers.ofInputStream());
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
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> response = sent(request, path, TIMEOUT, HttpResponse.BodyHandlers.ofInputStream());
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

    /** What a path answers to a document sent there; throws as {@link #get}. */
    public JsonNode post(String path, Object document) throws ControlException {
        return send("POST", path, document, TIMEOUT);
    }

    /** As {@link #post(String, Object)}, of what may take longer than most. */
    public JsonNode post(String path, Object document, Duration within) throws ControlException {
        return send("POST", path, document, within);
    }

    /** What a path answers to a document put there; throws as {@link #get}. */
    public JsonNode put(String path, Object document) throws ControlException {
        return send("PUT", path, document, TIMEOUT);
    }

    /** What a path answers to being taken away; throws as {@link #get}. */
    public JsonNode delete(String path) throws ControlException {
        return send(HttpRequest.newBuilder().DELETE(), path, TIMEOUT);
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
        HttpRequest.Builder request = document == null
                ? HttpRequest.newBuilder().method(method, HttpRequest.BodyPublishers.noBody())
                : with(method, document);
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return exchange(request, path, EDITED_WITHIN);
    }

    private JsonNode send(String method, String path, Object document, Duration within) throws ControlException {
        return send(with(method, document), path, within);
    }

    private static HttpRequest.Builder with(String method, Object document) {
        return HttpRequest.newBuilder()
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(Json.of(document), StandardCharsets.UTF_8));
    }

    private JsonNode send(HttpRequest.Builder request, String path, Duration within) throws ControlException {
        Answer answer = exchange(request, path, within);
        if (answer.status() >= 400) {
            throw new ProblemException(answer.problem());
        }
        return answer.body();
    }

    private Answer exchange(HttpRequest.Builder request, String path, Duration within) throws ControlException {
        HttpResponse<String> response =
                sent(request, path, within, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        try {
            return new Answer(
                    response.statusCode(),
                    MAPPER.readTree(response.body()),
                    response.headers().firstValue("ETag").orElse(""));
        } catch (JacksonException e) {
            throw new ControlException("what answers at " + base + " is no Proxima", e);
        }
    }

    /** Sends a request with the token, and has the answer's head at least. */
    private <T> HttpResponse<T> sent(
            HttpRequest.Builder request, String path, Duration within, HttpResponse.BodyHandler<T> body)
            throws ControlException {
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return client.send(request.uri(base.resolve(path)).timeout(within).build(), body);
        } catch (HttpTimeoutException e) {
            throw new ControlException(
                    "the server at " + base + " did not answer within " + within.toSeconds() + " s", e);
        } catch (IOException e) {
            throw unanswered(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlException("interrupted", e);
        }
    }

    private ControlException unanswered(IOException failure) {
        boolean reached = !(failure instanceof ConnectException) && !(failure instanceof HttpTimeoutException);
        String meaning = reached && tls != null ? tls.meaning(failure) : null;
        if (meaning != null) {
            return new ControlException("the server at " + base + " " + meaning, failure);
        }
        if (reached && tls == null) {
            return new ControlException(
                    "what answers at " + base + " closes without an answer (one that speaks TLS is asked as https://)",
                    failure);
        }
        return new ControlException("no server answers at " + base + " (is it running? --url names another)", failure);
    }
}
