package io.proxima.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.conformance.RawQuery;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

class ResponseWriterTest {
    private static final EncodedRrset[] IPV4 = addresses(RrType.A, 4);
    private static final EncodedRrset[] IPV6 = addresses(RrType.AAAA, 16);

    private final byte[] out = new byte[65_535];
    private final Query query = new Query();
    private final OptRecord opt = new OptRecord(new byte[0], 0);
    private final ResponseWriter writer = new ResponseWriter(opt);
    private final Chosen ipv4 = new Chosen();
    private final Chosen ipv6 = new Chosen();

    private static EncodedRrset[] addresses(int type, int octets) {
        return IntStream.range(0, 40)
                .mapToObj(i -> {
                    byte[] address = new byte[octets];
                    address[octets - 1] = (byte) i;
                    return EncodedRrset.of(type, 0, List.of(address));
                })
                .toArray(EncodedRrset[]::new);
    }

    private void begin(boolean stream) {
        byte[] message = RawQuery.of("example.com.", RrType.A).toWire();
        QueryParser.parse(MemorySegment.ofArray(message), 0, message.length, query);
        opt.begin(query, true, false);
        writer.begin(MemorySegment.ofArray(out), 0, query, stream);
        ipv4.prepare(40);
        ipv6.prepare(40);
    }

    private Message finish() throws IOException {
        return new Message(Arrays.copyOf(out, writer.finish(query, Header.AA, Rcode.NOERROR, 0)));
    }

    private static void choose(Chosen chosen, EncodedRrset[] table, int count) {
        chosen.set(table, IntStream.range(0, count).map(i -> 39 - i).toArray(), count);
    }

    @Test
    void chosenRecordsAreOneSetWithItsTtl() throws IOException {
        begin(false);
        choose(ipv4, IPV4, 2);
        assertTrue(writer.putChosen(ResponseWriter.ANSWER, ipv4, 77, Header.LENGTH));
        List<org.xbill.DNS.Record> answer = finish().getSection(Section.ANSWER);
        assertEquals(
                List.of("0.0.0.39", "0.0.0.38"),
                answer.stream().map(r -> r.rdataToString()).toList());
        assertEquals(77, answer.getFirst().getTTL());
    }

    @Test
    void chosenRecordsWithoutRoomLeaveNothing() throws IOException {
        begin(false);
        choose(ipv4, IPV4, 40);
        int before = writer.position();
        assertFalse(writer.putChosen(ResponseWriter.ANSWER, ipv4, 77, Header.LENGTH));
        assertEquals(before, writer.position());
        assertEquals(0, finish().getSection(Section.ANSWER).size());
    }

    /** Keys: 1 alpn, 3 port, 4 ipv4hint, 5 ech, 6 ipv6hint, 7 dohpath. */
    @ParameterizedTest
    @CsvSource({
        "'', '', '', ''",
        "0003000201bb, '', '', ''",
        "'', '', 000500010a, ''",
        "'', '', '', 0007000161",
        "0003000201bb, 000400047f000001, 000500010a, 0007000161",
        "0003000201bb, 000400047f000001, '', 0007000161",
        "'', 000400047f000001, 000500010a, ''",
    })
    void hintsFollowTheChoice(String before, String hint, String between, String after) throws IOException {
        boolean hasHint = hint.startsWith("0004");
        String ipv6Hint = hasHint && !between.isEmpty() ? "00060010" + "00".repeat(16) : "";
        EncodedService service = EncodedService.of(
                HexFormat.of().parseHex("0001" + "0161" + "00" + before + hint + between + ipv6Hint + after));
        assertEquals(hasHint, service.hasIpv4Hint());
        assertEquals(!ipv6Hint.isEmpty(), service.hasIpv6Hint());
        assertEquals(hasHint, service.hasHints());
        begin(false);
        choose(ipv4, IPV4, 1);
        choose(ipv6, IPV6, 1);
        assertTrue(writer.putServices(RrType.HTTPS, List.of(service), ipv4, ipv6, 30, Header.LENGTH));
        ipv4.clear();
        ipv6.clear();
        assertTrue(writer.putServices(RrType.HTTPS, List.of(service), ipv4, ipv6, 30, Header.LENGTH));
        byte[] message = Arrays.copyOf(out, writer.finish(query, 0, 0, 0));
        String both = HexFormat.of().formatHex(message);
        // A record gets the hints it has in the zone, chosen anew, and no others.
        String chosen4 = hasHint ? "0004000400000027" : "";
        String chosen6 = ipv6Hint.isEmpty() ? "" : "00060010" + "00".repeat(15) + "27";
        String target = "0001" + "0161" + "00";
        assertTrue(both.contains(target + before + chosen4 + between + chosen6 + after), both);
        assertTrue(both.endsWith("0001" + "0161" + "00" + before + between + after), both);
        assertEquals(2, new Message(message).getSection(Section.ANSWER).size());
    }

    @Test
    void servicesWithoutRoomLeaveNothing() throws IOException {
        begin(false);
        choose(ipv4, IPV4, 40);
        ipv6.clear();
        EncodedService service = EncodedService.of(HexFormat.of().parseHex("000100" + "00040004c0000201"));
        int before = writer.position();
        assertFalse(
                writer.putServices(RrType.HTTPS, List.of(service, service, service), ipv4, ipv6, 30, Header.LENGTH));
        assertEquals(before, writer.position());
        assertEquals(0, finish().getSection(Section.ANSWER).size());
    }

    @Test
    void anOwnerBeyondAPointersReachIsWrittenOut() throws IOException {
        begin(true);
        EncodedRrset hosts = EncodedRrset.of(
                RrType.NS,
                60,
                IntStream.range(0, 600)
                        .mapToObj(i -> Name.parse("ns%d.%s.example.com.".formatted(i, "x".repeat(20)))
                                .octets())
                        .toList());
        EncodedRrset addresses = EncodedRrset.of(RrType.A, 60, List.of(new byte[4], new byte[] {1, 2, 3, 4}));
        int at = writer.position();
        assertTrue(writer.put(ResponseWriter.AUTHORITY, hosts, 0, Header.LENGTH));
        int hostAt = hosts.rdataOffset(at, 599);
        assertTrue(hostAt > 0x3fff);
        assertTrue(writer.put(ResponseWriter.ADDITIONAL, addresses, 0, hostAt));
        int puts = 1;
        while (writer.put(ResponseWriter.ADDITIONAL, addresses, 0, hostAt)) {
            puts++;
        }
        List<org.xbill.DNS.Record> additional = finish().getSection(Section.ADDITIONAL);
        assertEquals(2 * puts, additional.size());
        assertTrue(additional.stream()
                .allMatch(record -> record.getName().toString().startsWith("ns599.xxx")));
    }

    @Test
    void anRrsetIsTurned() throws IOException {
        begin(false);
        EncodedRrset set = EncodedRrset.of(
                RrType.A, 60, List.of(new byte[] {1, 1, 1, 1}, new byte[] {2, 2, 2, 2}, new byte[] {3, 3, 3, 3}));
        assertEquals(3, set.size());
        assertEquals(2, set.rdata(1)[0]);
        int com = Header.LENGTH + 8;
        assertTrue(writer.put(ResponseWriter.ANSWER, set, 2, com));
        List<org.xbill.DNS.Record> answer = finish().getSection(Section.ANSWER);
        assertEquals(
                List.of("com. 3.3.3.3", "com. 1.1.1.1", "com. 2.2.2.2"),
                answer.stream().map(r -> r.getName() + " " + r.rdataToString()).toList());
    }

    @Test
    void lookingAtWhatIsNoNameIsADefect() {
        begin(false);
        NameView view = new NameView();
        assertThrows(IllegalStateException.class, () -> writer.view(writer.position(), view));
    }

    @Test
    void aServiceHasHintsOfEitherFamily() {
        EncodedService none = EncodedService.of(HexFormat.of().parseHex("000100" + "00010003026832"));
        EncodedService ipv4 = EncodedService.of(HexFormat.of().parseHex("000100" + "00040004c0000201"));
        EncodedService ipv6 =
                EncodedService.of(HexFormat.of().parseHex("000100" + "00060010" + "20010db8" + "00".repeat(11) + "01"));
        assertEquals(List.of(false, true, true), List.of(none.hasHints(), ipv4.hasHints(), ipv6.hasHints()));
    }
}
