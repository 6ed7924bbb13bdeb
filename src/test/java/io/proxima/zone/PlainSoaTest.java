package io.proxima.zone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.source.Findings;
import io.proxima.wire.Name;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** An SOA of plain words has the RDATA that dnsjava reads; of others nothing is said. */
class PlainSoaTest {
    private static final String ORIGIN = "Example.com.";

    private static @Nullable Rdata plain(String data) {
        MasterFile file = new MasterFile(Path.of("z"), "z", ("@ SOA " + data + "\n").getBytes(StandardCharsets.UTF_8));
        Words words = new Words(file);
        assertTrue(new Splitter(file, new Findings()).next(words));
        return Soa.plain(words, 2, Name.parse(ORIGIN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ns1 h 1 3600 600 604800 30",
                "NS1.Example.net. Host.Master 4294967295 2147483647 0 00012 2147483647",
                "a.b.c d.e.f. ( 2026112501 ; serial\n 7200 900\n 1209600 300 )"
            })
    void isReadAsDnsjavaReadsIt(String data) throws IOException {
        Rdata plain = plain(data);
        assertNotNull(plain);
        Record record = Record.fromString(
                org.xbill.DNS.Name.root, Type.SOA, DClass.IN, 0, data, org.xbill.DNS.Name.fromString(ORIGIN));
        byte[] whole = record.toWire(Section.ANSWER);
        assertArrayEquals(Arrays.copyOfRange(whole, 11, whole.length), plain.octets());
        assertArrayEquals(record.rdataToWireCanonical(), plain.canonical());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@ h 1 3600 600 604800 30",
                "ns1 h 1 1h 10m 1w 30s",
                "ns1 h 4294967296 3600 600 604800 30",
                "ns1 h 1 3600 600 604800 2147483648",
                "ns1 \"h\" 1 3600 600 604800 30",
                "ns1 h\\.x 1 3600 600 604800 30",
                "ns1 h 1 3600 600 604800",
                "ns1 h 1 3600 600 604800 30 7",
                "ns1 h -1 3600 600 604800 30",
                ". h 1 3600 600 604800 30"
            })
    void isLeftToDnsjavaWhereItIsNotPlain(String data) {
        assertNull(plain(data));
    }

    @Test
    void keepsTheCaseOfItsNamesAndComparesWithoutIt() {
        Rdata plain = plain("NS1 h 1 2 3 4 5");
        assertNotNull(plain);
        assertEquals("NS1.Example.com.", Names.in(plain.octets(), 0).toString());
        assertEquals("ns1.example.com.", Names.in(plain.canonical(), 0).toString());
    }
}
