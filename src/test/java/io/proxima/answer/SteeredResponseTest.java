package io.proxima.answer;

import static io.proxima.conformance.Sections.answer;
import static io.proxima.conformance.Sections.assertOutcome;
import static io.proxima.conformance.Sections.authority;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.conformance.RawQuery;
import io.proxima.health.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Steered leaves in a response: addresses, hints, no data, refusal, truncation, scope. */
class SteeredResponseTest {
    private static final String SOA = "example.com. %d SOA ns.example.com. hostmaster.example.com. 1 3600 600 86400 60";

    private final TestServer server = server();

    private static TestServer server() {
        StringBuilder zone = new StringBuilder("""
                $ORIGIN example.com.
                $TTL 300
                @ SOA ns hostmaster 1 3600 600 86400 60
                @ NS ns.example.net.
                www A 192.0.2.1
                www A 192.0.2.2
                www AAAA 2001:db8::1
                www HTTPS 1 . alpn=h2 ipv4hint=192.0.2.1 ipv6hint=2001:db8::1
                six AAAA 2001:db8::6
                six TXT "six"
                none A 192.0.2.3
                none HTTPS 1 . ipv4hint=192.0.2.3
                never A 192.0.2.4
                turn A 192.0.2.7
                turn A 192.0.2.8
                turn HTTPS 1 . ipv4hint=192.0.2.7
                toall CNAME large
                tonone CNAME none
                tonever CNAME never
                """);
        for (int i = 0; i < 60; i++) {
            zone.append("large A 192.0.2.").append(100 + i).append('\n');
        }
        zone.append("large HTTPS 1 . ipv4hint=192.0.2.100\n");
        return TestServer.of(Map.of("example.com.", zone.toString()), Map.of("example.com.", """
                checks:
                  tcp: {kind: tcp, port: 80}
                pools:
                  flat: {}
                  empty: {check: tcp, all-down: empty}
                  refusing: {check: tcp, all-down: refuse}
                  turning: {choose: round-robin, members: [turn]}
                names:
                  www: {pool: flat, ttl: {steady: 40s, unsettled: 5s}}
                  six: {pool: flat}
                  none: {pool: empty, ttl: {steady: 40s, unsettled: 5s}}
                  never: {pool: refusing}
                  large: {pool: flat}
                  turn: {pool: turning}
                """));
    }

    private void allDown() {
        server.catalog().applyAll(_ -> new Verdict(false, false, 0), 1_000_000_000);
    }

    /** A question of 250 octets leaves no room for what follows its chain. */
    @Test
    void whatHasNoRoomBehindAChainIsTruncated() {
        String label = "l".repeat(63);
        String long1 = "%1$s.%1$s.%1$s.a".formatted(label);
        String long2 = "%1$s.%1$s.%1$s.b".formatted(label);
        TestServer chained = TestServer.of(
                Map.of("example.com.", """
                $ORIGIN example.com.
                $TTL 300
                @ SOA ns hostmaster 1 3600 600 86400 60
                @ NS ns.example.net.
                LONG1 CNAME LONG2
                LONG2 TXT "FILL"
                LONG2 HTTPS 1 . ipv4hint=192.0.2.1 alpn=ALPN
                LONG2 A 192.0.2.1
                red DNAME TARGET
                """.replace("LONG1", long1)
                        .replace("LONG2", long2)
                        .replace("TARGET", "%1$s.%1$s.%1$s.".formatted(label) + "t".repeat(37))
                        .replace("FILL", "x".repeat(100))
                        .replace("ALPN", "x".repeat(100))),
                Map.of("example.com.", """
                pools:
                  flat: {}
                names:
                  "LONG2": {pool: flat}
                """.replace("LONG2", long2)));
        assertOutcome(Rcode.NOERROR, "aa", chained.ask(long1 + ".example.com.", Type.A));
        for (int type : new int[] {Type.TXT, Type.HTTPS, Type.MX}) {
            Message udp = chained.ask(long1 + ".example.com.", type);
            assertOutcome(Rcode.NOERROR, "aa tc", udp);
            assertEquals(1, answer(udp).size());
            assertOutcome(Rcode.NOERROR, "aa", chained.askTcp(TestServer.query(long1 + ".example.com.", type)));
        }
        String below = "%1$s.%1$s.%1$s.".formatted(label) + "q".repeat(45) + ".red.example.com.";
        Message redirected = chained.ask(below, Type.A);
        assertOutcome(Rcode.NOERROR, "aa tc", redirected);
        assertEquals(0, answer(redirected).size());
    }

    @Test
    void addressesHaveTheNamesTtl() {
        Message response = server.ask("www.example.com.", Type.A);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(
                Set.of("www.example.com. 40 A 192.0.2.1", "www.example.com. 40 A 192.0.2.2"),
                Set.copyOf(answer(response)));
        assertEquals(
                List.of("www.example.com. 40 AAAA 2001:db8:0:0:0:0:0:1"),
                answer(server.ask("www.example.com.", Type.AAAA)));
    }

    @Test
    void hintsFollowTheChoice() {
        List<String> https = answer(server.ask("www.example.com.", Type.HTTPS));
        assertEquals(1, https.size());
        assertTrue(
                https.getFirst().startsWith("www.example.com. 40 HTTPS 1 . alpn=h2 ipv4hint=192.0.2."),
                https::toString);
        assertTrue(
                https.getFirst().contains(",192.0.2.") && https.getFirst().endsWith(" ipv6hint=2001:db8:0:0:0:0:0:1"),
                https::toString);
        allDown();
        assertEquals(
                List.of("none.example.com. 5 HTTPS 1 ."),
                answer(server.ask("none.example.com.", Type.HTTPS)).stream()
                        .map(line -> line.replace(" 40 ", " 5 "))
                        .toList());
    }

    /** Clients ask for HTTPS and A, one right after the other: each type goes through both addresses. */
    @Test
    void hintsTakeNoTurnFromAddresses() {
        List<String> addresses = new ArrayList<>();
        List<String> hints = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            hints.add(answer(server.ask("turn.example.com.", Type.HTTPS))
                    .getFirst()
                    .replaceFirst(".* ipv4hint=", ""));
            addresses.add(
                    answer(server.ask("turn.example.com.", Type.A)).getFirst().replaceFirst(".* A ", ""));
        }
        assertEquals(Set.of("192.0.2.7", "192.0.2.8"), Set.copyOf(addresses));
        assertEquals(addresses.subList(0, 2), addresses.subList(2, 4));
        assertEquals(addresses, hints);
    }

    @Test
    void aFamilyThePoolLacksHasNoData() {
        Message response = server.ask("six.example.com.", Type.A);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(List.of(SOA.formatted(60)), authority(response));
    }

    @Test
    void anyGivesAFamilyThatTheNameHas() {
        assertEquals(
                List.of("six.example.com. 300 AAAA 2001:db8:0:0:0:0:0:6"),
                answer(server.ask("six.example.com.", Type.ANY)));
        assertEquals(2, answer(server.ask("www.example.com.", Type.ANY)).size());
    }

    @Test
    void nobodyUpIsNoDataForAShortTime() {
        allDown();
        Message response = server.ask("none.example.com.", Type.A);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(List.of(), answer(response));
        assertEquals(List.of(SOA.formatted(5)), authority(response));
        assertEquals(1, answer(server.ask("tonone.example.com.", Type.A)).size());
    }

    @Test
    void nobodyUpIsServfailWhereThePoolRefuses() {
        assertOutcome(Rcode.NOERROR, "aa", server.ask("never.example.com.", Type.A));
        allDown();
        assertOutcome(Rcode.SERVFAIL, "", server.ask("never.example.com.", Type.A));
        assertOutcome(Rcode.SERVFAIL, "", server.ask("tonever.example.com.", Type.A));
    }

    @Test
    void whatDoesNotFitIsTruncated() {
        for (int type : new int[] {Type.A, Type.HTTPS}) {
            Message response = server.ask("toall.example.com.", type);
            boolean fits = type == Type.HTTPS;
            assertOutcome(Rcode.NOERROR, fits ? "aa" : "aa tc", response);
            assertEquals(fits ? 2 : 1, answer(response).size());
        }
        assertEquals(
                61,
                answer(server.askTcp(TestServer.query("toall.example.com.", Type.A)))
                        .size());
    }

    @Test
    void whatDoesNotDependOnTheClientHasScopeZero() throws IOException {
        byte[] response = server.answer(
                RawQuery.of("www.example.com.", Type.A)
                        .subnet(1, 24, 0, "c00002")
                        .toWire(),
                false);
        assertOutcome(Rcode.NOERROR, "aa", new Message(response));
        assertEquals(24, response[response.length - 5]);
        assertEquals(0, response[response.length - 4]);
    }
}
