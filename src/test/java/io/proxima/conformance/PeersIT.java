package io.proxima.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.proxima.answer.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Asks NSD, Knot DNS and us the same about the same zones, where the two are installed; response code, AA, TC, answer
 * (with TTLs and the order of the chain), authority and a referral's glue must be equal.
 *
 * <p>These differences are meant, and left out of the comparison:
 *
 * <ul>
 *   <li>We follow a chain from one of our zones to the next (RFC 1034 section 4.3.2 says to go back to step 1, where the zone
 *       is looked for); the peers stop at the zone's end. The answer is compared as far as there.
 *   <li>Which RRset stands for all in a response to ANY is each server's choice (RFC 8482 section 4.1).
 *   <li>A DNAME whose target is below itself never ends; each server stops at a bound of its own.
 *   <li>The peers give addresses out of wildcards as additional data, we do not (RFC 1034 section 4.3.2 step 6 obliges none).
 *   <li>The order within an RRset.
 *   <li>DS of a zone that its parent, served too, does not delegate: we answer from the child, since a name error from the
 *       parent would deny what we serve. The zones here all are delegated.
 *   <li>NSD keeps all zones in one tree of names, so that glue of one zone occludes a wildcard of another. The zones here
 *       give it no occasion.
 * </ul>
 */
class PeersIT {
    private static final int QUESTIONS = 1_000;
    private static final int[] TYPES = {
        Type.A,
        Type.A,
        Type.AAAA,
        Type.TXT,
        Type.MX,
        Type.NS,
        Type.SOA,
        Type.CNAME,
        Type.DNAME,
        Type.DS,
        Type.SRV,
        Type.ANY,
        65280,
        Type.HTTPS
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 19, 20})
    void differsFromPeersOnlyWhereItShould(long seed, @TempDir Path directory) throws IOException {
        assumeTrue(Files.isExecutable(Peer.NSD) && Files.isExecutable(Peer.KNOT), "nsd and knotd are installed");
        RandomZones zones = new RandomZones(seed, seed % 2 == 0);
        Random random = new Random(seed);
        TestServer ours = TestServer.of(zones.texts());
        List<String> differences = new ArrayList<>();
        try (Peer nsd = Peer.nsd(Files.createDirectory(directory.resolve("nsd")), zones.texts());
                Peer knot = Peer.knot(Files.createDirectory(directory.resolve("knot")), zones.texts())) {
            byte[] first = TestServer.query("example.com.", Type.SOA).toWire();
            nsd.await(first);
            knot.await(first);
            for (int i = 0; i < QUESTIONS; i++) {
                Message query = TestServer.query(zones.askedName(), TYPES[random.nextInt(TYPES.length)]);
                for (Peer peer : List.of(nsd, knot)) {
                    String difference = difference(zones, query, ours.ask(query), peer.ask(query));
                    if (!difference.isEmpty()) {
                        differences.add(peer.name() + ": " + difference);
                    }
                }
            }
        }
        assertEquals(
                0,
                differences.size(),
                () -> String.join("\n", differences.subList(0, Math.min(12, differences.size()))));
    }

    private static String difference(RandomZones zones, Message query, Message ours, Message theirs) {
        Seen mine = seen(zones, query, ours);
        Seen peers = seen(zones, query, theirs);
        return mine.equals(peers) ? "" : query.getQuestion() + "\n  ours   " + mine + "\n  theirs " + peers;
    }

    /** What is compared of a response. */
    private record Seen(
            String rcode,
            boolean aa,
            boolean tc,
            List<String> answer,
            List<String> authority,
            List<String> additional) {}

    private static Seen seen(RandomZones zones, Message query, Message response) {
        boolean ds = query.getQuestion().getType() == Type.DS;
        boolean any = query.getQuestion().getType() == Type.ANY;
        String zone = zones.zoneOf(query.getQuestion().getName().toString(), ds);
        List<String> answer = new ArrayList<>();
        for (RRset rrset : response.getSectionRRsets(Section.ANSWER)) {
            Record record = rrset.first();
            if (record instanceof DNAMERecord dname && dname.getTarget().subdomain(dname.getName())) {
                return new Seen("NOERROR", response.getHeader().getFlag(Flags.AA), false, answer, List.of(), List.of());
            }
            if (any && !(record instanceof CNAMERecord)) {
                continue;
            }
            answer.add(texts(rrset));
            if (record instanceof CNAMERecord cname
                    && !java.util.Objects.equals(zones.zoneOf(cname.getTarget().toString(), ds), zone)) {
                return new Seen("NOERROR", response.getHeader().getFlag(Flags.AA), false, answer, List.of(), List.of());
            }
        }
        return new Seen(
                Rcode.string(response.getRcode()),
                response.getHeader().getFlag(Flags.AA),
                response.getHeader().getFlag(Flags.TC),
                answer,
                sorted(response, Section.AUTHORITY),
                isReferral(response) ? glue(zones, response) : List.of());
    }

    private static boolean isReferral(Message response) {
        return response.getSection(Section.AUTHORITY).stream().anyMatch(record -> record.getType() == Type.NS);
    }

    private static String texts(RRset rrset) {
        return rrset.rrs(false).stream().map(PeersIT::text).sorted().toList().toString();
    }

    private static List<String> glue(RandomZones zones, Message response) {
        return response.getSection(Section.ADDITIONAL).stream()
                .filter(record -> zones.owns(record.getName().toString()))
                .map(PeersIT::text)
                .sorted()
                .toList();
    }

    private static List<String> sorted(Message response, int section) {
        TreeSet<String> texts = new TreeSet<>();
        response.getSection(section).forEach(record -> texts.add(text(record)));
        return List.copyOf(texts);
    }

    private static String text(Record record) {
        return (record.getName() + " " + record.getTTL() + " " + Type.string(record.getType()) + " "
                        + record.rdataToString())
                .toLowerCase(Locale.ROOT);
    }
}
