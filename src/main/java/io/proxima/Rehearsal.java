package io.proxima;

import io.proxima.cli.Console;
import io.proxima.config.ServerConfig;
import io.proxima.source.Findings;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A short life of a replica with the zone that ships, from which the JVM records what it needs to start fast the next time:
 * classes, linked, and what queries made of the code (JEP 483, JEP 515).
 *
 * <p>It is the command {@code serve} from its first argument to its last answer, since a class that was not recorded is read from
 * its jar. It serves on free ports of the loopback interface, alone, and is asked over UDP and TCP. Nothing of it is left, and nothing
 * that runs notices. It joins no cluster: every class recorded is in memory ever after, and Hazelcast is behind the answers.
 */
final class Rehearsal {
    /** The command, for the launcher, the build and the image. */
    static final String COMMAND = "rehearse";

    /** Time to probe, and for the compilers to see what is asked most. */
    private static final Duration LENGTH = Duration.ofSeconds(5);

    private static final int ANSWER_MILLIS = 1000;

    private Rehearsal() {}

    /** Runs the command line that is given, where {@code serve} lives as long as this says. */
    @FunctionalInterface
    interface Commands {
        int run(String[] arguments, Main.Life life);
    }

    /**
     * Runs {@code serve}, as the command line does.
     *
     * @param home the folder of the files that ship
     * @return the exit code
     */
    static int run(Path home, Console console, Commands commands) {
        Findings findings = new Findings();
        Optional<ServerConfig> shipped = ServerConfig.read(home.resolve("proxima.yaml"), findings);
        console.report(findings);
        if (shipped.isEmpty()) {
            return 1;
        }
        try {
            DemoFiles files = new DemoFiles(Files.createTempDirectory("proxima-rehearsal"), shipped.get());
            try {
                DemoFiles.Node node = files.replicas(shipped.get().zones(), 1, DemoFiles.freePort("127.0.0.1"))
                        .getFirst();
                String[] serve = {"serve", "--config", node.config().toString()};
                return commands.run(serve, (proxima, said) -> {
                    try (proxima) {
                        proxima.standBack();
                        said.say(proxima.readyLine());
                        ask(node.dns());
                    }
                });
            } finally {
                files.delete();
            }
        } catch (IOException e) {
            console.warn("proxima: " + e.getMessage());
            return 1;
        }
    }

    private static void ask(InetSocketAddress server) throws IOException {
        List<byte[]> questions = questions();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            socket.setSoTimeout(ANSWER_MILLIS);
            DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
            long end = System.nanoTime() + LENGTH.toNanos();
            int answers = 0;
            for (int i = 0; System.nanoTime() < end; i++) {
                answers += answered(socket, questions.get(i % questions.size()), answer) ? 1 : 0;
            }
            if (answers == 0) {
                throw new IOException("the replica does not answer");
            }
        }
        stream(server, questions);
    }

    private static boolean answered(DatagramSocket socket, byte[] question, DatagramPacket answer) throws IOException {
        try {
            socket.send(new DatagramPacket(question, question.length));
            socket.receive(answer);
            return true;
        } catch (SocketTimeoutException | java.net.PortUnreachableException _) {
            return false;
        }
    }

    private static void stream(InetSocketAddress server, List<byte[]> questions) throws IOException {
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            socket.setSoTimeout(ANSWER_MILLIS);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (byte[] question : questions) {
                out.writeShort(question.length);
                out.write(question);
                in.skipNBytes(in.readUnsignedShort());
            }
        }
    }

    private static List<byte[]> questions() {
        List<byte[]> questions = new ArrayList<>();
        for (String host : List.of("www", "api", "static", "www", "mail", "ftp", "www", "nowhere")) {
            Name name = Name.parse(host + ".example.com.");
            for (int type : new int[] {RrType.A, RrType.AAAA, RrType.A, RrType.HTTPS}) {
                int network = (questions.size() + 1) * 0x9e3779b1;
                questions.add(WarmUp.question(name, type, questions.size() % 3 == 0 ? 0 : network));
            }
        }
        return questions;
    }
}
