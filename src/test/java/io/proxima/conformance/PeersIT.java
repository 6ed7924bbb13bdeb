package io.proxima.conformance;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.proxima.answer.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Asks NSD, Knot DNS and us the same about the same zones, where the two are installed. Response code, AA, TC and all three
 * sections with their TTLs must be the same, but for what {@link Meant} names; never may the two agree against us.
 *
 * <p>{@code ./mvnw verify} asks a share of one seed's questions, {@code ./mvnw verify -Ppeers} all questions of many seeds.
 */
class PeersIT {
    private static final int SEEDS = Integer.getInteger("proxima.peers.seeds", 1);
    private static final int FIRST_SEED = Integer.getInteger("proxima.peers.first-seed", 1);
    private static final int SHARE_PERCENT = Integer.getInteger("proxima.peers.share", 12);

    private static final int SMALL_ZONES = 150;
    private static final int QUESTIONS_OF_LARGE_ZONES = 10_000;
    private static final int[] TYPES = {
        Type.A,
        Type.AAAA,
        Type.NS,
        Type.CNAME,
        Type.DNAME,
        Type.SOA,
        Type.TXT,
        Type.MX,
        Type.SRV,
        Type.DS,
        Type.ANY,
        Type.HTTPS,
        65280
    };

    /** Where zones come from. */
    enum Kind {
        SMALL,
        CROSSING,
        PAIRS,
        NESTED,
        NESTED_UNDER_THE_ROOT,
        LONG
    }

    private record Question(String name, int type) {}

    static Stream<Object[]> rounds() {
        return IntStream.range(FIRST_SEED, FIRST_SEED + SEEDS)
                .boxed()
                .flatMap(seed -> Stream.of(Kind.values()).map(kind -> new Object[] {kind, seed}));
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void answersAsNsdAndKnotDo(Kind kind, int seed, @TempDir Path directory) throws IOException {
        assumeTrue(Files.isExecutable(Peer.NSD) && Files.isExecutable(Peer.KNOT), "nsd and knotd are installed");
        Random random = new Random(31L * seed + kind.name().hashCode());
        List<Question> questions = new ArrayList<>();
        ZoneRecords zones = switch (kind) {
            case SMALL, CROSSING, PAIRS -> small(kind, random, questions);
            case NESTED, NESTED_UNDER_THE_ROOT -> nested(kind, random, questions);
            case LONG -> lengthening(questions);
        };
        try (Peer nsd = Peer.nsd(Files.createDirectory(directory.resolve("nsd")), zones.texts());
                Peer knot = Peer.knot(Files.createDirectory(directory.resolve("knot")), zones.texts())) {
            TestServer ours = TestServer.of(zones.texts());
            nsd.await(zones.zones().keySet());
            knot.await(zones.zones().keySet());
            Comparison comparison = new Comparison(zones, ours, nsd, knot);
            for (Question question : questions) {
                Optional<String> difference = comparison.differs(asked(question, random));
                if (difference.isPresent()) {
                    fail(kind + ", seed " + seed + ": " + difference.get());
                }
            }
            System.out.println("peers: " + kind + ", seed " + seed + ": " + questions.size() + " questions, meant "
                    + comparison.met());
        }
    }

    private static ZoneRecords small(Kind kind, Random random, List<Question> questions) {
        SmallZones zones = kind == Kind.PAIRS
                ? SmallZones.pairs(random, SMALL_ZONES)
                : SmallZones.random(random, SMALL_ZONES, kind == Kind.CROSSING);
        for (String apex : zones.records().zones().keySet()) {
            for (String name : zones.askedNames(apex)) {
                for (int type : TYPES) {
                    if (random.nextInt(100) < SHARE_PERCENT) {
                        questions.add(new Question(name, type));
                    }
                }
            }
        }
        return zones.records();
    }

    private static ZoneRecords nested(Kind kind, Random random, List<Question> questions) {
        RandomZones zones = new RandomZones(random, kind == Kind.NESTED_UNDER_THE_ROOT);
        for (int i = 0; i < QUESTIONS_OF_LARGE_ZONES * SHARE_PERCENT / 100; i++) {
            questions.add(new Question(zones.askedName(), TYPES[random.nextInt(TYPES.length)]));
        }
        return zones.records();
    }

    /** DNAMEs that lengthen names, asked for names that become up to 255 octets long, and longer. */
    private static ZoneRecords lengthening(List<Question> questions) {
        String apex = "z0.example.";
        String label = "x".repeat(63);
        questions.add(new Question(apex, Type.SOA));
        for (String owner : List.of("in", "out", "twice")) {
            for (int octets = 1; octets < 64; octets++) {
                for (String before : List.of("", label + ".", label + "." + label + ".")) {
                    questions.add(new Question("x".repeat(octets) + "." + before + owner + "." + apex, Type.A));
                }
            }
        }
        return new ZoneRecords(Map.of(
                apex,
                Map.of(
                        apex,
                        Set.of("SOA ns.example.net. h.example.net. 1 3600 600 86400 90", "NS ns.example.net."),
                        "in." + apex,
                        Set.of("DNAME " + label + ".to." + apex),
                        "out." + apex,
                        Set.of("DNAME " + label + ".example.net."),
                        "twice." + apex,
                        Set.of("DNAME a.in." + apex))));
    }

    /** The question as a query, without EDNS or with a payload size. */
    private static Message asked(Question question, Random random) {
        Message query = TestServer.query(question.name(), question.type());
        int payload = new int[] {0, 512, 1232, 4096}[random.nextInt(4)];
        if (payload > 0) {
            query.addRecord(new OPTRecord(payload, 0, 0), Section.ADDITIONAL);
        }
        return query;
    }
}
