package io.proxima;

import static org.awaitility.Awaitility.await;

import io.proxima.config.ServerConfig;
import io.proxima.control.ControlClient;
import io.proxima.source.Findings;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A replica of this process over a folder of its own, edited, asked and started again. */
final class ServedFolder implements AutoCloseable {
    static final String ZONE = """
            $ORIGIN example.com.
            $TTL 60
            @     SOA ns1 hostmaster 1 3600 600 604800 30
            @     NS  ns1
            ns1   A   127.0.0.1
            """;

    private final Path folder;
    private final InetSocketAddress dns;
    private final ControlClient control;
    private @Nullable Proxima proxima;

    /**
     * @param more lines of the configuration
     */
    ServedFolder(Path folder, String more) throws IOException {
        this(folder, "ns1", more);
    }

    ServedFolder(Path folder, String node, String more) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("zones"));
        dns = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Asking.freePort());
        int port = Asking.freePort();
        control = new ControlClient(URI.create("http://127.0.0.1:" + port));
        Files.writeString(folder.resolve("proxima.yaml"), """
                node: %s
                listen: {dns: ["127.0.0.1:%d"], control: "127.0.0.1:%d"}
                %s
                """.formatted(node, dns.getPort(), port, more));
    }

    /** A zone in which {@code www} has an address. */
    static String zone(String address) {
        return ZONE + "www A " + address + "\n";
    }

    /** Puts a file in place, whole. */
    Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Path fresh = Files.writeString(file.resolveSibling("." + file.getFileName() + ".new"), text);
        return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Path folder() {
        return folder;
    }

    /** Where it is asked about over HTTP. */
    URI url() {
        return control.base();
    }

    InetSocketAddress dns() {
        return dns;
    }

    /** Starts; gives what was found, errors among it where another release than the files' is served. */
    Findings start() throws IOException {
        Findings findings = new Findings();
        ServerConfig config = ServerConfig.read(folder.resolve("proxima.yaml"), findings)
                .orElseThrow(() -> new AssertionError(findings.sorted()));
        proxima = Proxima.start(config, findings).orElseThrow(() -> new AssertionError(findings.sorted()));
        return findings;
    }

    void stop() {
        if (proxima != null) {
            proxima.close();
            proxima = null;
        }
    }

    /** The addresses of a name, by one question over UDP. */
    Set<String> given(String name) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(2_000);
            socket.connect(dns);
            byte[] question = WarmUp.question(io.proxima.wire.Name.parse(name), io.proxima.wire.RrType.A, 0);
            socket.send(new DatagramPacket(question, question.length));
            DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
            socket.receive(answer);
            return Asking.addresses(new Message(Arrays.copyOf(answer.getData(), answer.getLength())));
        }
    }

    String www() throws IOException {
        return String.join(" ", given("www.example.com."));
    }

    void awaitWww(String address) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> www().equals(address));
    }

    JsonNode get(String path) throws IOException {
        return control.get(path);
    }

    /** A page that is not JSON. */
    String text(String path) throws IOException {
        try (InputStream in = control.base().resolve(path).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Has a release in force that is named, or what the files say. */
    JsonNode order(Optional<String> release, String why) throws IOException {
        Map<String, Object> order = new LinkedHashMap<>();
        release.ifPresentOrElse(name -> order.put("release", name), () -> order.put("files", true));
        order.put("why", why);
        order.put("author", "alice");
        order.put("wait", true);
        return control.post("/v1/releases", order);
    }

    /** Adds lines to the configuration, for the next start. */
    static void reconfigure(ServedFolder served, String more) throws IOException {
        Files.writeString(served.folder.resolve("proxima.yaml"), more + "\n", StandardOpenOption.APPEND);
    }

    /** Has a release in force, by the order as it travels. */
    JsonNode post(String order) throws IOException {
        return control.post("/v1/releases", JsonMapper.shared().readValue(order, Map.class), Duration.ofMinutes(2));
    }

    /** The hash of what is in force. */
    String current() throws IOException {
        return get("/v1/releases").path("current").asString();
    }

    @Override
    public void close() {
        stop();
    }
}
