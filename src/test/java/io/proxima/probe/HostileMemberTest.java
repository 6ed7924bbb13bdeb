package io.proxima.probe;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.proxima.health.Pair;
import io.proxima.policy.Ask;
import io.proxima.policy.Check;
import io.proxima.policy.TextRule;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Members that do their worst: it costs their own probes, and a member beside them keeps its rhythm. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "resets are made by a linger of none")
final class HostileMemberTest {
    private static final int ROUNDS = 8;
    private static final int EVERY_MILLIS = 250;
    private static final TextRule BODY = new TextRule.Matches("(a+)+ready");
    private static final AtomicLong SENT = new AtomicLong();

    /**
     * One way to be hostile.
     *
     * @param sent the most that the member can be rid of in one connection, the system's buffers among it
     */
    record Way(String name, Ask ask, RawServer.Answer answer, long sent) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        out.write(octets);
        SENT.addAndGet(octets.length);
    }

    private static void endless(OutputStream out, String begin, String more) throws IOException {
        write(out, begin);
        String block = more.repeat(1 + 16_384 / more.length());
        while (true) {
            write(out, block);
        }
    }

    private static void slow(OutputStream out, String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            write(out, text.substring(i, i + 1));
            try {
                var _ = new CountDownLatch(1).await(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void garbage(OutputStream out) throws IOException {
        byte[] octets = new byte[1 << 20];
        new Random(4).nextBytes(octets);
        octets[0] = 0x16; // as if it were a TLS handshake
        out.write(octets);
    }

    private static void reset(Socket client) throws IOException {
        client.setSoLinger(true, 0);
        client.close();
    }

    static Stream<Way> ways() {
        Ask plain = ProbeBed.http(null, null);
        Ask body = ProbeBed.http(null, null, Map.of(), BODY, 65_536);
        Ask tls = ProbeBed.http(ProbeBed.UNVERIFIED, "www.example.com");
        Ask grpc = new Ask.Grpc(null, null, "");
        String ok = "HTTP/1.1 200 OK\r\n";
        long buffers = 16 << 20;
        return Stream.of(
                new Way("endless body", plain, (head, client, out) -> endless(out, ok + "\r\n", "x"), buffers),
                new Way(
                        "endless body that is looked at",
                        body,
                        (head, client, out) -> endless(out, ok + "\r\n", "a"),
                        buffers),
                new Way(
                        "endless chunk line",
                        body,
                        (head, client, out) -> endless(out, ok + "Transfer-Encoding: chunked\r\n\r\n", "0"),
                        buffers),
                new Way(
                        "endless small chunks",
                        body,
                        (head, client, out) -> endless(out, ok + "Transfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n"),
                        buffers),
                new Way("huge header", plain, (head, client, out) -> endless(out, ok + "A: ", "y"), buffers),
                new Way("many headers", plain, (head, client, out) -> endless(out, ok, "A: y\r\n"), buffers),
                new Way(
                        "endless interim responses",
                        plain,
                        (head, client, out) -> endless(out, "", "HTTP/1.1 100 Go\r\n\r\n"),
                        buffers),
                new Way("header an octet a second", plain, (head, client, out) -> slow(out, ok + "\r\n"), 100),
                new Way("body an octet a second", body, (head, client, out) -> slow(out, ok + "\r\nready"), 100),
                new Way(
                        "redirects in a circle",
                        plain,
                        (head, client, out) -> write(out, "HTTP/1.1 302 Found\r\nLocation: /healthz\r\n\r\n"),
                        100),
                new Way("garbage", plain, (head, client, out) -> garbage(out), buffers),
                new Way("resets", plain, (head, client, out) -> reset(client), 1),
                new Way("silence", plain, (head, client, out) -> {}, 1),
                new Way(
                        "expression's worst",
                        body,
                        (head, client, out) -> write(out, ok + "\r\n" + "a".repeat(65_536)),
                        buffers),
                new Way("no TLS", tls, (head, client, out) -> garbage(out), buffers),
                new Way("resets in TLS", tls, (head, client, out) -> reset(client), 1),
                new Way("no HTTP/2", grpc, (head, client, out) -> garbage(out), buffers),
                new Way("resets in HTTP/2", grpc, (head, client, out) -> reset(client), 1),
                new Way("HTTP/2 that goes away", grpc, (head, client, out) -> goAway(out), 100),
                new Way("HTTP/2 that is silent", grpc, (head, client, out) -> {}, 1),
                new Way("HTTP/2 with endless frames", grpc, (head, client, out) -> settings(out), buffers));
    }

    /** Frames of HTTP/2 (RFC 9113 sections 4.1, 6.5 and 6.8). */
    private static void goAway(OutputStream out) throws IOException {
        out.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
        out.write(new byte[] {0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 11});
    }

    private static void settings(OutputStream out) throws IOException {
        while (true) {
            out.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void costsItsOwnProbeAlone(Way way) throws IOException {
        SENT.set(0);
        AtomicLong connections = new AtomicLong();
        RawServer.Answer counted = (head, client, out) -> {
            connections.incrementAndGet();
            way.answer().answer(head, client, out);
        };
        List<Long> at = new CopyOnWriteArrayList<>();
        try (RawServer hostile = RawServer.doing(counted);
                RawServer good = RawServer.answering(request -> RawServer.OK);
                ProbeBed bed = new ProbeBed()) {
            Check check = ProbeBed.check(way.ask(), hostile.port(), EVERY_MILLIS, EVERY_MILLIS);
            List<Pair> worst = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                worst.add(bed.add("hostile" + i, check, InetAddress.getLoopbackAddress()));
            }
            Pair beside = bed.add(
                    "good",
                    ProbeBed.check(ProbeBed.http(null, null), good.port(), EVERY_MILLIS, ProbeBed.PATIENT_MILLIS),
                    InetAddress.getLoopbackAddress());
            bed.first(beside);
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> {
                        int seen = bed.of(beside).size();
                        while (at.size() < seen) {
                            at.add(System.nanoTime());
                        }
                        return seen >= ROUNDS
                                && worst.stream().allMatch(pair -> bed.of(pair).size() >= ROUNDS);
                    });
            assertTrue(
                    bed.of(beside).stream().allMatch(ProbeResult::success),
                    bed.of(beside).toString());
            for (int i = 1; i < at.size(); i++) {
                long gap = (at.get(i) - at.get(i - 1)) / 1_000_000;
                assertTrue(gap < 6 * EVERY_MILLIS, "a gap of " + gap + " ms");
            }
            boolean harmless = way.name().equals("endless body"); // its status is all that was asked for
            for (Pair pair : worst) {
                assertEquals(
                        harmless,
                        bed.of(pair).stream().allMatch(ProbeResult::success),
                        bed.of(pair).toString());
            }
            worst.forEach(bed::remove);
            await().atMost(ProbeBed.SOON).until(hostile.open::isEmpty);
            assertTrue(
                    SENT.get() <= way.sent() * Math.max(1, connections.get()),
                    SENT.get() + " octets in " + connections.get() + " connections");
        }
    }

    @Test
    void membersThatTakeAnExpressionsTimeTakeNobodyElses() throws IOException {
        try (RawServer hostile = RawServer.answering(request -> "HTTP/1.1 200 OK\r\n\r\n" + "a".repeat(65_536));
                RawServer good = RawServer.answering(request -> "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\naready");
                ProbeBed bed = new ProbeBed()) {
            Ask ask = ProbeBed.http(null, null, Map.of(), new TextRule.Matches("(.*a){25}b|aready"), 65_536);
            Pair beside =
                    bed.add("good", ProbeBed.check(ask, good.port(), 250, 1000), InetAddress.getLoopbackAddress());
            assertTrue(bed.first(beside).success(), bed.first(beside).reason());
            for (int i = 0; i < 60; i++) { // for each of their rounds, fifteen seconds of matching
                bed.add(
                        "hostile" + i,
                        ProbeBed.check(ask, hostile.port(), 1000, 1000),
                        InetAddress.getLoopbackAddress());
            }
            await().atMost(ProbeBed.SOON).until(() -> hostile.requests.size() >= 120);
            int before = bed.of(beside).size();
            await().atMost(ProbeBed.SOON).until(() -> bed.of(beside).size() >= before + ROUNDS);
            assertTrue(
                    bed.of(beside).stream().allMatch(ProbeResult::success),
                    bed.of(beside).toString());
        }
    }

    @Test
    void answersOfDnsThatAreNoneCostTheirOwnProbesAlone() throws IOException {
        Random random = new Random(6);
        try (DnsCheckTest.Server hostile = new DnsCheckTest.Server(
                        query -> {
                            byte[] answer = new byte[12 + random.nextInt(500)];
                            random.nextBytes(answer);
                            if (random.nextBoolean()) {
                                System.arraycopy(query, 0, answer, 0, 2);
                                answer[2] = (byte) 0x80;
                            }
                            return answer;
                        },
                        query -> null);
                RawServer good = RawServer.answering(request -> RawServer.OK);
                ProbeBed bed = new ProbeBed()) {
            Pair worst = bed.add(ProbeBed.check(
                    new Ask.Dns("www.example.com.", 1, Map.of(0, "NOERROR"), null), hostile.port(), 250, 250));
            Pair beside = bed.add(ProbeBed.check(ProbeBed.http(null, null), good.port(), 250, 8000));
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            bed.of(beside).size() >= ROUNDS && bed.of(worst).size() >= ROUNDS);
            assertTrue(
                    bed.of(worst).stream().noneMatch(ProbeResult::success),
                    bed.of(worst).toString());
            assertTrue(
                    bed.of(beside).stream().allMatch(ProbeResult::success),
                    bed.of(beside).toString());
        }
    }

    @Test
    void descriptorsAreAsManyAsBefore() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors));
        try (ProbeBed bed = new ProbeBed();
                RawServer silent = RawServer.answering(request -> "");
                RawServer good = RawServer.answering(request -> RawServer.OK)) {
            bed.first(bed.add(ProbeBed.http(null, null), good.port()));
            bed.remove(new Pair("example.com./c0", "127.0.0.1"));
            await().atMost(ProbeBed.SOON).until(good.open::isEmpty);
            long before = count(descriptors);
            List<Pair> pairs = new ArrayList<>();
            for (Ask ask : List.of(
                    ProbeBed.http(null, null),
                    ProbeBed.http(ProbeBed.UNVERIFIED, "www.example.com"),
                    new Ask.Tcp(),
                    new Ask.Dns("www.example.com.", 1, Map.of(0, "NOERROR"), null),
                    new Ask.Grpc(null, null, ""),
                    new Ask.Exec(List.of("/bin/sleep", "10")))) {
                pairs.add(bed.add(
                        ask.kind(), ProbeBed.check(ask, silent.port(), 200, 200), InetAddress.getLoopbackAddress()));
            }
            await().atMost(ProbeBed.SOON)
                    .until(() -> pairs.stream().allMatch(pair -> bed.of(pair).size() >= 4));
            pairs.forEach(bed::remove);
            await().atMost(ProbeBed.SOON).until(silent.open::isEmpty);
            await().atMost(ProbeBed.SOON).until(() -> count(descriptors) <= before + 4);
        }
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
