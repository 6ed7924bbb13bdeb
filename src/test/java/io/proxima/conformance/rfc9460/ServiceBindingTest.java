package io.proxima.conformance.rfc9460;

import static io.proxima.conformance.Sections.additional;
import static io.proxima.conformance.Sections.answer;
import static io.proxima.conformance.Sections.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.answer.TestServer;
import io.proxima.health.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** RFC 9460 sections 2.4, 4.1 and 7.3: SVCB and HTTPS records, AliasMode and ServiceMode. */
class ServiceBindingTest {
    private final TestServer server = TestServer.of(Map.of("example.com.", """
            $ORIGIN example.com.
            $TTL 300
            @       SOA   ns hostmaster 1 3600 600 86400 60
            @       NS    ns.example.net.
            @       HTTPS 0 svc
            @       A     192.0.2.1
            svc     HTTPS 1 . alpn=h2 ipv4hint=192.0.2.2
            svc     A     192.0.2.2
            svc     AAAA  2001:db8::2
            away    HTTPS 0 www.example.org.
            other   HTTPS 1 svc alpn=h2
            other   HTTPS 2 www.example.org. alpn=h2
            none    SVCB  0 .
            alias   CNAME svc
            cut     NS    ns.cut
            ns.cut  A     192.0.2.9
            tocut   HTTPS 0 www.cut
            www     A     192.0.2.3
            www     HTTPS 0 svc
            """), Map.of("example.com.", """
            checks:
              tcp: {kind: tcp, port: 80}
            pools:
              flat: {check: tcp, all-down: empty}
            names:
              www: {pool: flat}
              svc: {pool: flat}
            """));

    @Test
    void section242AliasModeIsGivenAsItStandsWithTheTargetsAddresses() {
        Message response = server.ask("example.com.", Type.HTTPS);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(List.of("example.com. 300 HTTPS 0 svc.example.com."), answer(response));
        assertEquals(List.of("example.com. 300 A 192.0.2.1"), answer(server.ask("example.com.", Type.A)));
    }

    @Test
    void section242AnAliasThatLeadsAwayIsNotFollowed() {
        Message response = server.ask("away.example.com.", Type.HTTPS);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(List.of("away.example.com. 300 HTTPS 0 www.example.org."), answer(response));
        assertEquals(List.of(), additional(response));
    }

    @Test
    void section251ARootTargetOfAnAliasNamesNoService() {
        Message response = server.ask("none.example.com.", Type.SVCB);
        assertEquals(List.of("none.example.com. 300 SVCB 0 ."), answer(response));
        assertEquals(List.of(), additional(response));
    }

    @Test
    void section242AnAliasBesideASteeredNameHasNoHintsToChange() {
        server.catalog().applyAll(_ -> new Verdict(false, false, 0), 1_000_000_000);
        assertEquals(
                List.of("www.example.com. 300 HTTPS 0 svc.example.com."),
                answer(server.ask("www.example.com.", Type.HTTPS)));
        assertEquals(
                List.of("svc.example.com. 300 HTTPS 1 . alpn=h2"), answer(server.ask("svc.example.com.", Type.HTTPS)));
    }

    @Test
    void section24ACnameLeadsToTheService() {
        assertEquals(
                List.of(
                        "alias.example.com. 300 CNAME svc.example.com.",
                        "svc.example.com. 300 HTTPS 1 . alpn=h2 ipv4hint=192.0.2.2"),
                answer(server.ask("alias.example.com.", Type.HTTPS)));
    }

    @Test
    void section41NothingOfADelegatedZoneIsAdded() {
        assertEquals(List.of(), additional(server.ask("tocut.example.com.", Type.HTTPS)));
    }

    @Test
    void section41SeveralTargets() {
        Message response = server.ask("other.example.com.", Type.HTTPS);
        assertEquals(2, answer(response).size());
        assertOutcome(Rcode.NOERROR, "aa", response);
    }
}
