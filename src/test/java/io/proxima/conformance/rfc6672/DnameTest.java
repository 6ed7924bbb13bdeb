package io.proxima.conformance.rfc6672;

import static io.proxima.conformance.Sections.answer;
import static io.proxima.conformance.Sections.assertOutcome;
import static io.proxima.conformance.Sections.authority;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.answer.TestServer;
import io.proxima.conformance.Sections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** RFC 6672 sections 2 and 3: redirection of what is below a name. */
class DnameTest {
    private static final String DNAME = "old.example.com. 300 DNAME new.example.com.";

    private final TestServer server = Sections.usual();

    @Test
    void section23TheOwnerIsNotRedirected() {
        Message response = server.ask("old.example.com.", Type.A);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(List.of(), answer(response));
        assertEquals(List.of(DNAME), answer(server.ask("old.example.com.", Type.DNAME)));
    }

    @Test
    void section31ACnameIsSynthesizedWithTheDnamesTtl() {
        Message response = server.ask("X.Old.example.com.", Type.A);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(
                List.of(
                        "Old.example.com. 300 DNAME new.example.com.",
                        "X.Old.example.com. 300 CNAME X.new.example.com.",
                        "X.new.example.com. 300 A 192.0.2.15"),
                answer(response));
    }

    @Test
    void section32TheSynthesizedCnameAnswersForCname() {
        assertEquals(
                List.of(DNAME, "x.old.example.com. 300 CNAME x.new.example.com."),
                answer(server.ask("x.old.example.com.", Type.CNAME)));
    }

    @Test
    void section32AnyGoesOn() {
        assertEquals(3, answer(server.ask("x.old.example.com.", Type.ANY)).size());
    }

    @Test
    void section32WhatTheTargetLacksIsANameError() {
        Message response = server.ask("nowhere.old.example.com.", Type.A);
        assertOutcome(Rcode.NXDOMAIN, "aa", response);
        assertEquals(2, answer(response).size());
        assertEquals(1, authority(response).size());
    }

    @Test
    void section32RedirectsIntoOurOtherZones() {
        assertEquals(
                List.of(
                        "old.example.net. 300 DNAME sub.example.com.",
                        "www.old.example.net. 300 CNAME www.sub.example.com.",
                        "www.sub.example.com. 300 A 192.0.2.17"),
                answer(server.ask("www.old.example.net.", Type.A)));
    }

    @Test
    void section32ADnameIsGivenOnce() {
        assertEquals(
                List.of(
                        DNAME,
                        "back.old.example.com. 300 CNAME back.new.example.com.",
                        "back.new.example.com. 300 CNAME x.old.example.com.",
                        "x.old.example.com. 300 CNAME x.new.example.com.",
                        "x.new.example.com. 300 A 192.0.2.15"),
                answer(server.ask("back.old.example.com.", Type.A)));
    }

    @Test
    void section32ADnameThatWasFollowedIsNotGivenAgainAsTheAnswer() {
        TestServer inward = TestServer.of(Map.of("example.com.", """
                $ORIGIN example.com.
                $TTL 300
                @ SOA ns hostmaster 1 3600 600 86400 60
                @ NS ns.example.net.
                a DNAME @
                """));
        for (int type : new int[] {Type.DNAME, Type.ANY}) {
            assertEquals(
                    List.of("a.example.com. 300 DNAME example.com.", "a.a.example.com. 300 CNAME a.example.com."),
                    answer(inward.ask("a.a.example.com.", type)));
        }
    }

    @Test
    void section32ATargetThatIsTooLongIsYxdomain() {
        TestServer lengthening = TestServer.of(Map.of("example.com.", """
                $ORIGIN example.com.
                $TTL 300
                @ SOA ns hostmaster 1 3600 600 86400 60
                @ NS ns.example.net.
                s DNAME %s.example.net.
                """.formatted("y".repeat(63))));
        String label = "x".repeat(63) + ".";
        // 64 + 13 octets of target leave 178 for what stands before the owner.
        Message fits =
                lengthening.askTcp(TestServer.query(label.repeat(2) + "x".repeat(49) + ".s.example.com.", Type.A));
        assertOutcome(Rcode.NOERROR, "aa", fits);
        assertEquals(2, answer(fits).size());
        Message overflows = lengthening.ask(label.repeat(2) + "x".repeat(50) + ".s.example.com.", Type.A);
        assertOutcome(Rcode.YXDOMAIN, "aa", overflows);
        assertEquals(1, answer(overflows).size());
    }

    @Test
    void section24ADnameIntoItselfGoesRoundOnce() {
        TestServer inward = TestServer.of(Map.of("example.com.", """
                $ORIGIN example.com.
                $TTL 300
                @ SOA ns hostmaster 1 3600 600 86400 60
                @ NS ns.example.net.
                a DNAME a.a
                b DNAME c
                c DNAME b
                d DNAME d
                e DNAME x.f
                f DNAME e
                """));
        Message growing = inward.ask("x.a.example.com.", Type.A);
        assertOutcome(Rcode.NOERROR, "aa", growing);
        assertEquals(
                List.of("a.example.com. 300 DNAME a.a.example.com.", "x.a.example.com. 300 CNAME x.a.a.example.com."),
                answer(growing));
        assertEquals(List.of(), authority(growing));
        assertEquals(2, answer(inward.ask("x.d.example.com.", Type.A)).size());
        assertEquals(4, answer(inward.ask("x.b.example.com.", Type.A)).size());
        // Through one another they grow as well; that ends where every chain does.
        assertEquals(
                18,
                answer(inward.askTcp(TestServer.query("x.e.example.com.", Type.A)))
                        .size());
    }

    @Test
    void section31AnApexMayRedirectTheWholeZone() {
        TestServer moved = TestServer.of(Map.of("example.net.", """
                $ORIGIN example.net.
                $TTL 300
                @ SOA ns.example.org. hostmaster.example.org. 1 3600 600 86400 60
                @ NS ns.example.org.
                @ DNAME example.org.
                """));
        assertOutcome(Rcode.NOERROR, "aa", moved.ask("example.net.", Type.SOA));
        Message response = moved.ask("www.example.net.", Type.A);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(2, answer(response).size());
    }
}
