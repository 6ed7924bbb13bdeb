package io.proxima.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class AuthoritativeAnswerTest {
    private final TestServer server = TestServer.of(Map.of("example.com.", """
            $ORIGIN example.com.
            $TTL 300
            @     SOA ns1 hostmaster 1 3600 600 86400 60
            @     NS  ns1
            ns1   A   192.0.2.1
            www   A   192.0.2.10
            www   A   192.0.2.11
            alias CNAME www
            loop1 CNAME loop2
            loop2 CNAME loop1
            out   CNAME www.example.net.
            *.wild TXT "wild"
            a.b.ent A 192.0.2.12
            sub   NS ns.sub
            sub   NS ns.example.net.
            sub   DS 1 8 2 AA11223344556677889900AABBCCDDEEFF11223344556677889900AABBCCDDEE
            ns.sub A 192.0.2.13
            old   DNAME new
            x.new A 192.0.2.14
            """));

    @Test
    void answersWithAuthority() {
        Message response = server.ask("wWw.ExAmple.com.", Type.A);
        assertEquals(Rcode.NOERROR, response.getRcode());
        assertTrue(response.getHeader().getFlag(Flags.AA));
        assertEquals(2, response.getSection(Section.ANSWER).size());
        assertEquals("wWw.ExAmple.com.", response.getQuestion().getName().toString());
    }

    @Test
    void negativeAnswersCarryTheSoaAtItsNegativeTtl() {
        for (String name :
                new String[] {"nope.example.com.", "www.example.com.", "b.ent.example.com.", "ent.example.com."}) {
            Message response = server.ask(name, Type.AAAA);
            assertEquals(name.startsWith("nope") ? Rcode.NXDOMAIN : Rcode.NOERROR, response.getRcode(), name);
            assertEquals(0, response.getSection(Section.ANSWER).size());
            assertEquals(
                    Type.SOA, response.getSection(Section.AUTHORITY).getFirst().getType());
            assertEquals(60, response.getSection(Section.AUTHORITY).getFirst().getTTL());
            assertEquals(
                    "example.com.",
                    response.getSection(Section.AUTHORITY).getFirst().getName().toString());
        }
    }

    @Test
    void referralsHaveGlueAndNoAuthority() {
        Message response = server.ask("x.sub.example.com.", Type.A);
        assertFalse(response.getHeader().getFlag(Flags.AA));
        assertEquals(2, response.getSection(Section.AUTHORITY).size());
        assertEquals(1, response.getSection(Section.ADDITIONAL).size());
        assertTrue(server.ask("sub.example.com.", Type.DS).getHeader().getFlag(Flags.AA));
    }

    @Test
    void chainsAreFollowedToTheirEnd() {
        assertEquals(
                3,
                server.ask("alias.example.com.", Type.A)
                        .getSection(Section.ANSWER)
                        .size());
        Message redirected = server.ask("x.old.example.com.", Type.A);
        assertEquals(3, redirected.getSection(Section.ANSWER).size());
        assertEquals(Rcode.NXDOMAIN, server.ask("y.old.example.com.", Type.A).getRcode());
        assertEquals(
                2,
                server.ask("loop1.example.com.", Type.A)
                        .getSection(Section.ANSWER)
                        .size());
        assertEquals(
                1,
                server.ask("out.example.com.", Type.A)
                        .getSection(Section.ANSWER)
                        .size());
    }

    @Test
    void wildcardsAnswerUnderTheNameAsked() {
        Message response = server.ask("any.thing.wild.example.com.", Type.TXT);
        assertEquals(
                "any.thing.wild.example.com.",
                response.getSection(Section.ANSWER).getFirst().getName().toString());
    }
}
