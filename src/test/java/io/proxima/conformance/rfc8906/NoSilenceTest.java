package io.proxima.conformance.rfc8906;

import static io.proxima.conformance.Sections.flags;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.TestServer;
import io.proxima.conformance.RawQuery;
import io.proxima.conformance.Sections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** RFC 8906 sections 3 and 8: every kind of query that servers were found to be silent about has an answer. */
class NoSilenceTest {
    private final TestServer server = Sections.usual();

    private int flagsOf(RawQuery query) {
        byte[] udp = server.answer(query.toWire(), false);
        byte[] tcp = server.answer(query.toWire(), true);
        assertTrue(udp.length >= 12);
        assertEquals(flags(udp), flags(tcp));
        return flags(udp);
    }

    private static RawQuery soa() {
        return RawQuery.of("example.com.", Type.SOA);
    }

    @Test
    void section811ZoneConfigurationAndUnknownTypes() {
        assertEquals(0x8400, flagsOf(soa()));
        assertEquals(0x8400, flagsOf(RawQuery.of("example.com.", 1000)));
    }

    @Test
    void section813HeaderBits() {
        for (int bit : new int[] {Flag.AA, Flag.TC, Flag.RA, Flag.Z, Flag.AD}) {
            assertEquals(0x8400, flagsOf(soa().flags(bit)));
        }
        assertEquals(0x8500, flagsOf(soa().flags(Flag.RD)));
        assertEquals(0x8410, flagsOf(soa().flags(Flag.CD)));
    }

    @Test
    void section814UnknownOpcodes() {
        assertEquals(
                0x8000 | (15 << 11) | Rcode.NOTIMP, flagsOf(RawQuery.empty().opcode(15)));
    }

    @Test
    void section82Edns() {
        for (RawQuery query : List.of(
                soa().opt(4096, ""),
                soa().opt(4096, "00640000"),
                soa().opt(4096, 0, 0x0040, ""),
                soa().opt(4096, 0, 0x8000, ""),
                soa().opt(4096, "0003000000080004000100000009000000" + "0a00080102030405060708"))) {
            assertEquals(0x8400, flagsOf(query));
        }
        assertEquals(0x8000, flagsOf(soa().opt(4096, 1, 0, "")));
        assertEquals(0x8000, flagsOf(soa().opt(4096, 1, 0x0040, "00640000")));
    }

    /** The header's bits by name. */
    private static final class Flag {
        static final int AA = 0x0400;
        static final int TC = 0x0200;
        static final int RD = 0x0100;
        static final int RA = 0x0080;
        static final int Z = 0x0040;
        static final int AD = 0x0020;
        static final int CD = 0x0010;
    }
}
