package io.proxima.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.EngineSettings;
import io.proxima.answer.QueryEngine;
import io.proxima.answer.Transport;
import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Published;
import io.proxima.conformance.RawQuery;
import io.proxima.health.Verdict;
import io.proxima.net.Prefix;
import io.proxima.server.Listeners;
import io.proxima.server.TcpSettings;
import io.proxima.server.UdpSettings;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.HTTPSRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SVCBBase;
import org.xbill.DNS.Section;

/**
 * What {@code explain} says can be answered is what a server answers over UDP: for every case the addresses, how many, the
 * TTL, the response code and the scope; for some, asked again and again, how often.
 *
 * <p>A case is a policy, a state and a client, all made up by chance from the seed that a failure prints;
 * {@code -Dproxima.seed} takes another.
 */
class ExplainPropertyTest {
    private static final long SEED = Long.getLong("proxima.seed", 20_261_123L);
    private static final int ZONES = 40;
    private static final int STATES = 25;
    private static final int CASES_A_STATE = 4_100;
    private static final int CASES_DRAWN_A_STATE = 4;
    private static final int DRAWS = 1_000;
    private static final int BATCH = 64;
    /** Of a chi square with one degree of freedom: passed by chance once in 10^9. */
    private static final double CHI_SQUARE_AT_MOST = 38;

    private static final long NOW_MILLIS = 1_800_000_000_000L;
    private static final Explanation.State STATE = new Explanation.State("server", null, null);
    private static final Prefix LOOPBACK = Prefix.parse("127.0.0.1/32");

    /** One question and what is said of it. */
    private record Case(
            String name,
            int type,
            @org.jspecify.annotations.Nullable Prefix client,
            Explanation said) {
        @Override
        public String toString() {
            return "seed " + SEED + ": " + name + " " + RrType.name(type) + " for " + client + "\n"
                    + String.join("\n", ExplanationText.of(said, true));
        }
    }

    @TempDir
    static Path folder;

    @Test
    void theServerAnswersWhatIsExplained() throws Exception {
        Random random = new Random(SEED);
        RandomRelease made = new RandomRelease(random, ZONES);
        Catalog catalog = new CatalogCompiler().compile(made.release(folder));
        catalog.applyAll(_ -> Verdict.INITIAL, NOW_MILLIS);
        Published published = new Published(catalog);
        Vertx vertx = Vertx.vertx();
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
            int cases = 0;
            int steered = 0;
            for (int state = 0; state < STATES; state++) {
                disturb(catalog, new Random(SEED + state));
                List<Case> batch = new ArrayList<>();
                for (int i = 0; i < CASES_A_STATE; i++) {
                    Case one = aCase(catalog, made.names, random);
                    steered += one.said.pools().stream()
                                    .anyMatch(pool -> !pool.addresses().isEmpty())
                            ? 1
                            : 0;
                    cases++;
                    batch.add(one);
                    if (batch.size() == BATCH) {
                        ask(socket, batch).forEach(ExplainPropertyTest::compare);
                        batch.clear();
                    }
                }
                for (int i = 0; i < CASES_DRAWN_A_STATE; i++) {
                    drawn(socket, aCase(catalog, made.names, random));
                }
            }
            assertTrue(cases >= 100_000 && steered > cases / 2, cases + " cases, " + steered + " with addresses");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    /** A state by chance: from all up to most down, some verdicts contested or new. */
    private static void disturb(Catalog catalog, Random random) {
        double down = random.nextInt(5) / 5.0;
        double moving = random.nextInt(3) / 40.0;
        long salt = random.nextLong();
        catalog.applyAll(
                pair -> {
                    Random own = new Random(salt ^ pair.hashCode() * 0x9e3779b97f4a7c15L);
                    long changedAt = own.nextInt(4) == 0 ? NOW_MILLIS - own.nextInt(2_000_000) : 0;
                    return new Verdict(own.nextDouble() >= down, own.nextDouble() < moving, changedAt);
                },
                NOW_MILLIS);
    }

    private static Case aCase(Catalog catalog, List<String> names, Random random) {
        String name = names.get(random.nextInt(names.size()));
        int type = List.of(RrType.A, RrType.A, RrType.AAAA, RrType.HTTPS).get(random.nextInt(4));
        Prefix client = random.nextInt(10) == 0 ? null : RandomRelease.client(random);
        Explainer.Question question = new Explainer.Question(Name.parse(name), type, LOOPBACK, client, false);
        return new Case(
                name, type, client, new Explainer(EngineSettings.OPEN).explain(catalog, question, STATE, NOW_MILLIS));
    }

    /** Asks all at once; the ID tells the answers apart. */
    private static IdentityHashMap<Case, Message> ask(DatagramSocket socket, List<Case> cases) throws IOException {
        for (int i = 0; i < cases.size(); i++) {
            byte[] query = query(cases.get(i));
            ByteBuffer.wrap(query).putShort((short) i);
            socket.send(new DatagramPacket(query, query.length));
        }
        IdentityHashMap<Case, Message> answers = new IdentityHashMap<>();
        byte[] in = new byte[4_096];
        for (int i = 0; i < cases.size(); i++) {
            DatagramPacket packet = new DatagramPacket(in, in.length);
            socket.receive(packet);
            Message message = new Message(ByteBuffer.wrap(in, 0, packet.getLength()));
            answers.put(cases.get(message.getHeader().getID()), message);
        }
        assertEquals(cases.size(), answers.size());
        return answers;
    }

    private static byte[] query(Case asked) {
        RawQuery query = RawQuery.of(asked.name, asked.type);
        Prefix client = asked.client;
        if (client == null) {
            return query.opt(1232, "").toWire();
        }
        byte[] address = client.firstAddress().getAddress();
        String digits = java.util.HexFormat.of().formatHex(address, 0, (client.length() + 7) / 8);
        return query.subnet(client.ipv6() ? 2 : 1, client.length(), 0, digits).toWire();
    }

    private static void compare(Case asked, Message answer) {
        Explanation said = asked.said;
        assertEquals(said.answer().rcode(), org.xbill.DNS.Rcode.string(answer.getRcode()), asked::toString);
        assertEquals(
                asked.client == null ? -1 : said.scope().length(),
                Objects.requireNonNull(answer.getOPT()).getOptions().stream()
                        .filter(ClientSubnetOption.class::isInstance)
                        .mapToInt(option -> ((ClientSubnetOption) option).getScopePrefixLength())
                        .findFirst()
                        .orElse(-1),
                () -> "scope of " + asked);
        for (Explanation.Pool pool : said.pools()) {
            Explanation.Pool serving = serving(pool);
            boolean ipv6 = pool.family().equals("AAAA");
            List<String> addresses = addresses(answer, ipv6);
            Set<String> possible = new HashSet<>();
            serving.addresses().forEach(share -> possible.add(share.address()));
            boolean hinted = asked.type != RrType.HTTPS
                    || !answer.getSection(Section.ANSWER).isEmpty();
            assertTrue(possible.containsAll(addresses), () -> addresses + " of " + asked);
            assertEquals(addresses.size(), new HashSet<>(addresses).size(), asked::toString);
            assertTrue(
                    !hinted || (addresses.size() >= serving.fewest() && addresses.size() <= serving.most()),
                    () -> addresses + " of " + asked);
            ttl(asked, pool, serving, answer);
        }
    }

    private static void ttl(Case asked, Explanation.Pool pool, Explanation.Pool serving, Message answer) {
        for (Record record : answer.getSection(Section.ANSWER)) {
            if (record.getType() == asked.type && asked.type != RrType.HTTPS) {
                assertEquals(pool.ttl().seconds(), record.getTTL(), asked::toString);
            }
        }
        for (Record record : answer.getSection(Section.AUTHORITY)) {
            if (record instanceof SOARecord && serving.outcome().equals("nodata")) {
                assertEquals(Math.min(30, pool.ttl().unsettledSeconds()), record.getTTL(), asked::toString);
            }
        }
    }

    private static Explanation.Pool serving(Explanation.Pool pool) {
        Explanation.Pool other = pool.other();
        return other == null ? pool : serving(other);
    }

    /** The addresses of a family in the answer, be they records or hints. */
    private static List<String> addresses(Message answer, boolean ipv6) {
        List<String> addresses = new ArrayList<>();
        for (Record record : answer.getSection(Section.ANSWER)) {
            switch (record) {
                case ARecord a when !ipv6 -> addresses.add(a.getAddress().getHostAddress());
                case AAAARecord aaaa
                when ipv6 -> addresses.add(aaaa.getAddress().getHostAddress());
                case HTTPSRecord https -> addresses.addAll(hints(https, ipv6));
                default -> {}
            }
        }
        return addresses;
    }

    private static List<String> hints(HTTPSRecord https, boolean ipv6) {
        try {
            SVCBBase.ParameterBase hint = https.getSvcParamValue(ipv6 ? SVCBBase.IPV6HINT : SVCBBase.IPV4HINT);
            List<String> addresses = new ArrayList<>();
            if (hint instanceof SVCBBase.ParameterIpv4Hint ipv4) {
                ipv4.getAddresses().forEach(address -> addresses.add(address.getHostAddress()));
            } else if (hint instanceof SVCBBase.ParameterIpv6Hint six) {
                six.getAddresses().forEach(address -> addresses.add(address.getHostAddress()));
            }
            return addresses;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Asks one case again and again: each address comes as often as is said. */
    private static void drawn(DatagramSocket socket, Case asked) throws IOException {
        if (asked.said.pools().size() != 1 || asked.type == RrType.HTTPS) {
            return;
        }
        Map<String, Integer> counted = new HashMap<>();
        List<Case> many = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) { // an identity each, so that all can be asked at once
            many.add(new Case(asked.name, asked.type, asked.client, asked.said));
        }
        int draws = 0;
        for (; draws < DRAWS; draws += BATCH) {
            ask(socket, many).forEach((one, answer) -> {
                compare(one, answer);
                addresses(answer, one.type == RrType.AAAA).forEach(address -> counted.merge(address, 1, Integer::sum));
            });
        }
        for (Explanation.Share share : serving(asked.said.pools().getFirst()).addresses()) {
            double expected = share.probability() * draws;
            int came = counted.getOrDefault(share.address(), 0);
            double off = came - expected;
            double chiSquare = off * off / Math.max(1e-9, expected * (1 - share.probability()));
            int asksOf = draws;
            assertTrue(
                    Math.abs(off) < 3 || chiSquare <= CHI_SQUARE_AT_MOST,
                    () -> share + " came " + came + " times of " + asksOf + " of " + asked);
        }
    }
}
