package io.proxima;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.measure.SteadyAsker;
import io.proxima.net.Prefix;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A steady load while 200,000 networks are compiled and swapped in, again and again. */
class ReloadUnderLoadIT {
    private static final String CLIENT = "198.51.100.0/24";
    private static final int NETWORKS = 200_000;
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(30);
    private static final List<String> LINES = List.of("one", "other", "one", "other", "one");

    @TempDir
    private Path folder;

    /** Networks anywhere below 10.0.0.0/8, each time on other lines, and the client's on the line given. */
    private void networks(String line, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < NETWORKS; i++) {
            rows.append(Prefix.masked(false, (0x0a00_0000L + 64L * i) << Integer.SIZE, 0, 26))
                    .append(random.nextBoolean() ? ",one\n" : ",other\n");
        }
        Path beside = Files.writeString(folder.resolve("beside"), rows.append(CLIENT + "," + line + "\n"));
        Files.move(
                beside,
                folder.resolve("networks.csv"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private Path config(int port) throws IOException {
        Files.createDirectories(folder.resolve("zones"));
        Files.writeString(folder.resolve("zones/example.com.zone"), """
                $ORIGIN example.com.
                $TTL 60
                @   SOA ns1 hostmaster 1 3600 600 604800 30
                @   NS  ns1
                ns1 A   127.0.0.1
                www A   192.0.2.1
                www A   192.0.2.2
                www A   192.0.2.3
                """);
        Files.writeString(folder.resolve("zones/example.com.policy.yaml"), """
                pools:
                  edge:
                    choose: line
                    groups:
                      - {line: one, members: [192.0.2.1]}
                      - {line: other, members: [192.0.2.2]}
                      - {line: default, members: [192.0.2.3]}
                names:
                  www: {pool: edge}
                """);
        Files.writeString(folder.resolve("lines.yaml"), "networks-files: [networks.csv]\n");
        return Files.writeString(folder.resolve("proxima.yaml"), """
                listen: {dns: ["127.0.0.1:%d"], control: "127.0.0.1:%d"}
                geo: {lines: lines.yaml}
                """.formatted(port, Asking.freePort()));
    }

    private static Message query() throws IOException {
        Message query = Message.newQuery(Record.newRecord(Name.fromString("www.example.com."), Type.A, DClass.IN));
        Prefix client = Prefix.parse(CLIENT);
        query.addRecord(
                new OPTRecord(1232, 0, 0, 0, List.of(new ClientSubnetOption(client.length(), client.firstAddress()))),
                Section.ADDITIONAL);
        return query;
    }

    private static String given(String line) {
        return line.equals("one") ? "[192.0.2.1]" : "[192.0.2.2]";
    }

    /** Every query is answered, and with what the old map or the new one says: it turns as often as the files do. */
    @Test
    void noQueryIsLostAndNoneIsAnsweredWrongly() throws IOException, InterruptedException {
        int port = Asking.freePort();
        networks(LINES.getFirst(), 0);
        List<String> turns = new ArrayList<>();
        try (Program program = Program.serve(config(port));
                SteadyAsker asker = new SteadyAsker(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), query(), 1_000)) {
            for (int i = 0; i < LINES.size(); i++) {
                if (i > 0) {
                    networks(LINES.get(i), i);
                }
                turns.add(given(LINES.get(i)));
                await().atMost(SERVED_WITHIN).until(() -> asker.turns().size() >= turns.size());
            }
            asker.stop();
            assertEquals(turns, asker.turns());
            assertEquals(List.of(), asker.failures());
            program.terminate();
            assertEquals(0, program.awaitEnd(), "the exit code after SIGTERM");
        }
    }
}
