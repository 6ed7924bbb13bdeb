package io.proxima.zone;

import static io.proxima.zone.ZoneFixture.hex;
import static io.proxima.zone.ZoneFixture.names;
import static io.proxima.zone.ZoneFixture.rrset;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.wire.Name;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MasterSyntaxTest {
    @Test
    void ttlAndClassStandInEitherOrderOrNotAtAll() {
        Zone zone = ZoneFixture.withHead("""
                        a 60 IN A 192.0.2.1
                        b IN 60 A 192.0.2.1
                        c in A 192.0.2.1
                        d 1h30m A 192.0.2.1
                        e A 192.0.2.1
                        f 2W CLASS1 a 192.0.2.1
                        """).readClean();
        assertEquals(60, rrset(zone, "a", "A").ttlSeconds());
        assertEquals(60, rrset(zone, "b", "A").ttlSeconds());
        assertEquals(3600, rrset(zone, "c", "A").ttlSeconds());
        assertEquals(5400, rrset(zone, "d", "A").ttlSeconds());
        assertEquals(3600, rrset(zone, "e", "A").ttlSeconds());
        assertEquals(1_209_600, rrset(zone, "f", "A").ttlSeconds());
    }

    @Test
    void withoutDefaultTtlTheLastStatedOneHolds() {
        Zone zone = ZoneFixture.of("""
                        @ 300 SOA ns1.example.net. hostmaster 1 1h 15m 1w 5m
                        @ NS ns1.example.net.
                        a 60 A 192.0.2.1
                        b A 192.0.2.1
                        """).readClean();
        assertEquals(300, rrset(zone, "@", "NS").ttlSeconds());
        assertEquals(60, rrset(zone, "b", "A").ttlSeconds());
    }

    @Test
    void withoutAnyTtlItIsAnHour() {
        Zone zone = ZoneFixture.of("@ SOA ns1.example.net. hostmaster 1 1h 15m 1w 5m\n@ NS ns1.example.net.\n")
                .read()
                .orElseThrow();
        assertEquals(3600, rrset(zone, "@", "SOA").ttlSeconds());
        assertEquals(3600, rrset(zone, "@", "NS").ttlSeconds());
    }

    @Test
    void ownersThatAreLeftOutAreThoseOfTheRecordBefore() {
        Zone zone = ZoneFixture.withHead("www A 192.0.2.1\n\tA 192.0.2.2\n ; only a comment\n\n  TXT x\n10 PTR www\n")
                .readClean();
        assertEquals(List.of("c0000201", "c0000202"), hex(rrset(zone, "www", "A")));
        assertEquals(List.of("0178"), hex(rrset(zone, "www", "TXT")));
        assertEquals(List.of("www.example.com."), names(rrset(zone, "10", "PTR")));
    }

    @Test
    void parenthesesAndCommentsSpanLines() {
        Zone zone = ZoneFixture.of("""
                        $TTL 3600 ; an hour
                        @ IN SOA ( ns1.example.net. hostmaster ; who
                            1 ; serial
                            1h (15m
                        1w) 5m )
                        @ NS ns1.example.net. ; the end""").readClean();
        assertEquals(1, rrset(zone, "@", "SOA").rdata().size());
        assertEquals(3600, rrset(zone, "@", "SOA").ttlSeconds());
    }

    @Test
    void quotedStringsAndEscapesKeepTheirOctets() {
        Zone zone = ZoneFixture.withHead("""
                        a TXT "a;b (c) \\"d\\" \\\\" two\\ words \\195\\169 "é" ""
                        b TXT \\; \\é
                        """).readClean();
        assertEquals(
                List.of("0d613b622028632920226422205c0974776f20776f72647302c3a902c3a900"),
                hex(rrset(zone, "a", "TXT")));
        assertEquals(List.of("013b02c3a9"), hex(rrset(zone, "b", "TXT")));
    }

    @Test
    void escapedNamesAndTheirCaseAreKept() {
        Zone zone = ZoneFixture.withHead(
                        "WwW\\.x\\046y\\032z CNAME MiXed.Example.NET.\n*.w A 192.0.2.1\n\\$a A 192.0.2.1\n")
                .readClean();
        Rrset cname = rrset(zone, "www\\.x\\.y\\032z", "CNAME");
        assertEquals("WwW\\.x\\.y\\032z.example.com.", cname.owner().toString());
        assertEquals(List.of("MiXed.Example.NET."), names(cname));
        assertEquals(1, rrset(zone, "*.w", "A").rdata().size());
        assertEquals(1, rrset(zone, "\\$a", "A").rdata().size());
    }

    @Test
    void originIsRelativeToTheOneBefore() {
        Zone zone = ZoneFixture.withHead("""
                        $ORIGIN a
                        $ORIGIN b
                        www CNAME @
                        @ A 192.0.2.1
                        $ORIGIN .
                        c.example.com CNAME d.example.com
                        """).readClean();
        assertEquals(List.of("b.a.example.com."), names(rrset(zone, "www.b.a", "CNAME")));
        assertEquals(List.of("d.example.com."), names(rrset(zone, "c", "CNAME")));
    }

    @Test
    void includedFilesLeaveOriginTtlAndOwnerAsTheyWere() {
        Zone zone = ZoneFixture.withHead("""
                        www A 192.0.2.1
                        $INCLUDE parts/one.inc sub
                          TXT after
                        mail A 192.0.2.2
                        """)
                .with("parts/one.inc", "  TXT from-one\nwww A 192.0.2.3\n$TTL 5\n$ORIGIN deep\n$INCLUDE two.inc\n")
                .with("parts/two.inc", "x A 192.0.2.4\n")
                .readClean();
        assertEquals(2, rrset(zone, "www", "TXT").rdata().size());
        assertEquals(3600, rrset(zone, "mail", "A").ttlSeconds());
        assertEquals(List.of("c0000203"), hex(rrset(zone, "www.sub", "A")));
        Rrset deep = rrset(zone, "x.deep.sub", "A");
        assertEquals(5, deep.ttlSeconds());
    }

    @Test
    void includesHaveABoundedDepth() {
        ZoneFixture zone = ZoneFixture.withHead("$INCLUDE 0.inc\n");
        for (int i = 0; i < 40; i++) {
            zone.with(i + ".inc", "$INCLUDE " + (i + 1) + ".inc\n");
        }
        assertTrue(zone.read().isEmpty());
        assertEquals(1, zone.found().size(), zone.found()::toString);
    }

    @Test
    void windowsLinesAndAByteOrderMarkAreRead() {
        Zone zone = ZoneFixture.of("\ufeff" + ZoneFixture.HEAD.replace("\n", "\r\n") + "www TXT a\r\n")
                .readClean();
        assertEquals(List.of("0161"), hex(rrset(zone, "www", "TXT")));
    }

    @Test
    void columnsCountCharacters() {
        ZoneFixture zone = ZoneFixture.withHead("www TXT \"éé\" ) \n");
        assertTrue(zone.read().isEmpty());
        assertTrue(zone.found().getFirst().startsWith("zones/example.com.zone:4:14: error"), zone.found()::toString);
    }

    @Test
    void theRootIsAZone() {
        ZoneFixture zone = ZoneFixture.of(
                "$TTL 1h\n. SOA a.example.net. b.example.net. 1 1 1 1 1\n. NS a.example.net.\na.example.net. A 192.0.2.1\n");
        assertTrue(zone.read(Name.ROOT).isPresent(), zone.found()::toString);
    }

    @Test
    void signedZonesAreTakenAsTheyStand() {
        Zone zone = ZoneFixture.withHead("""
                        @ DNSKEY 257 3 13 AAAA
                        @ NSEC www NS SOA RRSIG NSEC DNSKEY
                        www 60 A 192.0.2.1
                        www 60 RRSIG A 13 3 60 20300101000000 20200101000000 1 @ AAAA
                        www NSEC @ A RRSIG NSEC
                        www RRSIG NSEC 13 3 3600 20300101000000 20200101000000 1 @ AAAA
                        """).readClean();
        assertEquals(2, rrset(zone, "www", "RRSIG").rdata().size());
    }

    @Test
    void zonesCannotBeChanged() {
        Zone zone = ZoneFixture.withHead("").readClean();
        assertThrows(UnsupportedOperationException.class, () -> zone.owners().clear());
    }

    @Test
    void hugeLinesAndBinaryFilesAreFindings() {
        ZoneFixture huge = ZoneFixture.withHead(
                "www TXT " + "x".repeat(3_000_000) + "\nwww TXT ( " + "\"\" ".repeat(2_000_000) + ")\n");
        assertTrue(huge.read().isEmpty());
        assertEquals(2, huge.found().size());
        byte[] noise = new byte[100_000];
        new java.util.Random(7).nextBytes(noise);
        ZoneFixture binary = new ZoneFixture().with("example.com.zone", noise);
        assertTrue(binary.read().isEmpty());
        assertTrue(new ZoneFixture().read().isEmpty());
        ZoneFixture open = ZoneFixture.of("a (\n".repeat(100_000));
        assertTrue(open.read().isEmpty());
    }

    @Test
    void anEntryOfNothingButMistakesIsBlamedForTheFirstEight() {
        ZoneFixture zone = ZoneFixture.withHead("a A " + ")".repeat(1000) + "\nb A 192.0.2.1)\n");
        assertTrue(zone.read().isEmpty());
        List<String> found = zone.found();
        assertEquals(9, found.size());
        assertEquals("zones/example.com.zone:4:12: error: a parenthesis closes that was not opened", found.get(7));
        assertEquals("zones/example.com.zone:5:14: error: a parenthesis closes that was not opened", found.get(8));
    }

    @Test
    void apexIsTheFilesName() {
        assertEquals(Optional.of(ZoneFixture.APEX), ZoneReader.apexOf(Path.of("zones/example.com.zone")));
        assertEquals(Optional.of(Name.ROOT), ZoneReader.apexOf(Path.of("root.zone")));
        assertEquals(Optional.empty(), ZoneReader.apexOf(Path.of("example.com.policy.yaml")));
        assertEquals(Optional.empty(), ZoneReader.apexOf(Path.of("a..b.zone")));
        assertEquals(Optional.empty(), ZoneReader.apexOf(Path.of(".zone")));
    }
}
