package io.proxima;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.measure.SteadyAsker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Verdicts turn a thousand times a second, a zone is edited every second, the database is replaced: queries do not care. */
class UnderChangeIT {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final int MEMBERS = 250;
    private static final int TOLD_A_SECOND = 1_000;
    private static final int UNDER_WAY = 100;
    private static final Duration LASTS = Duration.ofSeconds(10);
    /** Machines that build are slow and busy; this is still far more than health ever says. */
    private static final int TURNS_AT_LEAST = (int) (TOLD_A_SECOND * LASTS.toSeconds() / 10);

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Semaphore underWay = new Semaphore(UNDER_WAY);
    private final AtomicInteger told = new AtomicInteger();
    private final AtomicInteger edits = new AtomicInteger();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    private static String address(int member) {
        return "198.51.100." + member;
    }

    private Path config(int dns, int control) throws IOException {
        Files.createDirectories(folder.resolve("zones"));
        zone(1);
        Files.writeString(folder.resolve("zones/own.token"), TOKEN + "\n");
        Files.writeString(folder.resolve("zones/example.com.policy.yaml"), """
                checks:
                  own: {kind: push, token-file: own.token, ttl: 30s, every: 200ms, fast: 100ms, fall: 1, rise: 1}
                pools:
                  edge: {check: own, choose: random, members: [%s]}
                names:
                  www: {pool: edge}
                """.formatted(
                IntStream.range(0, MEMBERS).mapToObj(UnderChangeIT::address).collect(Collectors.joining(", "))));
        database();
        Files.writeString(folder.resolve("lines.yaml"), "areas:\n  here: [CN-SH]\n");
        return Files.writeString(folder.resolve("proxima.yaml"), """
                listen: {dns: ["127.0.0.1:%d"], control: "127.0.0.1:%d"}
                geo: {databases: [city.mmdb], lines: lines.yaml}
                """.formatted(dns, control));
    }

    private void replace(String file, String text) throws IOException {
        Path beside = Files.writeString(folder.resolve("beside"), text);
        Files.move(beside, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void zone(int serial) throws IOException {
        StringBuilder zone = new StringBuilder("$TTL 60\n@ SOA ns1 hostmaster " + serial + " 3600 600 604800 30\n");
        zone.append("@ NS ns1\nns1 A 127.0.0.1\nserial A 192.0.2.")
                .append(serial)
                .append('\n');
        for (int member = 0; member < MEMBERS; member++) {
            zone.append("www A ").append(address(member)).append('\n');
        }
        replace("zones/example.com.zone", zone.toString());
    }

    private void database() throws IOException {
        Path beside = folder.resolve("city.new");
        Files.copy(Program.HOME.resolve("geoip/demo.mmdb"), beside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(
                beside,
                folder.resolve("city.mmdb"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private void edit() {
        try {
            int edit = edits.incrementAndGet();
            zone(1 + edit);
            if (edit % 3 == 0) {
                database();
            }
        } catch (IOException e) {
            refused.add(e.toString());
        }
    }

    /** Tells of one member after another what it was not the round before. */
    private void tell(int control) {
        if (!underWay.tryAcquire()) {
            return; // a slow machine is told less
        }
        int turn = told.getAndIncrement();
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + control + "/v1/push/example.com/own/" + address(turn % MEMBERS)))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString("{\"up\": " + (turn / MEMBERS % 2 == 1) + "}"))
                .build();
        var _ = http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).whenComplete((response, failure) -> {
            underWay.release();
            if (failure != null || response.statusCode() != 200) {
                refused.add(failure == null ? response.body() : failure.toString());
            }
        });
    }

    private double turns(int control) throws IOException, InterruptedException {
        String page = http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + control + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        return page.lines()
                .filter(line -> line.startsWith("proxima_verdict_changes_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Every query is answered with a member, whatever happens meanwhile, and what happened was seen in the end. */
    @Test
    void noQueryIsLostWhileEverythingTurns() throws IOException, InterruptedException {
        int dns = Asking.freePort();
        int control = Asking.freePort();
        InetSocketAddress server = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), dns);
        Message query = Message.newQuery(Record.newRecord(Name.fromString("www.example.com."), Type.A, DClass.IN));
        ScheduledExecutorService operators = Executors.newScheduledThreadPool(2);
        try (Program program = Program.serve(config(dns, control), Program.HOME.resolve("target/proxima.jar"));
                SteadyAsker asker = new SteadyAsker(server, query, 1_000)) {
            var _ = operators.scheduleAtFixedRate(
                    () -> tell(control), 0, 1_000_000 / TOLD_A_SECOND, TimeUnit.MICROSECONDS);
            var _ = operators.scheduleAtFixedRate(this::edit, 1, 1, TimeUnit.SECONDS);
            await().atMost(LASTS.multipliedBy(6))
                    .until(() -> turns(control) > TURNS_AT_LEAST && edits.get() >= LASTS.toSeconds());
            operators.shutdown();
            assertTrue(operators.awaitTermination(20, TimeUnit.SECONDS));
            int serial = 1 + edits.get();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Asking.addresses(server, "serial.example.com", "0.0.0.0/0")
                            .equals(Set.of("192.0.2." + serial)));
            asker.stop();
            System.out.println("under change: " + asker.times() + "; " + turns(control) + " turns of a verdict");
            assertEquals(Set.of(), refused);
            assertEquals(List.of(), asker.failures());
            assertTrue(
                    asker.turns().stream().allMatch(given -> given.matches("\\[198\\.51\\.100\\.\\d+]")),
                    () -> asker.turns().toString());
            program.terminate();
            assertEquals(0, program.awaitEnd(), "the exit code after SIGTERM");
        } finally {
            operators.shutdownNow();
        }
    }
}
