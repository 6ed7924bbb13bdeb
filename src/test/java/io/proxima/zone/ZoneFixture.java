package io.proxima.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.source.Finding;
import io.proxima.source.Findings;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Zone files in memory: {@code example.com.zone} in the folder {@code zones}, and what it includes. */
final class ZoneFixture {
    static final Name APEX = Name.parse("example.com.");
    static final String HEAD = """
            $TTL 1h
            @ SOA ns1.example.net. hostmaster.example.com. 1 1h 15m 1w 5m
            @ NS ns1.example.net.
            """;

    private final Map<Path, byte[]> files = new HashMap<>();
    private final Findings findings = new Findings();

    static ZoneFixture withHead(String text) {
        return of(HEAD + text);
    }

    static ZoneFixture of(String text) {
        return new ZoneFixture().with("example.com.zone", text);
    }

    ZoneFixture with(String file, String text) {
        return with(file, text.getBytes(StandardCharsets.UTF_8));
    }

    ZoneFixture with(String file, byte[] octets) {
        files.put(Path.of("zones").resolve(file), octets);
        return this;
    }

    Optional<Zone> read() {
        return read(APEX);
    }

    Optional<Zone> read(Name apex) {
        ZoneReader reader = new ZoneReader(file -> {
            byte[] octets = files.get(file);
            if (octets == null) {
                throw new NoSuchFileException(file.toString());
            }
            return octets;
        });
        return reader.read(Path.of("zones", "example.com.zone"), "zones/example.com.zone", apex, findings);
    }

    /** Reads a zone in which nothing is to be found. */
    Zone readClean() {
        Optional<Zone> zone = read();
        assertEquals(List.of(), found());
        return zone.orElseThrow();
    }

    List<String> found() {
        return findings.sorted().stream().map(Finding::toString).toList();
    }

    static Rrset rrset(Zone zone, String owner, String type) {
        return zone.rrset(Name.parse(owner, APEX), Types.parse(type)).orElseThrow();
    }

    static List<String> hex(Rrset rrset) {
        return rrset.rdata().stream().map(HexFormat.of()::formatHex).toList();
    }

    static List<String> names(Rrset rrset) {
        assertEquals(0, Types.targetOffset(rrset.type()), RrType.name(rrset.type()));
        return rrset.rdata().stream()
                .map(rdata -> Name.ofOctets(rdata).toString())
                .toList();
    }
}
