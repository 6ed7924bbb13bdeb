package io.proxima.conformance.rfc1035;

import static io.proxima.conformance.Sections.answer;
import static io.proxima.conformance.Sections.assertOutcome;
import static io.proxima.conformance.Sections.counts;
import static io.proxima.conformance.Sections.flags;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.TestServer;
import io.proxima.conformance.RawQuery;
import io.proxima.conformance.Sections;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** RFC 1035 sections 3.1, 3.2.5, 4.1 and 4.2.1: names, classes and the message's format. */
class MessageTest {
    private static final int CLASS_CHAOS = 3;
    private static final int CLASS_NONE = 254;
    private static final int CLASS_ANY = 255;

    private final TestServer server = Sections.usual();

    private byte[] udp(RawQuery query) {
        return server.answer(query.toWire(), false);
    }

    @Test
    void section411TheHeaderIsEchoedButForWhatIsOurs() {
        byte[] response = udp(RawQuery.of("www.example.com.", Type.A).flags(0x07ff));
        assertEquals(0x12, response[0]);
        assertEquals(0x34, response[1]);
        assertEquals(0x8510, flags(response)); // QR, AA, RD and CD: no TC, RA, Z, AD or response code of the query's
        assertEquals(0x8400, flags(udp(RawQuery.of("www.example.com.", Type.A))));
    }

    @Test
    void section411ResponsesAreNotAnswered() {
        assertEquals(0, udp(RawQuery.of("www.example.com.", Type.A).flags(0x8000)).length);
    }

    @Test
    void section411AHeaderCutShortIsNotAnswered() {
        byte[] query = RawQuery.of("www.example.com.", Type.A).toWire();
        for (int length = 0; length < query.length; length++) {
            byte[] response = server.answer(Arrays.copyOf(query, length), false);
            if (length < 12) {
                assertEquals(0, response.length);
            } else {
                assertEquals(Rcode.FORMERR, flags(response) & 0xf);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void section411OtherOperationsAreNotImplemented(int opcode) {
        byte[] response = udp(RawQuery.of("example.com.", Type.SOA).opcode(opcode));
        assertEquals(0x8000 | (opcode << 11) | Rcode.NOTIMP, flags(response));
        assertEquals(List.of(1, 0, 0, 0), counts(response));
        assertEquals(
                0x8000 | (opcode << 11) | Rcode.NOTIMP,
                flags(udp(RawQuery.empty().opcode(opcode))));
    }

    @Test
    void section412TheQuestionIsEchoed() {
        byte[] query = RawQuery.of("wWw.eXample.com.", Type.AAAA).toWire();
        byte[] response = server.answer(query, false);
        assertArrayEquals(Arrays.copyOfRange(query, 12, query.length), Arrays.copyOfRange(response, 12, query.length));
    }

    @Test
    void section412RecordsInAQueryAreReadOver() {
        byte[] address = {(byte) 192, 0, 2, 1};
        RawQuery query = RawQuery.of("www.example.com.", Type.A);
        for (int section = 1; section <= 3; section++) {
            query.record(section, RawQuery.name("a.example.com."), Type.A, 1, 0, address);
            query.record(section, RawQuery.hex("c00c"), Type.A, 1, 0, address);
            query.record(section, RawQuery.hex("0161c00c"), Type.A, 1, 0, address);
        }
        byte[] response = udp(query);
        assertEquals(0x8400, flags(response));
        assertEquals(List.of(1, 2, 0, 0), counts(response));
    }

    @Test
    void section413RecordsThatAreNotWholeAreFormatErrors() {
        byte[] longName = RawQuery.hex("3f" + "61".repeat(63));
        for (RawQuery query : List.of(
                RawQuery.of("www.example.com.", Type.A).count(1, 1),
                RawQuery.of("www.example.com.", Type.A).count(3, 1),
                RawQuery.of("www.example.com.", Type.A).count(2, 1).octets((byte) 0),
                RawQuery.of("www.example.com.", Type.A).count(3, 1).octets((byte) 0xc0),
                RawQuery.of("www.example.com.", Type.A).count(3, 1).octets((byte) 5),
                RawQuery.of("www.example.com.", Type.A).count(3, 1).octets(RawQuery.hex("0000010001000000000001")),
                RawQuery.of("www.example.com.", Type.A).record(3, RawQuery.hex("80"), Type.A, 1, 0, new byte[4]),
                RawQuery.of("www.example.com.", Type.A)
                        .count(3, 1)
                        .octets(longName)
                        .octets(longName)
                        .octets(longName)
                        .octets(longName)
                        .octets(new byte[11]),
                RawQuery.of("www.example.com.", Type.A).octets((byte) 0))) {
            byte[] response = udp(query);
            assertEquals(0x8000 | Rcode.FORMERR, flags(response));
            assertEquals(List.of(1, 0, 0, 0), counts(response));
        }
    }

    @Test
    void section31NamesAreUncompressedOf255OctetsInLabelsOf63() {
        String label = "a".repeat(63) + ".";
        assertEquals(0x8000 | Rcode.REFUSED, flags(udp(RawQuery.of(label.repeat(3) + "a".repeat(61) + ".", Type.A))));
        for (byte[] name : List.of(
                RawQuery.name(label.repeat(3) + "a".repeat(62) + "."),
                RawQuery.hex("c00c"),
                RawQuery.hex("40" + "61".repeat(64) + "00"),
                RawQuery.hex("8000"))) {
            byte[] response = udp(RawQuery.empty().question(name, Type.A, 1));
            assertEquals(0x8000 | Rcode.FORMERR, flags(response));
            assertEquals(List.of(0, 0, 0, 0), counts(response));
        }
    }

    @Test
    void section31ANameMayHave127Labels() {
        assertEquals(0x8000 | Rcode.REFUSED, flags(udp(RawQuery.of("a.".repeat(127), Type.A))));
    }

    @Test
    void section324OtherClassesAreRefused() {
        for (int qclass : new int[] {0, 2, CLASS_CHAOS, 4, CLASS_NONE, 65_535}) {
            assertEquals(
                    0x8000 | Rcode.REFUSED, flags(udp(RawQuery.empty().question("www.example.com.", Type.A, qclass))));
        }
    }

    /** Section 6.2: such an answer can never be authoritative. */
    @Test
    void section325ClassAnyIsAnsweredWithoutAuthority() throws IOException {
        Message response = new Message(udp(RawQuery.empty().question("alias.example.com.", Type.A, CLASS_ANY)));
        assertOutcome(Rcode.NOERROR, "", response);
        assertEquals(3, answer(response).size());
    }

    @Test
    void section323UnknownTypesHaveNoData() {
        for (int type : new int[] {0, 3, 99, 128, 65_280, 65_535}) {
            assertOutcome(Rcode.NOERROR, "aa", server.ask("www.example.com.", type));
        }
        assertEquals(
                List.of("generic.example.com. 300 TYPE65280 \\# 2 ABCD"),
                answer(server.ask("generic.example.com.", 65_280)));
    }

    @Test
    void section323TransfersAndMailQueriesAreTurnedAway() {
        for (boolean stream : new boolean[] {false, true}) {
            for (int type : new int[] {Type.AXFR, Type.IXFR}) {
                byte[] response =
                        server.answer(RawQuery.of("example.com.", type).toWire(), stream);
                assertEquals(0x8000 | Rcode.REFUSED, flags(response));
            }
            for (int type : new int[] {Type.MAILA, Type.MAILB, Type.TKEY}) {
                byte[] response =
                        server.answer(RawQuery.of("example.com.", type).toWire(), stream);
                assertEquals(0x8000 | Rcode.NOTIMP, flags(response));
            }
            for (int type : new int[] {Type.OPT, Type.TSIG}) {
                byte[] response =
                        server.answer(RawQuery.of("example.com.", type).toWire(), stream);
                assertEquals(0x8000 | Rcode.FORMERR, flags(response));
            }
        }
    }

    /** Records beside the question are read over, but their names must be names. */
    @ParameterizedTest
    @CsvSource({
        "1, c00c, true",
        "2, 0161c00c, true",
        "3, 0161c010, true",
        "3, c01d, true", // to the question's type, of which the first octet is 0
        "3, c00f, false", // into a label, at an octet that is no length
        "3, '', false",
        "3, c021, false", // to itself
        "3, c022, false", // into itself
        "3, 0161c021, false", // to its own first label
        "3, c0ff, false", // beyond the message
        "3, 40, false",
        "3, 80, false",
        "3, bf, false",
        "3, c000, false" // to the header, where no name stands
    })
    void section414PointersLeadBackwards(int section, String owner, boolean wellFormed) {
        RawQuery query =
                RawQuery.of("www.example.com.", Type.A).record(section, RawQuery.hex(owner), Type.A, 1, 0, new byte[4]);
        byte[] response = server.answer(query.toWire(), false);
        assertEquals(wellFormed ? 0x8400 : 0x8001, flags(response));
    }

    @Test
    void section414APointerMayLeadToANameThatEndsInOne() {
        RawQuery query = RawQuery.of("www.example.com.", Type.A)
                .record(3, RawQuery.hex("0161c00c"), Type.A, 1, 0, new byte[4]) // at 33, the next at 51
                .record(3, RawQuery.hex("0162c021"), Type.A, 1, 0, new byte[4]);
        assertEquals(0x8400, flags(server.answer(query.toWire(), false)));
        RawQuery loop = RawQuery.of("www.example.com.", Type.A)
                .record(3, RawQuery.hex("0161c033"), Type.A, 1, 0, new byte[4])
                .record(3, RawQuery.hex("0162c021"), Type.A, 1, 0, new byte[4]);
        assertEquals(0x8001, flags(server.answer(loop.toWire(), false)));
    }

    @Test
    void section414ACutPointerIsAFormatError() {
        for (String cut : List.of("c0", "03616263c0", "0361", "c00c00", "c00c000100010000000000")) {
            RawQuery query = RawQuery.of("www.example.com.", Type.A).count(3, 1).octets(RawQuery.hex(cut));
            assertEquals(0x8001, flags(server.answer(query.toWire(), false)), cut);
        }
    }

    @Test
    void section31ANameInARecordHasAtMost255Octets() {
        for (int octets = 40; octets <= 63; octets++) {
            ByteArrayOutputStream name = new ByteArrayOutputStream();
            for (int length : new int[] {63, 63, 46, octets}) {
                name.write(length);
                name.writeBytes(new byte[length]);
            }
            name.writeBytes(RawQuery.hex("c00c")); // 17 octets more
            int whole = 64 + 64 + 47 + 1 + octets + 17;
            RawQuery query =
                    RawQuery.of("www.example.com.", Type.A).record(3, name.toByteArray(), Type.A, 1, 0, new byte[4]);
            assertEquals(whole <= 255 ? 0x8400 : 0x8001, flags(server.answer(query.toWire(), false)), "" + whole);
        }
    }

    @Test
    void section421UdpWithoutEdnsHas512Octets() {
        TestServer large = LargeAnswers.server();
        for (int records = 20; records < 45; records++) {
            byte[] response = large.answer(
                    RawQuery.of("a" + records + ".example.com.", Type.A).toWire(), false);
            boolean fits = 12 + 21 + 16 * records <= 512;
            assertTrue(response.length <= 512);
            assertEquals(fits ? 0x8400 : 0x8600, flags(response));
            assertEquals(List.of(1, fits ? records : 0, 0, 0), counts(response));
        }
    }

    @Test
    void section422TcpGivesTheWhole() {
        TestServer large = LargeAnswers.server();
        byte[] response = large.answer(RawQuery.of("a4000.example.com.", Type.A).toWire(), true);
        assertEquals(List.of(1, 4000, 0, 0), counts(response));
        assertEquals(0x8400, flags(response));
        byte[] tooLong = large.answer(RawQuery.of("a4200.example.com.", Type.A).toWire(), true);
        assertEquals(0x8600, flags(tooLong));
        assertEquals(List.of(1, 0, 0, 0), counts(tooLong));
    }
}
