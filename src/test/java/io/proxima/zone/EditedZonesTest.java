package io.proxima.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.TestServer;
import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Release;
import io.proxima.geo.Geography;
import io.proxima.source.Finding;
import io.proxima.source.Findings;
import io.proxima.wire.RrType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/** A zone that is followed from edit to edit is, after each, the zone that reading it whole gives, with the same findings. */
class EditedZonesTest {
    private static final int[] TYPES = {
        RrType.A,
        RrType.AAAA,
        RrType.NS,
        RrType.MX,
        RrType.CNAME,
        RrType.TXT,
        RrType.SRV,
        RrType.HTTPS,
        RrType.DS,
        RrType.SOA,
        RrType.CAA,
        RrType.ANY
    };
    private static final int STEPS = 500;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "seed {0}, warned {1}")
    @CsvSource({"1, false", "2, false", "3, false", "4, true", "5, true", "6, true"})
    void eachStepIsAsReadWhole(long seed, boolean warned) throws IOException {
        Random random = new Random(seed);
        Path file = folder.resolve("example.com.zone");
        RandomZoneText text = new RandomZoneText(random, 250, warned);
        while (!isZone(text)) {
            text = new RandomZoneText(random, 250, warned);
        }
        ZoneSource source = new ZoneSource(file, "z", ZoneFixture.APEX, new ZoneSource.Limits(0, 200));
        CatalogCompiler compiler = new CatalogCompiler();
        List<String> good = text.entries();
        int followed = 0;
        for (int step = 0; step < STEPS; step++) {
            String told = "seed " + seed + ", step " + step;
            if (step % 4 == 1) {
                source.prepare("before " + told); // the file is another by the time that it is read
            }
            Files.write(file, text.text().getBytes(StandardCharsets.UTF_8));
            if (step % 4 > 1) {
                source.prepare(told);
            }
            Findings foundWhole = new Findings();
            Optional<Zone> whole = new ZoneReader().read(file, "z", ZoneFixture.APEX, foundWhole);
            Findings found = new Findings();
            Optional<Zone> zone = source.read(told, found);
            followed += zone.isPresent() && source.parsedOctets() < Integer.MAX_VALUE ? 1 : 0;
            assertEquals(texts(foundWhole), texts(found), told);
            assertEquals(whole.isPresent(), zone.isPresent(), told);
            if (zone.isPresent()) {
                good = text.entries();
                // Now and then a zone is read but not compiled, as where another file is broken.
                if (random.nextInt(5) > 0) {
                    compare(
                            compile(new CatalogCompiler(), whole.orElseThrow()),
                            compile(compiler, zone.get()),
                            random,
                            told);
                }
            } else if (random.nextInt(3) > 0) {
                text.restore(good);
            }
            for (int i = random.nextInt(1, 3); i > 0; i--) {
                text.edit();
            }
        }
        assertTrue(followed > STEPS / 2, "edits that were followed: " + followed);
    }

    private static boolean isZone(RandomZoneText text) {
        byte[] octets = text.text().getBytes(StandardCharsets.UTF_8);
        return new ZoneReader(_ -> octets)
                .read(Path.of("z"), "z", ZoneFixture.APEX, new Findings())
                .isPresent();
    }

    private static List<String> texts(Findings findings) {
        return findings.sorted().stream().map(Finding::toString).toList();
    }

    private static Catalog compile(CatalogCompiler compiler, Zone zone) {
        return compiler.compile(new Release(List.of(zone), List.of(), Geography.empty()));
    }

    private static void compare(Catalog whole, Catalog followed, Random random, String told) throws IOException {
        TestServer expected = new TestServer(whole);
        TestServer actual = new TestServer(followed);
        Set<String> names = new LinkedHashSet<>(RandomZoneText.NAMES);
        for (int i = 0; i < 400; i++) {
            names.add("n" + i);
        }
        for (int i = 0; i < 40; i++) {
            names.add("alias" + i);
        }
        for (String name : RandomZoneText.NAMES) {
            names.add("under." + name);
            names.add("n" + name.length() + ".e");
        }
        names.addAll(List.of("e", "z", "k.l", "l", "w", "broken", "open", "over", "x.over", "q"));
        boolean all = random.nextInt(4) == 0;
        for (String name : names) {
            if (!all && random.nextInt(8) > 0) {
                continue;
            }
            String asked = name.replace("@", "").replace("under.@", "under") + ".example.com.";
            asked = asked.startsWith(".") ? asked.substring(1) : asked;
            for (int type : TYPES) {
                Message query = TestServer.query(asked.replace("..", "."), type);
                byte[] wanted = expected.answer(query.toWire(), true);
                byte[] got = actual.answer(query.toWire(), true);
                if (!Arrays.equals(wanted, 2, wanted.length, got, 2, got.length)) {
                    assertEquals(normal(wanted), normal(got), () -> told + ": " + query.getQuestion());
                }
            }
        }
    }

    /** An answer whose addresses may be turned. */
    private static List<String> normal(byte[] answer) throws IOException {
        Message message = new Message(answer);
        List<String> lines =
                new ArrayList<>(List.of(message.getHeader().toString().replaceAll("id: \\d+", "")));
        for (int section = Section.ANSWER; section <= Section.ADDITIONAL; section++) {
            Set<String> addresses = new TreeSet<>();
            for (var record : message.getSection(section)) {
                if (record.getType() == RrType.A || record.getType() == RrType.AAAA) {
                    addresses.add(record.toString());
                } else {
                    lines.add(record.toString());
                }
            }
            lines.addAll(addresses);
        }
        return lines;
    }
}
