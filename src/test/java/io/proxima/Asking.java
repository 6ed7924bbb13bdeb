package io.proxima;

import io.proxima.net.Prefix;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Queries as resolvers send them: once, with a second's patience. */
final class Asking {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Asking() {}

    /** What a server says to a query for A records of a client's. */
    static Message ask(InetSocketAddress server, String name, String subnet, boolean tcp) throws IOException {
        Prefix client = Prefix.parse(subnet);
        SimpleResolver resolver = new SimpleResolver(server);
        resolver.setTimeout(TIMEOUT);
        resolver.setTCP(tcp);
        resolver.setEDNS(0, 1232, 0, List.of(new ClientSubnetOption(client.length(), client.firstAddress())));
        return resolver.send(Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN)));
    }

    /** The addresses in an answer. */
    static Set<String> addresses(Message response) {
        Set<String> addresses = new TreeSet<>();
        for (Record answer : response.getSection(Section.ANSWER)) {
            if (answer instanceof ARecord a) {
                addresses.add(a.getAddress().getHostAddress());
            }
        }
        return addresses;
    }

    /** The addresses that a client is given, over UDP. */
    static Set<String> addresses(InetSocketAddress server, String name, String subnet) throws IOException {
        return addresses(ask(server, name, subnet, false));
    }

    /** Whether a program is installed. */
    static boolean installed(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> new File(folder, program).canExecute());
    }

    /** The lines that a command prints. */
    static Set<String> lines(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(Program.HOME.toFile())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        Set<String> lines = new TreeSet<>();
        text.lines().filter(line -> !line.isBlank()).forEach(lines::add);
        return lines;
    }

    /** What dig and kdig, those of them that are installed, are given; a set of addresses each. */
    static List<Set<String>> withTools(InetSocketAddress server, String name, String subnet)
            throws IOException, InterruptedException {
        List<Set<String>> given = new ArrayList<>();
        for (String tool : Stream.of("dig", "kdig").filter(Asking::installed).toList()) {
            for (String transport : List.of("+notcp", "+tcp")) {
                given.add(lines(List.of(
                        tool,
                        "@" + server.getAddress().getHostAddress(),
                        "-p",
                        String.valueOf(server.getPort()),
                        name,
                        "A",
                        "+short",
                        "+subnet=" + subnet,
                        transport)));
            }
        }
        return given;
    }

    /** A port that was free just now, another each time: whoever was given one may not listen to it yet. */
    static int freePort() throws IOException {
        while (true) {
            try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
                if (GIVEN.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            }
        }
    }
}
