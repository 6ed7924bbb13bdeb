package io.proxima.measure;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * What a running server's clients notice while it compiles its geography anew:
 * {@code ./mvnw test -Dtest=ReloadBench -Dreload.port=5300 -Dreload.lines=geoip/lines.yaml -Djacoco.skip}.
 *
 * <p>Five hundred queries a second for www.example.com, for fifteen seconds in peace, and then while a comment is added to the
 * file of lines every fifteen seconds, four times; the file is left as it was.
 */
class ReloadBench {
    private static final Duration PART = Duration.ofSeconds(15);
    private static final int EDITS = 4;

    @Test
    void answersWhileFilesAreReplaced() throws IOException {
        assumeTrue(System.getProperty("reload.port") != null, "no server is named");
        InetSocketAddress server =
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Integer.getInteger("reload.port"));
        Path lines = Path.of(System.getProperty("reload.lines", "geoip/lines.yaml"));
        String before = Files.readString(lines);
        Message query = Message.newQuery(Record.newRecord(Name.fromString("www.example.com."), Type.A, DClass.IN));
        query.addRecord(
                new OPTRecord(
                        1232, 0, 0, 0, List.of(new ClientSubnetOption(24, InetAddress.ofLiteral("198.51.100.0")))),
                Section.ADDITIONAL);
        try (SteadyAsker asker = new SteadyAsker(server, query, 2_000)) {
            pass();
            asker.times();
            pass();
            System.out.println("in peace:  " + asker.times());
            for (int edit = 1; edit <= EDITS; edit++) {
                Files.writeString(lines, before + "# edit " + edit + "\n");
                pass();
                System.out.println("an edit:   " + asker.times());
            }
            assertEquals(List.of(), asker.failures());
        } finally {
            Files.writeString(lines, before);
        }
    }

    private static void pass() {
        long end = System.nanoTime() + PART.toNanos();
        await().atMost(PART.multipliedBy(2)).until(() -> System.nanoTime() > end);
    }
}
