package io.proxima.conformance.rfc4592;

import static io.proxima.conformance.Sections.additional;
import static io.proxima.conformance.Sections.answer;
import static io.proxima.conformance.Sections.assertOutcome;
import static io.proxima.conformance.Sections.authority;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.answer.TestServer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** RFC 4592 sections 2.2, 3.3 and 4: what a wildcard stands for, and what keeps it from doing so. */
class WildcardTest {
    private final TestServer server = TestServer.of(Map.of("example.com.", """
            $ORIGIN example.com.
            $TTL 300
            @         SOA ns hostmaster 1 3600 600 86400 60
            @         NS  ns.example.net.
            *         TXT "this is a wildcard"
            *         MX  10 host1
            sub.*     TXT "this is not a wildcard"
            host1     A   192.0.2.1
            _ssh._tcp.host1 SRV 0 0 22 host1
            _ssh._tcp.host2 SRV 0 0 22 host1
            subdel    NS  ns.example.net.
            *.alias   CNAME host1
            *.loop    CNAME x.loop
            *.a.wild  A   192.0.2.2
            x.*.deep  A   192.0.2.3
            *.hosts   A   192.0.2.4
            *.hosts   AAAA 2001:db8::4
            x.ent.hosts TXT "x"
            mail      MX  10 any.hosts
            mail      MX  20 ent.hosts
            mail      MX  30 any.ent.hosts
            mail      MX  40 *.hosts
            _x._tcp.srv SRV 0 0 1 a.b.hosts
            sub2del   NS  ns.hosts
            *.cutless NS  ns.hosts
            *.cutless TXT "not a zone cut"
            *.aliases DNAME host1
            """));

    @Test
    void section221AWildcardStandsForNamesThatDoNotExist() {
        Message response = server.ask("host3.example.com.", Type.MX);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(List.of("host3.example.com. 300 MX 10 host1.example.com."), answer(response));
        assertEquals(List.of("host1.example.com. 300 A 192.0.2.1"), additional(response));
        assertEquals(
                List.of("foo.bar.example.com. 300 TXT \"this is a wildcard\""),
                answer(server.ask("foo.bar.example.com.", Type.TXT)));
    }

    @Test
    void section221OfATypeItLacksThereIsNoData() {
        Message response = server.ask("host3.example.com.", Type.A);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(List.of(), answer(response));
        assertEquals(1, authority(response).size());
    }

    @Test
    void section221NotForNamesThatExist() {
        assertEquals(List.of(), answer(server.ask("host1.example.com.", Type.MX)));
        assertOutcome(Rcode.NOERROR, "aa", server.ask("host1.example.com.", Type.MX));
        assertOutcome(Rcode.NOERROR, "aa", server.ask("sub.*.example.com.", Type.MX));
        assertEquals(List.of(), answer(server.ask("sub.*.example.com.", Type.MX)));
    }

    @Test
    void section222NotForEmptyNonTerminals() {
        Message response = server.ask("_tcp.host2.example.com.", Type.TXT);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(List.of(), answer(response));
        assertEquals(List.of(), answer(server.ask("host2.example.com.", Type.TXT)));
    }

    @Test
    void section221NotBelowAnExistingName() {
        assertOutcome(Rcode.NXDOMAIN, "aa", server.ask("_telnet._tcp.host1.example.com.", Type.SRV));
        assertOutcome(Rcode.NXDOMAIN, "aa", server.ask("ghost.*.example.com.", Type.MX));
        assertOutcome(Rcode.NXDOMAIN, "aa", server.ask("x.wild.example.com.", Type.A));
    }

    @Test
    void section221NotBelowAZoneCut() {
        assertOutcome(Rcode.NOERROR, "", server.ask("host.subdel.example.com.", Type.A));
    }

    @Test
    void section23AWildcardAskedForByNameIsAName() {
        assertEquals(
                List.of("*.example.com. 300 MX 10 host1.example.com."), answer(server.ask("*.example.com.", Type.MX)));
    }

    @Test
    void section213AnEmptyWildcardStandsForNamesToo() {
        Message response = server.ask("any.deep.example.com.", Type.A);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(1, authority(response).size());
        assertOutcome(Rcode.NXDOMAIN, "aa", server.ask("y.*.deep.example.com.", Type.A));
    }

    @Test
    void section33AWildcardCnameIsFollowed() {
        assertEquals(
                List.of("a.b.alias.example.com. 300 CNAME host1.example.com.", "host1.example.com. 300 A 192.0.2.1"),
                answer(server.ask("a.b.alias.example.com.", Type.A)));
    }

    @Test
    void section33AWildcardCnameThatPointsIntoItselfEnds() {
        assertEquals(2, answer(server.ask("y.loop.example.com.", Type.A)).size());
    }

    @Test
    void section33AddressesOfHostsThatAWildcardStandsForAreAdded() {
        assertEquals(
                Set.of(
                        "any.hosts.example.com. 300 A 192.0.2.4",
                        "any.hosts.example.com. 300 AAAA 2001:db8:0:0:0:0:0:4",
                        "*.hosts.example.com. 300 A 192.0.2.4",
                        "*.hosts.example.com. 300 AAAA 2001:db8:0:0:0:0:0:4"),
                Set.copyOf(additional(server.ask("mail.example.com.", Type.MX))));
        assertEquals(
                List.of(
                        "a.b.hosts.example.com. 300 A 192.0.2.4",
                        "a.b.hosts.example.com. 300 AAAA 2001:db8:0:0:0:0:0:4"),
                additional(server.ask("_x._tcp.srv.example.com.", Type.SRV)));
        Message referral = server.ask("x.sub2del.example.com.", Type.A);
        assertOutcome(Rcode.NOERROR, "", referral);
        assertEquals(
                List.of("ns.hosts.example.com. 300 A 192.0.2.4", "ns.hosts.example.com. 300 AAAA 2001:db8:0:0:0:0:0:4"),
                additional(referral));
    }

    /** The section leaves it open; a wildcard's NS makes no zone cut of the names it stands for. */
    @Test
    void section42AWildcardNsIsDataButAtItsOwnName() {
        Message response = server.ask("x.cutless.example.com.", Type.NS);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(List.of("x.cutless.example.com. 300 NS ns.hosts.example.com."), answer(response));
        assertEquals(1, answer(server.ask("x.cutless.example.com.", Type.TXT)).size());
        Message referral = server.ask("*.cutless.example.com.", Type.TXT);
        assertOutcome(Rcode.NOERROR, "", referral);
        assertEquals(List.of("*.cutless.example.com. 300 NS ns.hosts.example.com."), authority(referral));
    }

    /** A wildcard's DNAME is data too; it redirects what is below its own name. */
    @Test
    void section44AWildcardDnameRedirectsBelowItsOwnNameOnly() {
        assertEquals(
                List.of("x.aliases.example.com. 300 DNAME host1.example.com."),
                answer(server.ask("x.aliases.example.com.", Type.DNAME)));
        assertEquals(List.of(), answer(server.ask("x.aliases.example.com.", Type.A)));
        assertEquals(
                List.of(
                        "*.aliases.example.com. 300 DNAME host1.example.com.",
                        "x.*.aliases.example.com. 300 CNAME x.host1.example.com."),
                answer(server.ask("x.*.aliases.example.com.", Type.A)));
    }
}
