package io.proxima.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.proxima.answer.Transport;
import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Release;
import io.proxima.geo.Geography;
import io.proxima.source.Findings;
import io.proxima.wire.Name;
import io.proxima.zone.Rrset;
import io.proxima.zone.Zone;
import io.proxima.zone.ZoneReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Any octets as a zone file, which may include itself and two others.
 *
 * <p>It is a zone, or there are errors, each with its place. A zone printed in the generic form of RFC 3597 section 5 reads
 * back the same; it compiles, and every RRset of it can be asked for ({@link ZoneAnswers}).
 */
class ZoneFileFuzzTest {
    private static final Name APEX = Name.parse("example.com.");
    private static final String FILE = "zones/example.com.zone";
    private static final Map<String, String> INCLUDED =
            Map.of("zones/hosts.inc", "a A 192.0.2.1\nb AAAA 2001:db8::1\n", "zones/bad.inc", "$ORIGIN x\nc A\n\"");

    private static final GuardedEngine ENGINE = new GuardedEngine(Releases.catalog(), Transport.TCP);

    @DictionaryFile(resourcePath = "/io/proxima/fuzz/zone.dict")
    @FuzzTest(maxDuration = "5m")
    void zoneOrFindings(byte[] octets) {
        Findings findings = new Findings();
        Optional<Zone> zone = read(octets, findings);
        Map<String, String> files = new HashMap<>(INCLUDED);
        files.put(FILE, FindingRules.text(octets));
        FindingRules.check(findings, files);
        assertEquals(zone.isEmpty(), findings.hasErrors());
        if (zone.isPresent()) {
            readsBack(zone.get());
            Catalog catalog =
                    new CatalogCompiler().compile(new Release(List.of(zone.get()), List.of(), Geography.empty()));
            new ZoneAnswers(zone.get(), ENGINE.over(catalog)).check();
        }
    }

    private static Optional<Zone> read(byte[] octets, Findings findings) {
        ZoneReader reader = new ZoneReader(file -> {
            if (file.equals(Path.of(FILE))) {
                return octets;
            }
            String included = INCLUDED.get(file.toString());
            if (included == null) {
                throw new NoSuchFileException(file.toString());
            }
            return included.getBytes(StandardCharsets.UTF_8);
        });
        return reader.read(Path.of(FILE), FILE, APEX, findings);
    }

    private static void readsBack(Zone zone) {
        List<String> records = records(zone);
        Findings findings = new Findings();
        Optional<Zone> again = read(String.join("\n", records).getBytes(StandardCharsets.US_ASCII), findings);
        assertTrue(again.isPresent(), () -> findings.sorted() + " of " + records);
        assertEquals(records, records(again.get()));
    }

    private static List<String> records(Zone zone) {
        List<String> records = new ArrayList<>();
        zone.owners()
                .forEach(owner -> owner.rrsets().forEach(rrset -> {
                    assertEquals(owner.name(), rrset.owner());
                    assertTrue(owner.name().isAtOrBelow(APEX), owner.name()::toString);
                    for (byte[] rdata : rrset.rdata()) {
                        records.add(record(rrset, rdata));
                    }
                }));
        return records;
    }

    private static String record(Rrset rrset, byte[] rdata) {
        return rrset.owner() + " " + rrset.ttlSeconds() + " IN TYPE" + rrset.type() + " \\# " + rdata.length + " "
                + HexFormat.of().formatHex(rdata);
    }
}
