package io.proxima.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.net.Prefix;
import io.proxima.net.PrefixMap;
import io.proxima.source.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients met by chance are on the line they are said to be on, and spread over all of it. */
class LineClientsTest {
    private static final int EACH = 500;

    @TempDir
    private Path folder;

    private Geography geography(String networks) throws IOException {
        Findings findings = new Findings();
        Path lines = Files.writeString(folder.resolve("lines.yaml"), networks);
        Geography geography = Geography.load(List.of(), lines, null, findings);
        assertEquals(List.of(), findings.sorted());
        return geography;
    }

    private static Map<String, LineClients> clients(Geography geography, List<String> lines) {
        return geography.clients(lines, EACH, new Random(5)).stream()
                .collect(Collectors.toMap(LineClients::line, Function.identity()));
    }

    private static LineClients of(Map<String, LineClients> clients, String line) {
        return Objects.requireNonNull(clients.get(line));
    }

    @Test
    void everyClientIsOnItsLineHoweverSmallThatIs() throws IOException {
        Geography geography = geography("""
                networks:
                  big: [192.0.2.0/24, 198.51.0.0/16]
                  small: [192.0.2.64/26, 192.0.2.13/32]
                  six: ["2001:db8:1::/48", "2001:db8:2:3::/64", "2001:db8:2:4:8000::/65", "2001:db8:2:4::7/128"]
                """);
        List<String> lines = List.of("big", "small", "six", "default");
        Map<String, LineClients> clients = clients(geography, lines);
        assertEquals(java.util.Set.of("big", "small", "six"), clients.keySet(), "nobody knows of any other");
        assertEquals(65_536 + 256 - 65, of(clients, "big").addresses());
        assertEquals(65, of(clients, "small").addresses());
        assertEquals(1 + Math.scalb(1.0, -16), of(clients, "six").addresses(), 1e-4);
        LineMap map = geography.lineMap(lines);
        clients.forEach((line, met) -> {
            assertEquals(EACH, met.networks().size());
            for (Prefix network : met.networks()) {
                assertEquals(
                        line,
                        map.linesOfClass()
                                .get(PrefixMap.value(map.classes().lookup(network)))
                                .getFirst(),
                        network::toString);
            }
        });
        long single = of(clients, "small").networks().stream()
                .filter(Prefix.parse("192.0.2.13/32")::equals)
                .count();
        assertTrue(single < 30, () -> single + " of 500 are one address of 65");
        long distinct = of(clients, "big").networks().stream().distinct().count();
        assertTrue(distinct > 150, () -> "only " + distinct + " networks of 256");
    }

    @Test
    void whereNothingIsKnownAllAreByDefault() {
        List<LineClients> clients = Geography.empty().clients(List.of("default"), 50, new Random(1));
        assertEquals(1, clients.size());
        assertEquals("default", clients.getFirst().line());
        assertTrue(clients.getFirst().networks().stream().distinct().count() > 40);
    }
}
