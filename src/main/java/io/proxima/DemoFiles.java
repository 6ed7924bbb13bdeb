package io.proxima;

import io.proxima.config.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of a demo's replicas, in a folder that goes with it. */
final class DemoFiles {
    private static final List<String> SITES = List.of("shanghai", "guangzhou", "frankfurt");
    private static final int KEY_OCTETS = 32;
    private static final int USUAL_PORT = 5300;

    /** Where commands look for a server by default; a demo on another port leaves it free. */
    private static final int CONTROL_PORT = 8053;

    /** One replica: its name, where it answers and its configuration. */
    record Node(String name, InetSocketAddress dns, Path config) {}

    private final Path folder;
    private final ServerConfig shipped;

    DemoFiles(Path folder, ServerConfig shipped) {
        this.folder = folder;
        this.shipped = shipped;
    }

    /** A copy of the zones in which every check asks another port. */
    Path zonesWithPort(int port) throws IOException {
        Path zones = Files.createDirectories(folder.resolve("zones"));
        try (Stream<Path> files = Files.list(shipped.zones())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file);
                String name = file.getFileName().toString();
                Files.writeString(
                        zones.resolve(name),
                        name.endsWith(".policy.yaml")
                                ? text.replaceAll("(?m)^(\\s+port:\\s*)\\d+", "$1" + port)
                                : text);
            }
        }
        return zones;
    }

    /**
     * Writes a configuration a replica: ns1 on 127.0.0.1, ns2 on 127.0.0.2 and so on; more than one make a cluster.
     *
     * @param port where each answers DNS
     */
    List<Node> replicas(Path zones, int count, int port) throws IOException {
        List<String> members = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            members.add(host(i) + ":" + freePort(host(i)));
        }
        Path key = folder.resolve("cluster.key");
        byte[] octets = new byte[KEY_OCTETS];
        new SecureRandom().nextBytes(octets);
        Files.writeString(key, HexFormat.of().formatHex(octets));
        List<Node> nodes = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            String name = "ns" + i;
            Path config = folder.resolve(name + ".yaml");
            String alone = """
                    node: %s
                    site: %s
                    listen:
                      dns: ["%s:%d"]
                      control: "%s:%d"
                    zones: %s
                    geo:
                      databases: [%s]
                    %s%sstate: %s
                    """.formatted(
                    name,
                    SITES.get((i - 1) % SITES.size()),
                    host(i),
                    port,
                    host(i),
                    port == USUAL_PORT ? CONTROL_PORT : freePort(host(i)),
                    quoted(zones),
                    shipped.geo().databases().stream().map(DemoFiles::quoted).collect(Collectors.joining(", ")),
                    shipped.geo().lines() == null
                            ? ""
                            : "  lines: " + quoted(shipped.geo().lines()) + "\n",
                    shipped.geo().home() == null
                            ? ""
                            : "  home: " + shipped.geo().home() + "\n",
                    quoted(folder.resolve(name)));
            String together =
                    count == 1 ? "" : """
                    cluster:
                      bind: %s
                      members: [%s]
                      key-file: %s
                    """.formatted(members.get(i - 1), String.join(", ", members), quoted(key));
            Files.writeString(config, alone + together);
            nodes.add(new Node(name, new InetSocketAddress(host(i), port), config));
        }
        return nodes;
    }

    /** Removes the folder; what cannot be removed is left to the system. */
    void delete() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.getLogger(DemoFiles.class.getName()).log(System.Logger.Level.DEBUG, "left behind", e);
        }
    }

    private static String host(int number) {
        return "127.0.0." + number;
    }

    static int freePort(String host) throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        }
    }

    /** As YAML's double quotes want it. */
    private static String quoted(Path path) {
        return '"'
                + path.toAbsolutePath()
                        .normalize()
                        .toString()
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                + '"';
    }
}
