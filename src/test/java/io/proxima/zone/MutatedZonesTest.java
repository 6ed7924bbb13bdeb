package io.proxima.zone;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.proxima.source.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with octets changed at random end in a zone or in findings with a place, never in an exception. */
class MutatedZonesTest {
    private static final Path FOLDER = Path.of("src/test/resources/rejected/zones");
    private static final String SPECIAL = "\n\t \"\\();@$.*0A9/=,\0\u007f";
    private static final String TYPES = """
            a HTTPS 1 . alpn="h2,h3" ipv4hint=192.0.2.1 mandatory=alpn key667="x"
            b LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m
            c APL 1:192.0.2.0/24 !2:2001:db8::/32
            d NSEC3 1 1 12 aabbccdd 2t7b4g4vsa5smi47k61mv5bv1a22bojr MX
            e RRSIG A 5 3 86400 20030322173103 20030220173103 2642 example.com. AQID
            f IPSECKEY 10 1 2 192.0.2.38 AQID
            g NAPTR 100 10 "u" "E2U+sip" "!^.*$!sip:i@example.com!" .
            h TYPE731 \\# 4 0a000001
            i HIP 2 200100107B1A74DF365639CC39F1D578 AQID rvs.example.com.
            j WKS 192.0.2.1 TCP smtp
            """;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void neverThrow(long seed) throws IOException {
        Random random = new Random(seed);
        for (byte[] original : originals()) {
            for (int round = 0; round < 40; round++) {
                byte[] octets = original.clone();
                for (int i = random.nextInt(1, 6); i > 0; i--) {
                    octets[random.nextInt(octets.length)] = random.nextInt(4) == 0
                            ? (byte) random.nextInt(256)
                            : (byte) SPECIAL.charAt(random.nextInt(SPECIAL.length()));
                }
                Findings findings = new Findings();
                Optional<Zone> zone =
                        new ZoneReader(_ -> octets).read(Path.of("m.zone"), "m.zone", ZoneFixture.APEX, findings);
                assertFalse(zone.isEmpty() && !findings.hasErrors());
            }
        }
    }

    private static List<byte[]> originals() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            Stream<byte[]> rejected = files.filter(file -> file.toString().endsWith(".zone"))
                    .sorted()
                    .map(MutatedZonesTest::octets);
            return Stream.concat(
                            rejected,
                            Stream.of((ZoneFixture.HEAD + TYPES).getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                    .toList();
        }
    }

    private static byte[] octets(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
