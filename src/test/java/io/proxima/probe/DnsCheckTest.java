package io.proxima.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.policy.Ask;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Checks of kind dns, against a server whose messages dnsjava makes. */
final class DnsCheckTest {
    @AutoClose
    private final ProbeBed bed = new ProbeBed();

    /** What a server says to a query; null for nothing. */
    @FunctionalInterface
    interface Answers {
        byte @Nullable [] to(byte[] query);
    }

    /** Answers over UDP and TCP on one port. */
    static final class Server implements AutoCloseable {
        final List<byte[]> asked = new CopyOnWriteArrayList<>();
        private final DatagramSocket udp;
        private final ServerSocket tcp;

        Server(Answers overUdp, Answers overTcp) throws IOException {
            udp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            tcp = new ServerSocket(udp.getLocalPort(), 50, InetAddress.getLoopbackAddress());
            Thread.ofPlatform().daemon().start(() -> datagrams(overUdp));
            Thread.ofPlatform().daemon().start(() -> streams(overTcp));
        }

        private void datagrams(Answers answer) {
            byte[] octets = new byte[512];
            while (!udp.isClosed()) {
                try {
                    DatagramPacket packet = new DatagramPacket(octets, octets.length);
                    udp.receive(packet);
                    byte[] query = Arrays.copyOf(octets, packet.getLength());
                    asked.add(query);
                    byte[] said = answer.to(query);
                    if (said != null) {
                        udp.send(new DatagramPacket(said, said.length, packet.getSocketAddress()));
                    }
                } catch (IOException closed) {
                    return;
                }
            }
        }

        private void streams(Answers answer) {
            while (!tcp.isClosed()) {
                try (Socket client = tcp.accept()) {
                    DataInputStream in = new DataInputStream(client.getInputStream());
                    byte[] said = answer.to(in.readNBytes(in.readUnsignedShort()));
                    if (said != null) {
                        DataOutputStream out = new DataOutputStream(client.getOutputStream());
                        out.writeShort(said.length);
                        out.write(said);
                    }
                    in.read();
                } catch (IOException gone) {
                    // the client hung up, or the test is over
                }
            }
        }

        int port() {
            return udp.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            udp.close();
            tcp.close();
        }
    }

    static Message answerTo(byte[] query, int rcode, Record... records) {
        try {
            Message asked = new Message(query);
            Message answer = new Message(asked.getHeader().getID());
            answer.getHeader().setFlag(Flags.QR);
            answer.getHeader().setRcode(rcode);
            answer.addRecord(asked.getQuestion(), Section.QUESTION);
            for (Record record : records) {
                answer.addRecord(record, Section.ANSWER);
            }
            return answer;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Name name(String text) {
        return Name.fromConstantString(text);
    }

    private static Record a(String owner, String address) {
        try {
            return new ARecord(name(owner), DClass.IN, 60, InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static Ask.Dns ask(int type, @Nullable String answer) {
        return new Ask.Dns("www.example.com.", type, Map.of(0, "NOERROR"), answer);
    }

    private ProbeResult result(Ask.Dns ask, Answers answer) throws IOException {
        return result(ask, answer, answer, ProbeBed.PATIENT_MILLIS);
    }

    private ProbeResult result(Ask.Dns ask, Answers overUdp, Answers overTcp, int timeoutMillis) throws IOException {
        try (Server server = new Server(overUdp, overTcp)) {
            return bed.result(ask, server.port(), timeoutMillis);
        }
    }

    @Test
    void questionIsOneThatDnsjavaReads() throws IOException {
        try (Server server = new Server(query -> answerTo(query, Rcode.NOERROR).toWire(), query -> null)) {
            ProbeResult result = bed.result(
                    new Ask.Dns("a\\.b\\032c.example.com.", Type.SOA, Map.of(0, "NOERROR"), null), server.port());
            assertTrue(result.success(), result.reason());
            assertEquals("NOERROR", result.reason());
            Message asked = new Message(server.asked.getFirst());
            assertEquals(name("a\\.b\\032c.example.com."), asked.getQuestion().getName());
            assertEquals(Type.SOA, asked.getQuestion().getType());
            assertTrue(asked.getHeader().getFlag(Flags.RD));
        }
    }

    @Test
    void rcodesAreWhatTheCheckExpects() throws IOException {
        ProbeResult refused = result(
                ask(Type.A, null), query -> answerTo(query, Rcode.REFUSED).toWire());
        assertFalse(refused.success());
        assertEquals("rcode 5, expected NOERROR", refused.reason());
        assertTrue(result(
                        new Ask.Dns("www.example.com.", Type.A, Map.of(3, "NXDOMAIN", 5, "REFUSED"), null),
                        query -> answerTo(query, Rcode.REFUSED).toWire())
                .success());
    }

    @Test
    void answerIsComparedInEachFormOfData() throws IOException {
        Record alias = new CNAMERecord(name("www.example.com."), DClass.IN, 60, name("Web.example.NET."));
        Map<Integer, Record> records = new HashMap<>();
        records.put(Type.A, a("web.example.net.", "192.0.2.7"));
        records.put(Type.MX, new MXRecord(name("www.example.com."), DClass.IN, 60, 10, name("mail.example.com.")));
        records.put(Type.TXT, new TXTRecord(name("www.example.com."), DClass.IN, 60, List.of("ready", "=1")));
        records.put(Type.CNAME, alias);
        Map<Integer, String> expected = Map.of(
                Type.A, "192.0.2.7",
                Type.MX, "10 mail.example.com.",
                Type.TXT, "ready=1",
                Type.CNAME, "web.example.net.");
        for (Map.Entry<Integer, String> entry : expected.entrySet()) {
            Record record = Objects.requireNonNull(records.get(entry.getKey()));
            Answers answer = query -> (entry.getKey() == Type.CNAME
                            ? answerTo(query, Rcode.NOERROR, alias)
                            : answerTo(query, Rcode.NOERROR, alias, record))
                    .toWire();
            ProbeResult result = result(ask(entry.getKey(), entry.getValue()), answer);
            assertTrue(result.success(), result.reason());
        }
    }

    @Test
    void answerWithoutWhatIsExpectedFailsWithWhatItHas() throws IOException {
        assertEquals(
                "NOERROR without 192.0.2.7 but 192.0.2.8",
                result(
                                ask(Type.A, "192.0.2.7"),
                                query -> answerTo(query, Rcode.NOERROR, a("www.example.com.", "192.0.2.8"))
                                        .toWire())
                        .reason());
        assertEquals(
                "NOERROR without 192.0.2.7 but nothing",
                result(
                                ask(Type.A, "192.0.2.7"),
                                query -> answerTo(query, Rcode.NOERROR).toWire())
                        .reason());
    }

    private static byte[] truncated(byte[] query) {
        Message answer = answerTo(query, Rcode.NOERROR);
        answer.getHeader().setFlag(Flags.TC);
        return answer.toWire();
    }

    @Test
    void truncatedAnswerIsAskedForOverTcp() throws IOException {
        ProbeResult result = result(
                ask(Type.A, "192.0.2.7"),
                DnsCheckTest::truncated,
                query -> answerTo(query, Rcode.NOERROR, a("www.example.com.", "192.0.2.7"))
                        .toWire(),
                ProbeBed.PATIENT_MILLIS);
        assertTrue(result.success(), result.reason());
        assertEquals(
                "an answer that is truncated over TCP",
                result(ask(Type.A, null), DnsCheckTest::truncated).reason());
        assertEquals(
                "timed out after 500 ms waiting for the whole answer",
                result(ask(Type.A, null), DnsCheckTest::truncated, query -> null, 500)
                        .reason());
    }

    @Test
    void answersToOtherQuestionsArePassedOver() throws IOException {
        assertEquals(
                "timed out after 500 ms waiting for the answer, with 1 to another question",
                result(
                                ask(Type.A, null),
                                query -> {
                                    byte[] answer =
                                            answerTo(query, Rcode.NOERROR).toWire();
                                    answer[1] ^= 1; // the id
                                    return answer;
                                },
                                query -> null,
                                500)
                        .reason());
        assertEquals(
                "timed out after 500 ms waiting for the answer, with 1 to another question",
                result(
                                ask(Type.A, null),
                                query -> {
                                    byte[] answer =
                                            answerTo(query, Rcode.NOERROR).toWire();
                                    answer[13] = 'v'; // "vww"
                                    return answer;
                                },
                                query -> null,
                                500)
                        .reason());
    }

    @Test
    void silenceTimesOut() throws IOException {
        assertEquals(
                "timed out after 300 ms waiting for the answer",
                result(ask(Type.A, null), query -> null, query -> null, 300).reason());
    }

    @Test
    void pointersThatGoInCirclesAreMalformed() throws IOException {
        for (int[] pointer : new int[][] {{0xc0, 33}, {0xc0, 0xff}, {0xff, 0xff}, {0x40, 1}}) {
            assertEquals(
                    "a malformed answer",
                    result(ask(Type.A, null), query -> {
                                byte[] answer = Arrays.copyOf(
                                        answerTo(query, Rcode.NOERROR).toWire(), query.length + 20);
                                answer[7] = 1; // one record, whose owner is the pointer
                                answer[query.length] = (byte) pointer[0];
                                answer[query.length + 1] = (byte) pointer[1];
                                return answer;
                            })
                            .reason());
        }
    }

    @Test
    void mutatedAnswersAreReadOrRefusedButNeverThrow() {
        byte[] query = DnsMessage.query(4711, "www.example.com.", Type.A);
        byte[] good = answerTo(
                        query,
                        Rcode.NOERROR,
                        new CNAMERecord(name("www.example.com."), DClass.IN, 60, name("web.example.net.")),
                        a("web.example.net.", "192.0.2.7"))
                .toWire();
        assertEquals(new DnsMessage.Reading.Answer(0, List.of("192.0.2.7")), DnsMessage.read(good, query));
        Random random = new Random(11);
        int malformed = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] changed = Arrays.copyOf(good, random.nextInt(good.length + 1));
            for (int j = 0; j < 2 && changed.length > query.length; j++) {
                changed[query.length + random.nextInt(changed.length - query.length)] = (byte) random.nextInt();
            }
            malformed += DnsMessage.read(changed, query) instanceof DnsMessage.Reading.Malformed ? 1 : 0;
        }
        assertTrue(malformed > 10_000, "malformed: " + malformed);
    }
}
