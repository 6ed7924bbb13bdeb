package io.proxima.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.EngineSettings;
import io.proxima.answer.QueryEngine;
import io.proxima.answer.Transport;
import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Published;
import io.proxima.catalog.Supposition;
import io.proxima.control.RandomRelease;
import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideWord;
import io.proxima.health.Pair;
import io.proxima.health.PoolMember;
import io.proxima.health.Verdict;
import io.proxima.net.Prefix;
import io.proxima.server.Listeners;
import io.proxima.server.TcpSettings;
import io.proxima.server.UdpSettings;
import io.proxima.steer.PoolPlan;
import io.proxima.trial.Outcome.Landing;
import io.proxima.wire.Name;
import io.proxima.wire.QueryMessage;
import io.proxima.wire.RrType;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * What a trial says beforehand is what a server answers over UDP: before the change, after it, and after a loss that was only
 * supposed. Releases, states and clients are made up by chance from the seed that a failure prints.
 */
class TrialDrawsTest {
    private static final long SEED = Long.getLong("proxima.seed", 20_261_125L);
    private static final int RELEASES = 30;
    private static final int QUESTIONS = 24;
    private static final int DRAWS = 240;
    private static final int BATCH = 24;
    private static final long NOW_MILLIS = 1_800_000_000_000L;
    /** Passed by chance once in two million, for one of some 10,000 shares. */
    private static final double SIGMAS = 5.5;

    @TempDir
    private Path folder;

    @Test
    void sharesSaidBeforehandAreThoseThatAreDrawn() throws Exception {
        Vertx vertx = Vertx.vertx();
        Catalog nothing = release(0, SEED);
        Published published = new Published(nothing);
        int compared = 0;
        int moved = 0;
        try (Listeners listeners = Listeners.start(
                        List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)),
                        List.of(),
                        new UdpSettings(UdpSettings.Engine.AUTO, 1),
                        TcpSettings.DEFAULT,
                        vertx,
                        () -> new QueryEngine(published.reader(), EngineSettings.OPEN, Transport.UDP, SEED),
                        () -> new QueryEngine(published.reader(), EngineSettings.OPEN, Transport.TCP, SEED));
                DatagramSocket socket = new DatagramSocket()) {
            socket.connect(listeners.addresses().getFirst());
            socket.setSoTimeout(5_000);
            for (int i = 0; i < RELEASES; i++) {
                Random random = new Random(SEED + 1 + i);
                Catalog before = release(1, SEED + 100 + i);
                Catalog after = release(1, SEED + 900 + i);
                Map<Pair, Verdict> verdicts = verdicts(before, after, random);
                Map<PoolMember, MemberOverride> words = words(before, random, 8);
                List<Asked> asked = questions(random);
                // Said before anything is applied to what will be served.
                Side had = new Side(before, new Supposition(before, verdicts, words, NOW_MILLIS));
                Side has = new Side(after, new Supposition(after, verdicts, words, NOW_MILLIS));
                Map<PoolMember, MemberOverride> lost = new HashMap<>(words);
                lost.putAll(words(after, random, 3));
                Side without = new Side(after, new Supposition(after, verdicts, lost, NOW_MILLIS));
                TrialReport report = Trial.compare(had, "a", has, "b", new Sample("file", asked, 0));
                TrialReport loss = Trial.compare(has, "b", without, "c", new Sample("file", asked, 0));

                List<Map<String, Double>> drawnBefore = serve(published, socket, before, verdicts, words, asked);
                List<Map<String, Double>> drawnAfter = serve(published, socket, after, verdicts, words, asked);
                List<Map<String, Double>> drawnWithout = serve(published, socket, after, verdicts, lost, asked);
                for (int j = 0; j < asked.size(); j++) {
                    compared += compare(had.outcome(asked.get(j)), drawnBefore.get(j), asked.get(j), i);
                    compared += compare(has.outcome(asked.get(j)), drawnAfter.get(j), asked.get(j), i);
                    compared += compare(without.outcome(asked.get(j)), drawnWithout.get(j), asked.get(j), i);
                }
                // What is drawn differs a little even where nothing changes, so the drawn distance may be greater.
                assertEquals(distance(drawnBefore, drawnAfter), report.changed(), 0.05, "seed " + SEED + " " + i);
                assertEquals(distance(drawnAfter, drawnWithout), loss.changed(), 0.05, "seed " + SEED + " " + i);
                moved += loss.changed() > 0.05 ? 1 : 0;
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        }
        int shares = compared;
        assertTrue(shares > 3_000, () -> "only " + shares + " shares");
        int changes = moved;
        assertTrue(changes > RELEASES / 2, () -> "only " + changes + " losses changed anything");
    }

    private Catalog release(int zones, long seed) throws IOException {
        Path own = Files.createDirectories(folder.resolve("r" + seed));
        return new CatalogCompiler().compile(new RandomRelease(new Random(seed), Math.max(1, zones)).release(own));
    }

    private static Map<Pair, Verdict> verdicts(Catalog before, Catalog after, Random random) {
        Map<Pair, Verdict> verdicts = new HashMap<>();
        Set<Pair> pairs = new HashSet<>(before.checks().keySet());
        pairs.addAll(after.checks().keySet());
        pairs.stream().sorted((a, b) -> a.toString().compareTo(b.toString())).forEach(pair -> {
            long changed = random.nextInt(3) == 0 ? NOW_MILLIS - random.nextInt(1_200_000) : 1;
            verdicts.put(pair, new Verdict(random.nextInt(5) > 0, false, changed));
        });
        return verdicts;
    }

    private static Map<PoolMember, MemberOverride> words(Catalog catalog, Random random, int oneIn) {
        Map<PoolMember, MemberOverride> words = new HashMap<>();
        catalog.pools().stream()
                .map(PoolPlan::members)
                .flatMap(Set::stream)
                .distinct()
                .sorted()
                .filter(_ -> random.nextInt(oneIn) == 0)
                .forEach(member -> words.put(
                        member,
                        new MemberOverride(
                                OverrideWord.FORCE_DOWN, MemberOverride.NO_END, "test", "", NOW_MILLIS, false)));
        return words;
    }

    private static List<Asked> questions(Random random) {
        List<String> names = List.of("x.wild", "n1", "n2", "n3", "n4", "alias", "ns1", "nowhere", "n1");
        List<Asked> asked = new ArrayList<>();
        for (int i = 0; i < QUESTIONS; i++) {
            Name name = Name.parse(names.get(random.nextInt(names.size())) + ".z0.example.com.");
            int type = random.nextInt(3) == 0 ? RrType.AAAA : RrType.A;
            asked.add(new Asked(name, type, Prefix.parse("127.0.0.1/32"), RandomRelease.client(random), true, 1));
        }
        return asked;
    }

    /** Really makes a change, asks every question often, and gives how often it led where. */
    private static List<Map<String, Double>> serve(
            Published published,
            DatagramSocket socket,
            Catalog catalog,
            Map<Pair, Verdict> verdicts,
            Map<PoolMember, MemberOverride> words,
            List<Asked> asked)
            throws IOException {
        catalog.override(words, pair -> verdicts.getOrDefault(pair, Verdict.INITIAL), NOW_MILLIS);
        catalog.applyAll(pair -> verdicts.getOrDefault(pair, Verdict.INITIAL), NOW_MILLIS);
        published.publish(catalog);
        List<Map<String, Double>> drawn = new ArrayList<>();
        for (Asked question : asked) {
            drawn.add(draw(socket, question));
        }
        return drawn;
    }

    private static Map<String, Double> draw(DatagramSocket socket, Asked question) throws IOException {
        byte[] query = QueryMessage.of(question.name(), question.type(), question.client());
        Map<String, Double> counts = new HashMap<>();
        double all = 0;
        for (int i = 0; i < DRAWS; i += BATCH) {
            for (int j = 0; j < BATCH; j++) {
                socket.send(new DatagramPacket(query, query.length));
            }
            for (int j = 0; j < BATCH; j++) {
                DatagramPacket packet = new DatagramPacket(new byte[4_096], 4_096);
                socket.receive(packet);
                List<String> landings =
                        landings(new Message(java.util.Arrays.copyOf(packet.getData(), packet.getLength())));
                landings.forEach(landing -> counts.merge(landing, 1.0, Double::sum));
                all += landings.size();
            }
        }
        double together = all;
        counts.replaceAll((_, count) -> count / together);
        return counts;
    }

    private static List<String> landings(Message response) {
        if (response.getRcode() != Rcode.NOERROR) {
            return List.of(Rcode.string(response.getRcode()));
        }
        List<String> addresses = new ArrayList<>();
        for (Record record : response.getSection(Section.ANSWER)) {
            switch (record) {
                case ARecord a -> addresses.add(a.getAddress().getHostAddress());
                case AAAARecord aaaa -> addresses.add(aaaa.getAddress().getHostAddress());
                default -> {}
            }
        }
        return addresses.isEmpty() ? List.of("NODATA") : addresses;
    }

    private static int compare(Outcome said, Map<String, Double> drawn, Asked asked, int release) {
        Map<String, Double> expected = new HashMap<>();
        said.shares().forEach((landing, share) -> expected.merge(landing.key(), share, Double::sum));
        Set<String> all = new HashSet<>(expected.keySet());
        all.addAll(drawn.keySet());
        for (String landing : all) {
            double share = expected.getOrDefault(landing, 0.0);
            double sigma = Math.sqrt(share * (1 - share) / DRAWS) + (said.exact() ? 0 : 0.003);
            assertEquals(
                    share,
                    drawn.getOrDefault(landing, 0.0),
                    SIGMAS * sigma + 1e-9,
                    () -> "seed " + SEED + " release " + release + ": " + asked + " " + landing + " said "
                            + said.shares().keySet().stream().map(Landing::key).toList());
        }
        return all.size();
    }

    private static double distance(List<Map<String, Double>> some, List<Map<String, Double>> others) {
        double sum = 0;
        for (int i = 0; i < some.size(); i++) {
            Set<String> all = new HashSet<>(some.get(i).keySet());
            all.addAll(others.get(i).keySet());
            for (String landing : all) {
                sum += Math.abs(some.get(i).getOrDefault(landing, 0.0)
                                - others.get(i).getOrDefault(landing, 0.0))
                        / 2;
            }
        }
        return sum / some.size();
    }
}
