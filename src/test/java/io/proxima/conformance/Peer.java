package io.proxima.conformance;

import io.proxima.answer.TestServer;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** Another name server with the same zones, as a process of its own on a loopback port. */
final class Peer implements AutoCloseable {
    static final Path NSD = Path.of("/usr/sbin/nsd");
    static final Path KNOT = Path.of("/usr/sbin/knotd");
    static final String NSD_NAME = "NSD";
    static final String KNOT_NAME = "Knot DNS";

    private static final int ATTEMPTS_TO_REACH = 400;

    private final String name;
    private final Process process;
    private final int port;
    private final DatagramSocket socket;
    private final Path log;

    private Peer(String name, Path directory, int port, List<String> command) throws IOException {
        this.name = name;
        this.port = port;
        log = directory.resolve("log");
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.connect(InetAddress.getLoopbackAddress(), port);
    }

    static Peer nsd(Path directory, Map<String, String> zones) throws IOException {
        int port = freePort();
        StringBuilder settings = new StringBuilder("""
                server:
                  ip-address: 127.0.0.1@%1$d
                  username: ""
                  chroot: ""
                  zonesdir: "%2$s"
                  database: ""
                  pidfile: "%2$s/nsd.pid"
                  xfrdfile: "%2$s/xfrd.state"
                  zonelistfile: "%2$s/zone.list"
                  xfrdir: "%2$s"
                  server-count: 1
                  minimal-responses: no
                  refuse-any: no
                  rrl-ratelimit: 0
                  rrl-whitelist-ratelimit: 0
                remote-control:
                  control-enable: no
                """.formatted(port, directory));
        for (Map.Entry<String, String> zone : zones.entrySet()) {
            settings.append(
                    "zone:\n  name: \"%s\"\n  zonefile: \"%s\"\n".formatted(zone.getKey(), write(directory, zone)));
        }
        Path file = Files.writeString(directory.resolve("nsd.conf"), settings);
        return new Peer(NSD_NAME, directory, port, List.of(NSD.toString(), "-d", "-c", file.toString()));
    }

    static Peer knot(Path directory, Map<String, String> zones) throws IOException {
        int port = freePort();
        StringBuilder settings = new StringBuilder("""
                server:
                  rundir: "%2$s"
                  listen: 127.0.0.1@%1$d
                  udp-workers: 1
                  tcp-workers: 1
                  background-workers: 1
                database:
                  storage: "%2$s"
                log:
                  - target: stderr
                    any: warning
                template:
                  - id: default
                    storage: "%2$s"
                    zonefile-sync: -1
                    journal-content: none
                zone:
                """.formatted(port, directory));
        for (Map.Entry<String, String> zone : zones.entrySet()) {
            settings.append("  - domain: \"%s\"\n    file: \"%s\"\n".formatted(zone.getKey(), write(directory, zone)));
        }
        Path file = Files.writeString(directory.resolve("knot.conf"), settings);
        return new Peer(KNOT_NAME, directory, port, List.of(KNOT.toString(), "-c", file.toString()));
    }

    private static Path write(Path directory, Map.Entry<String, String> zone) throws IOException {
        return Files.writeString(directory.resolve("zone-" + zone.getKey() + "zone"), zone.getValue());
    }

    private static int freePort() throws IOException {
        try (DatagramSocket probe = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return probe.getLocalPort();
        }
    }

    String name() {
        return name;
    }

    /** Waits until the server answers for the zones of these apexes. */
    void await(Collection<String> apexes) throws IOException {
        int attempts = ATTEMPTS_TO_REACH;
        for (String apex : apexes) {
            byte[] query = TestServer.query(apex, Type.SOA).toWire();
            while (!isPositive(exchange(query, 100))) {
                if (--attempts == 0 || !process.isAlive()) {
                    throw new IOException(name + " does not answer for " + apex + "; see " + log);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    private static boolean isPositive(byte[] response) {
        return response.length > 12 && (response[3] & 0xf) == 0;
    }

    /** Asks over TCP. */
    Message askTcp(Message query) {
        byte[] octets = query.toWire();
        try (Socket stream = new Socket(InetAddress.getLoopbackAddress(), port)) {
            stream.setSoTimeout(2_000);
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(stream.getOutputStream()));
            out.writeShort(octets.length);
            out.write(octets);
            out.flush();
            DataInputStream in = new DataInputStream(stream.getInputStream());
            return new Message(in.readNBytes(in.readUnsignedShort()));
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": " + query, e);
        }
    }

    /** Asks over UDP. */
    Message ask(Message query) {
        try {
            return new Message(exchange(query.toWire(), 2_000));
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": " + query, e);
        }
    }

    /** The octets of the response; none if none comes in time. */
    byte[] exchange(byte[] query, int timeoutMillis) throws IOException {
        byte[] response = new byte[65_535];
        DatagramPacket packet = new DatagramPacket(response, response.length);
        socket.setSoTimeout(timeoutMillis);
        try {
            socket.send(new DatagramPacket(query, query.length));
            do {
                packet.setLength(response.length);
                socket.receive(packet);
            } while (response[0] != query[0] || response[1] != query[1]); // a late answer to an earlier query
            return Arrays.copyOf(response, packet.getLength());
        } catch (SocketTimeoutException _) {
            return new byte[0];
        } catch (java.net.PortUnreachableException _) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
            return new byte[0];
        }
    }

    @Override
    public void close() {
        socket.close();
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
