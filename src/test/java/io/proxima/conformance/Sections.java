package io.proxima.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.answer.TestServer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A response's sections as lines such as {@code www.example.com. 300 A 192.0.2.10}, and a server of usual zones. */
public final class Sections {
    /** A zone with a bit of everything, one delegated from it and served too, and one beside them. */
    public static final Map<String, String> ZONES = Map.of(
            "example.com.", """
            $ORIGIN example.com.
            $TTL 300
            @        3600 SOA ns1 hostmaster 1 3600 600 86400 60
            @        NS    ns1
            @        NS    ns.example.net.
            @        MX    10 mail
            @        MX    20 mail
            ns1      A     192.0.2.1
            mail     A     192.0.2.2
            mail     AAAA  2001:db8::2
            www      A     192.0.2.10
            www      A     192.0.2.11
            alias    CNAME www
            alias2   CNAME alias
            dangling CNAME nowhere
            nothing  CNAME mail
            loop1    CNAME loop2
            loop2    CNAME loop1
            away     CNAME www.example.net.
            outside  CNAME www.example.org.
            intocut  CNAME x.cut
            *.wild   TXT   "wild"
            a.b.ent  A     192.0.2.12
            cut      NS    ns.cut
            cut      NS    ns.sibling
            cut      NS    ns.example.net.
            cut      DS    1 13 2 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF
            ns.cut   A     192.0.2.13
            www.cut  A     192.0.2.99
            sibling  NS    ns.sibling
            ns.sibling A   192.0.2.14
            toglue   MX    10 ns.cut
            old      DNAME new
            x.new    A     192.0.2.15
            back.new CNAME x.old
            sub      NS    ns1.sub
            sub      DS    2 13 2 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF
            ns1.sub  A     192.0.2.16
            _x._tcp  SRV   0 0 443 mail
            _x._tcp  SRV   0 0 8443 mail
            generic  TYPE65280 \\# 2 ABCD
            large    TXT   "1FILL"
            large    TXT   "2FILL"
            large    TXT   "3FILL"
            """.replace("FILL", "x".repeat(200)),
            "sub.example.com.", """
            $ORIGIN sub.example.com.
            $TTL 300
            @    SOA ns1 hostmaster 1 3600 600 86400 900
            @    NS  ns1
            ns1  A   192.0.2.16
            www  A   192.0.2.17
            """,
            "example.net.", """
            $ORIGIN example.net.
            $TTL 300
            @    SOA ns hostmaster 1 3600 600 86400 60
            @    NS  ns
            ns   A   192.0.2.20
            www  A   192.0.2.21
            old  DNAME sub.example.com.
            home CNAME www.example.com.
            """);

    private Sections() {}

    /** A server of {@link #ZONES}. */
    public static TestServer usual() {
        return TestServer.of(ZONES);
    }

    public static List<String> answer(Message response) {
        return lines(response, Section.ANSWER);
    }

    public static List<String> authority(Message response) {
        return lines(response, Section.AUTHORITY);
    }

    /** The additional section but for the OPT record. */
    public static List<String> additional(Message response) {
        return lines(response, Section.ADDITIONAL);
    }

    private static List<String> lines(Message response, int section) {
        return response.getSection(section).stream()
                .filter(record -> record.getType() != Type.OPT)
                .map(Sections::line)
                .toList();
    }

    private static String line(Record record) {
        return record.getName() + " " + record.getTTL() + " " + Type.string(record.getType()) + " "
                + record.rdataToString();
    }

    /** Asserts the response code, as its number, and which of AA and TC are set: such as {@code "aa tc"}. */
    public static void assertOutcome(int rcode, String flags, Message response) {
        String set = (response.getHeader().getFlag(Flags.AA) ? "aa" : "")
                + (response.getHeader().getFlag(Flags.TC) ? " tc" : "");
        assertEquals(rcode + " " + flags, response.getRcode() + " " + set.strip());
    }

    /** The header's flags word. */
    public static int flags(byte[] response) {
        return u16(response, 2);
    }

    /** The header's counts: questions, answers, authority and additional records. */
    public static List<Integer> counts(byte[] response) {
        return IntStream.of(4, 6, 8, 10).map(at -> u16(response, at)).boxed().toList();
    }

    private static int u16(byte[] octets, int at) {
        return ((octets[at] & 0xff) << 8) | (octets[at + 1] & 0xff);
    }
}
