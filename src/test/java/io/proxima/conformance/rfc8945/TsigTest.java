package io.proxima.conformance.rfc8945;

import static io.proxima.conformance.Sections.counts;
import static io.proxima.conformance.Sections.flags;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.TestServer;
import io.proxima.conformance.RawQuery;
import io.proxima.conformance.Sections;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;

/** RFC 8945 section 5: transaction signatures, by keys that this server never knows. */
class TsigTest {
    private static final int BADKEY = 17;
    private static final int CLASS_ANY = 255;
    private static final String ALGORITHM = "hmac-sha256.";

    private final TestServer server = Sections.usual();

    private static RawQuery www() {
        return RawQuery.of("www.example.com.", Type.A);
    }

    /** RDATA with a MAC and other data of given lengths, and of the lengths it says they have. */
    private static byte[] rdata(byte[] algorithm, int macSize, int mac, int otherLength, int other) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        octets.writeBytes(algorithm);
        octets.writeBytes(RawQuery.hex("000065a1b2c3" + "012c" + "%04x".formatted(macSize)));
        octets.writeBytes(new byte[mac]);
        octets.writeBytes(RawQuery.hex("4321" + "0000" + "%04x".formatted(otherLength)));
        octets.writeBytes(new byte[other]);
        return octets.toByteArray();
    }

    private static byte[] rdata() {
        return rdata(RawQuery.name(ALGORITHM), 32, 32, 0, 0);
    }

    private static RawQuery signed(RawQuery query, byte[] owner, byte[] rdata) {
        return query.record(3, owner, Type.TSIG, CLASS_ANY, 0, rdata);
    }

    @Test
    void section521AnUnknownKeyIsNotauthWithBadkeyUnsigned() throws IOException {
        Message query = TestServer.query("www.example.com.", Type.A);
        TSIG key = new TSIG(TSIG.HMAC_SHA256, "key.example.net.", "c2VjcmV0IHNlY3JldCBzZWNyZXQ=");
        key.apply(query, null);
        Message response = new Message(server.answer(query.toWire(), false));
        assertEquals(Rcode.NOTAUTH, response.getHeader().getRcode());
        assertEquals(0x8009, flags(server.answer(query.toWire(), false)));
        TSIGRecord tsig = response.getTSIG();
        assertNotNull(tsig);
        assertEquals("key.example.net.", tsig.getName().toString());
        assertEquals(TSIG.HMAC_SHA256, tsig.getAlgorithm());
        assertEquals(BADKEY, tsig.getError());
        assertEquals(0, tsig.getSignature().length);
        assertEquals(null, tsig.getOther());
        assertEquals(query.getHeader().getID(), tsig.getOriginalID());
        assertEquals(List.of(), response.getSection(Section.ANSWER));
        assertEquals(1, response.getSection(Section.QUESTION).size());
    }

    @Test
    void timeFudgeAndOriginalIdAreTheQuerys() throws IOException {
        RawQuery query = signed(www(), RawQuery.name("k."), rdata());
        TSIGRecord tsig = new Message(server.answer(query.toWire(), true)).getTSIG();
        assertEquals(Instant.ofEpochSecond(0x65a1b2c3L), tsig.getTimeSigned());
        assertEquals(300, tsig.getFudge().toSeconds());
        assertEquals(0x4321, tsig.getOriginalID());
        assertEquals(0, tsig.getTTL());
        assertEquals(CLASS_ANY, tsig.getDClass());
    }

    @Test
    void itStandsBehindTheOptRecord() throws IOException {
        RawQuery query = signed(www().opt(1232, 0, 0x8000, ""), RawQuery.name("k."), rdata());
        byte[] response = server.answer(query.toWire(), false);
        assertEquals(List.of(1, 0, 0, 2), counts(response));
        assertEquals(
                Type.TSIG,
                new Message(response).getSection(Section.ADDITIONAL).getLast().getType());
        assertEquals(Rcode.NOTAUTH, new Message(response).getRcode());
    }

    @Test
    void itsOwnerMayBeCompressedInTheQuery() throws IOException {
        byte[] owner = {1, 'k', (byte) 0xc0, 12};
        TSIGRecord tsig =
                new Message(server.answer(signed(www(), owner, rdata()).toWire(), false)).getTSIG();
        assertEquals("k.www.example.com.", tsig.getName().toString());
    }

    @Test
    void updatesAndNotifiesWithAnUnknownKeyToo() throws IOException {
        RawQuery update = signed(www().opcode(5), RawQuery.name("k."), rdata());
        byte[] response = server.answer(update.toWire(), false);
        assertEquals(0x8000 | (5 << 11) | Rcode.NOTAUTH, flags(response));
        assertEquals(BADKEY, new Message(response).getTSIG().getError());
    }

    @Test
    void aTransferWithAnUnknownKeyToo() throws IOException {
        RawQuery transfer = signed(RawQuery.of("example.com.", Type.AXFR), RawQuery.name("k."), rdata());
        assertEquals(0x8009, flags(server.answer(transfer.toWire(), true)));
    }

    @Test
    void section53WhereItHasNoRoomTcIsSet() throws IOException {
        String longest = ("x".repeat(63) + ".").repeat(3) + "y".repeat(61) + ".";
        RawQuery query =
                signed(RawQuery.of(longest, Type.A), RawQuery.name(longest), rdata(RawQuery.name(longest), 0, 0, 0, 0));
        byte[] udp = server.answer(query.toWire(), false);
        assertTrue(udp.length <= 512);
        assertEquals(0x8209, flags(udp));
        assertEquals(List.of(1, 0, 0, 0), counts(udp));
        byte[] tcp = server.answer(query.toWire(), true);
        assertEquals(0x8009, flags(tcp));
        assertEquals(BADKEY, new Message(tcp).getTSIG().getError());
    }

    @Test
    void section53RoomIsCountedToTheOctet() throws IOException {
        for (int octets = 1; octets <= 60; octets++) {
            String algorithm = ("x".repeat(63) + ".").repeat(2) + "y".repeat(octets) + ".";
            String name = ("q".repeat(60) + ".").repeat(2) + "example.com.";
            RawQuery query = signed(
                    RawQuery.of(name, Type.A), RawQuery.name(algorithm), rdata(RawQuery.name(algorithm), 0, 0, 0, 0));
            int whole = server.answer(query.toWire(), true).length;
            byte[] udp = server.answer(query.toWire(), false);
            assertEquals(whole <= 512 ? 0x8009 : 0x8209, flags(udp));
            assertEquals(whole <= 512, udp.length == whole);
        }
    }

    static Stream<Named<RawQuery>> malformed() {
        byte[] owner = RawQuery.name("k.");
        byte[] algorithm = RawQuery.name(ALGORITHM);
        byte[] pointed = {(byte) 0xc0, 12};
        return Stream.of(
                Named.of("in the answer section", www().record(1, owner, Type.TSIG, CLASS_ANY, 0, rdata())),
                Named.of("in the authority section", www().record(2, owner, Type.TSIG, CLASS_ANY, 0, rdata())),
                Named.of("before the OPT record", signed(www(), owner, rdata()).opt(1232, "")),
                Named.of("two of them", signed(signed(www(), owner, rdata()), owner, rdata())),
                Named.of("not of class ANY", www().record(3, owner, Type.TSIG, 1, 0, rdata())),
                Named.of("with a TTL", www().record(3, owner, Type.TSIG, CLASS_ANY, 1, rdata())),
                Named.of("no RDATA", signed(www(), owner, new byte[0])),
                Named.of("an algorithm and nothing else", signed(www(), owner, algorithm)),
                Named.of("a compressed algorithm", signed(www(), owner, rdata(pointed, 0, 0, 0, 0))),
                Named.of(
                        "an octet too few", signed(www(), owner, java.util.Arrays.copyOf(rdata(), rdata().length - 1))),
                Named.of(
                        "an octet too many",
                        signed(www(), owner, java.util.Arrays.copyOf(rdata(), rdata().length + 1))),
                Named.of("a MAC longer than there is", signed(www(), owner, rdata(algorithm, 33, 32, 0, 0))),
                Named.of("a MAC far longer than there is", signed(www(), owner, rdata(algorithm, 65_535, 32, 0, 0))),
                Named.of("a MAC shorter than there is", signed(www(), owner, rdata(algorithm, 31, 32, 0, 0))),
                Named.of("more other data than there is", signed(www(), owner, rdata(algorithm, 0, 0, 7, 6))),
                Named.of("less other data than there is", signed(www(), owner, rdata(algorithm, 0, 0, 5, 6))),
                Named.of("an octet behind it", signed(www(), owner, rdata()).octets((byte) 0)),
                Named.of(
                        "another record behind it",
                        signed(www(), owner, rdata()).record(3, owner, Type.A, 1, 0, new byte[4])));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void section52WhatCannotBeInterpretedIsAFormatError(RawQuery query) {
        assertEquals(0x8001, flags(server.answer(query.toWire(), false)));
    }

    @Test
    void otherDataIsReadOver() {
        RawQuery query = signed(www(), RawQuery.name("k."), rdata(RawQuery.name(ALGORITHM), 16, 16, 6, 6));
        assertEquals(0x8009, flags(server.answer(query.toWire(), false)));
    }
}
