package io.proxima.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each type's data beside the octets that its RFC prescribes; a name in them is written out as [labels]. */
class RdataOctetsTest {
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    A          | 192.0.2.1 | c0000201
                    AAAA       | 2001:db8::1 | 20010db8000000000000000000000001
                    AAAA       | ::ffff:192.0.2.1 | 00000000000000000000ffffc0000201
                    CNAME      | Www | [Www.example.com.]
                    DNAME      | example.net. | [example.net.]
                    NS         | Ns1.Example.NET. | [Ns1.Example.NET.]
                    PTR        | . | 00
                    MX         | 10 Mail | 000a[Mail.example.com.]
                    MX         | 0 . | 000000
                    TXT        | one "two three" | 036f6e650974776f207468726565
                    SPF        | "v=spf1 -all" | 0b763d73706631202d616c6c
                    HINFO      | PC "OS 2" | 025043044f532032
                    SRV        | 1 2 5060 Sip.example.net. | 0001000213c4[Sip.example.net.]
                    CAA        | 128 issue "ca.example.net; a=b" | 80056973737565[-]63612e6578616d706c652e6e65743b20613d62
                    NAPTR      | 100 10 "u" "E2U+sip" "!^.*$!sip:i@example.com!" . | 0064000a0175074532552b73697018215e2e2a24217369703a69406578616d706c652e636f6d2100
                    NAPTR      | 1 2 s x "" Sip | 0001000201730178[-]00[Sip.example.com.]
                    RP         | Mbox Txt.example.net. | [Mbox.example.com.][Txt.example.net.]
                    AFSDB      | 1 Afs | 0001[Afs.example.com.]
                    KX         | 1 Kx | 0001[Kx.example.com.]
                    LOC        | 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m | 000016138b3cf018810cbce0009895b8
                    URI        | 10 1 "https://example.net/" | 000a000168747470733a2f2f6578616d706c652e6e65742f
                    DS         | 60485 5 1 2BB183AF5F22588179A53B0A 98631FAD1A292118 | ec4505012bb183af5f22588179a53b0a98631fad1a292118
                    CDS        | 0 0 0 00 | 0000000000
                    SSHFP      | 2 1 123456789abcdef67890123456789abcdef67890 | 0201123456789abcdef67890123456789abcdef67890
                    TLSA       | 3 1 1 ab cd | 030101abcd
                    SMIMEA     | 3 1 1 abcd | 030101abcd
                    OPENPGPKEY | AQID | 010203
                    CERT       | PGP 0 0 AQID | 0003000000010203
                    DHCID      | AQID | 010203
                    APL        | 1:192.0.2.0/24 !2:2001:db8::/32 | 00011803c000020002208420010db8
                    IPSECKEY   | 10 1 2 192.0.2.38 AQID | 0a0102c0000226010203
                    DNSKEY     | 257 3 13 AQ ID | 0101030d010203
                    NSEC       | Host A MX RRSIG NSEC TYPE1234 | [Host.example.com.]0006400100000003[-]041b000000000000000000000000000000000000000000000000000020
                    NSEC3PARAM | 1 0 12 aabbccdd | 0100000c04aabbccdd
                    NSEC3      | 1 1 12 aabbccdd 2t7b4g4vsa5smi47k61mv5bv1a22bojr MX | 0101000c04aabbccdd14174eb2409fe28bcb4887a1836f957f0a8425e27b00020001
                    RRSIG      | A 5 3 86400 20030322173103 20030220173103 2642 Example.com. AQID | 00010503000151803e7c9dd73e5510d70a52[Example.com.]010203
                    HTTPS      | 1 . alpn="h2,h3" ipv4hint=192.0.2.1,192.0.2.2 | 0001000001000602683202683300040008c0000201c0000202
                    HTTPS      | 0 Pool | 0000[Pool.example.com.]
                    SVCB       | 16 Svc.example.net. port=53 ipv6hint=2001:db8::1 mandatory=port | 0010[Svc.example.net.]000000020003000300020035[-]0006001020010db8000000000000000000000001
                    HTTPS      | 1 . no-default-alpn alpn=h2 key667="a\\255b" | 000100000100030268320002000002[-]9b000361ff62
                    TYPE731    | \\# 4 0a000001 | 0a000001
                    TYPE731    | \\# 6 abcdef (01 23 45) | abcdef012345
                    TYPE731    | \\# 0 | [-]
                    A          | \\# 4 0A000001 | 0a000001
                    TYPE1      | 192.0.2.1 | c0000201
                    MX         | \\# 6 000a 01410142 | -
                    CSYNC      | \\# 8 0000000100000000 | 0000000100000000
                    EUI48      | \\# 6 00005e00532a | 00005e00532a
                    """)
    void octetsAreThoseOfTheRfc(String type, String text, String expected) {
        ZoneFixture fixture = ZoneFixture.withHead("owner " + type + " " + text + "\n");
        if (expected.equals("-")) {
            assertEquals(false, fixture.read().isPresent());
            return;
        }
        Rrset rrset = ZoneFixture.rrset(fixture.readClean(), "owner", type);
        assertEquals(List.of(octets(expected)), ZoneFixture.hex(rrset));
    }

    private static String octets(String expected) {
        return java.util.Arrays.stream(expected.split("(?=\\[)|(?<=\\])"))
                .map(part -> part.equals("[-]") ? "" : part.startsWith("[") ? name(part) : part)
                .collect(Collectors.joining());
    }

    private static String name(String bracketed) {
        return HexFormat.of()
                .formatHex(io.proxima.wire.Name.parse(bracketed.substring(1, bracketed.length() - 1))
                        .octets());
    }
}
