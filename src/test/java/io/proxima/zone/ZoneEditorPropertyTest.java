package io.proxima.zone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.source.Findings;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and edits drawn at random: what the reader makes of the edited file, and what stays of its text. */
class ZoneEditorPropertyTest {
    private static final Path FILE = Path.of("zones", "example.com.zone");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);
    private static final int FILES = 700;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void editedZoneIsTheZoneWithTheEditAndTheTextStays(long seed) {
        Random random = new Random(seed);
        int done = 0;
        for (int i = 0; i < FILES; i++) {
            RandomMaster master = new RandomMaster(random, random.nextInt(4) == 0);
            byte[] octets = master.octets();
            Optional<Zone> zone = read(octets);
            if (zone.isEmpty()) {
                continue; // a CNAME drawn beside others, or something below a name that may not be there
            }
            Zone before = zone.get();
            List<ZoneChange> changes = changes(random, before);
            String said = "seed " + seed + " file " + i + ": " + changes + "\n" + text(octets);
            switch (edit(before, octets, changes)) {
                case Edited.Done edited -> {
                    done++;
                    assertEdited(said, master, before, changes, edited);
                }
                case Edited.Unchanged _ ->
                    assertEquals(model(before), applied(model(before), changes), () -> "nothing to do: " + said);
                case Edited.Broken broken ->
                    assertTrue(read(octets).isPresent() && !broken.findings().isEmpty(), () -> said);
                case Edited.Refused refused -> throw new AssertionError(refused + " " + said);
            }
        }
        assertTrue(done > FILES / 2, "edits that were made: " + done);
    }

    private static void assertEdited(
            String said, RandomMaster master, Zone before, List<ZoneChange> changes, Edited.Done edited) {
        String whole = said + "\n=>\n" + text(edited.octets());
        Zone after = read(edited.octets()).orElseThrow(() -> new AssertionError(whole));
        assertEquals(applied(model(before), changes), model(after), () -> whole);
        long serial = serial(before);
        assertEquals(edited.serial(), serial(after), () -> whole);
        assertTrue((int) (serial(after) - serial) > 0, () -> "the serial grows: " + whole);
        assertLinesStay(whole, master, changes, text(edited.octets()));
        assertInstanceOf(Edited.Unchanged.class, edit(after, edited.octets(), changes), () -> "again: " + whole);
    }

    /** Every line that is not about what was changed is there still, in its order; an owner or TTL may have been filled in. */
    private static void assertLinesStay(String whole, RandomMaster master, List<ZoneChange> changes, String edited) {
        Set<String> changed = new HashSet<>();
        changes.forEach(change -> changed.add(RandomMaster.key(change.owner().toString(), change.type())));
        List<String> lines = new ArrayList<>(Arrays.asList(edited.split("(?<=\n)")));
        int at = 0;
        for (RandomMaster.Piece piece : master.pieces()) {
            boolean isEndAlone =
                    piece.text().isBlank() && piece.equals(master.pieces().getLast());
            if (changed.contains(piece.key()) || piece.key().equals("SOA") || isEndAlone) {
                continue;
            }
            String text = latin(piece.text()).stripTrailing();
            String tail = latin(piece.tail()).stripTrailing();
            while (at < lines.size()
                    && !lines.get(at).stripTrailing().equals(text)
                    && !(piece.inherits() && lines.get(at).stripTrailing().endsWith(tail))) {
                at++;
            }
            int found = at++;
            assertTrue(found < lines.size(), () -> "lost: " + piece + " " + whole);
            if (found < lines.size() - 1) {
                assertEquals(
                        piece.text().endsWith("\r\n"), lines.get(found).endsWith("\r\n"), () -> "line end: " + whole);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void inverseEditGivesBackTheFile(long seed) {
        Random random = new Random(seed);
        int done = 0;
        for (int i = 0; i < FILES; i++) {
            RandomMaster master = new RandomMaster(random, true);
            byte[] octets = master.octets();
            Optional<Zone> zone = read(octets);
            if (zone.isEmpty()) {
                continue;
            }
            boolean adds = random.nextBoolean();
            List<ZoneChange> changes = new ArrayList<>();
            List<ZoneChange> inverse = new ArrayList<>();
            if (adds) {
                Name owner = Name.parse("added" + i + (random.nextBoolean() ? ".sub" : ""), ZoneFixture.APEX);
                changes.add(new ZoneChange.Put(owner, RrType.A, 120, List.of("192.0.2.77", "192.0.2.78")));
                inverse.add(new ZoneChange.Delete(owner, RrType.A));
            } else {
                Rrset rrset = addressSet(zone.get(), random);
                if (rrset == null) {
                    continue;
                }
                List<String> was = rrset.rdata().stream()
                        .map(rdata -> RecordText.of(rrset.type(), rdata))
                        .toList();
                List<String> now = new ArrayList<>(was);
                now.set(random.nextInt(now.size()), "192.0.2.99");
                changes.add(new ZoneChange.Put(rrset.owner(), rrset.type(), rrset.ttlSeconds(), now));
                inverse.add(new ZoneChange.Put(rrset.owner(), rrset.type(), rrset.ttlSeconds(), was));
                if (!(edit(zone.get(), octets, inverse) instanceof Edited.Unchanged)) {
                    continue; // lines that differ in TTL are given one, which is not taken back
                }
            }
            Edited there = edit(zone.get(), octets, changes);
            if (there instanceof Edited.Done edited
                    && edit(edited.zone(), edited.octets(), inverse) instanceof Edited.Done back) {
                done++;
                assertArrayEquals(
                        withoutSerial(octets, serial(zone.get())),
                        withoutSerial(back.octets(), back.serial()),
                        () -> "seed " + seed + " " + changes + "\n" + text(octets) + "\n=>\n" + text(edited.octets())
                                + "\n=>\n" + text(back.octets()));
            }
        }
        assertTrue(done > FILES / 3, "edits that were made and taken back: " + done);
    }

    private static byte[] withoutSerial(byte[] octets, long serial) {
        return new String(octets, StandardCharsets.ISO_8859_1)
                .replaceFirst("(?<=[ \t])" + serial + "(?=[ \t])", "SERIAL")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static @Nullable Rrset addressSet(Zone zone, Random random) {
        List<Rrset> sets = zone.owners().stream()
                .flatMap(owner -> owner.rrset(RrType.A).stream())
                .toList();
        return sets.isEmpty() ? null : sets.get(random.nextInt(sets.size()));
    }

    private static List<ZoneChange> changes(Random random, Zone zone) {
        List<ZoneChange> changes = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            List<Owner> owners = zone.owners();
            Owner owner = owners.get(random.nextInt(owners.size()));
            Rrset rrset = owner.rrsets().get(random.nextInt(owner.rrsets().size()));
            boolean soa = rrset.type() == RrType.SOA;
            ZoneChange change = switch (random.nextInt(6)) {
                case 0 -> soa ? null : new ZoneChange.Delete(owner.name(), rrset.type());
                case 1, 2 -> soa ? soa(random) : put(random, owner.name(), rrset.type(), rrset.ttlSeconds());
                case 3 -> soa ? null : keeping(random, rrset);
                case 4 -> put(random, owner.name(), new int[] {1, 28, 16}[random.nextInt(3)], 60L * random.nextInt(70));
                default ->
                    put(
                            random,
                            Name.parse(
                                    (random.nextBoolean() ? "n" : "zz\\(")
                                            + random.nextInt(30)
                                            + (random.nextInt(3) == 0 ? ".sub" : ""),
                                    zone.apex()),
                            1,
                            300);
            };
            if (change != null && seen.add(RandomMaster.key(change.owner().toString(), change.type()))) {
                changes.add(change);
            }
        }
        return changes;
    }

    private static ZoneChange soa(Random random) {
        return new ZoneChange.Put(
                ZoneFixture.APEX,
                RrType.SOA,
                3600,
                List.of("ns1.example.net. hostmaster 0 3600 900 604800 " + random.nextInt(600)));
    }

    private static ZoneChange put(Random random, Name owner, int type, long ttl) {
        Set<String> data = new TreeSet<>();
        int count = type == RrType.CNAME ? 1 : 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            data.add(RandomMaster.data(random, type));
        }
        return new ZoneChange.Put(owner, type, ttl, List.copyOf(data));
    }

    /** Some of the records that are there, some that are not, and perhaps another TTL. */
    private static ZoneChange keeping(Random random, Rrset rrset) {
        Map<String, String> data = new TreeMap<>();
        rrset.rdata().forEach(rdata -> {
            if (random.nextInt(3) > 0) {
                data.put(HexFormat.of().formatHex(rdata), RecordText.of(rrset.type(), rdata));
            }
        });
        if (data.isEmpty() || (random.nextBoolean() && rrset.type() == RrType.A)) {
            data.put("new", RandomMaster.data(random, rrset.type()));
        }
        if (rrset.type() == RrType.A) {
            return new ZoneChange.Put(
                    rrset.owner(), rrset.type(), 60L * random.nextInt(70), List.copyOf(new TreeSet<>(data.values())));
        }
        return new ZoneChange.Put(rrset.owner(), rrset.type(), rrset.ttlSeconds(), List.copyOf(data.values()));
    }

    private static Edited edit(Zone before, byte[] octets, List<ZoneChange> changes) {
        ZoneReader.Octets none = path -> {
            throw new NoSuchFileException(path.toString());
        };
        return new ZoneEditor(none, FILE, "zones/example.com.zone", ZoneFixture.APEX)
                .edit(before, octets, changes, TODAY);
    }

    private static Optional<Zone> read(byte[] octets) {
        return new ZoneReader(_ -> octets).read(FILE, "zones/example.com.zone", ZoneFixture.APEX, new Findings());
    }

    private static long serial(Zone zone) {
        return Soa.serial(
                zone.rrset(zone.apex(), RrType.SOA).orElseThrow().rdata().getFirst());
    }

    /** Owner, type and TTL to data, serials left out. */
    private static Map<String, Set<String>> model(Zone zone) {
        Map<String, Set<String>> model = new TreeMap<>();
        for (Owner owner : zone.owners()) {
            for (Rrset rrset : owner.rrsets()) {
                Set<String> data = new TreeSet<>();
                rrset.rdata().forEach(rdata -> data.add(shown(rrset.type(), rdata)));
                data.add("TTL " + rrset.ttlSeconds());
                model.put(RandomMaster.key(owner.name().toString(), rrset.type()), data);
            }
        }
        return model;
    }

    private static Map<String, Set<String>> applied(Map<String, Set<String>> model, List<ZoneChange> changes) {
        Map<String, Set<String>> applied = new TreeMap<>(model);
        for (ZoneChange change : changes) {
            String key = RandomMaster.key(change.owner().toString(), change.type());
            switch (change) {
                case ZoneChange.Delete _ -> applied.remove(key);
                case ZoneChange.Put put -> {
                    Set<String> data = new TreeSet<>();
                    data.add("TTL " + put.ttlSeconds());
                    put.data().forEach(text -> data.add(shown(put.type(), parsed(put.type(), text))));
                    applied.put(key, data);
                }
            }
        }
        return applied;
    }

    /** As dnsjava reads it, not as the editor does. */
    private static byte[] parsed(int type, String text) {
        try {
            org.xbill.DNS.Record record = org.xbill.DNS.Record.fromString(
                    org.xbill.DNS.Name.root,
                    type,
                    org.xbill.DNS.DClass.IN,
                    0,
                    text,
                    org.xbill.DNS.Name.fromString("example.com."));
            return record.rdataToWireCanonical();
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private static String shown(int type, byte[] rdata) {
        byte[] canonical = RecordText.canonical(type, rdata);
        byte[] shown = type == RrType.SOA ? Soa.withSerial(canonical, 0) : canonical;
        return HexFormat.of().formatHex(shown).toLowerCase(Locale.ROOT);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static String latin(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < octets.length; i++) {
            octets[i] = octets[i] == 0x01 ? (byte) 0xe9 : octets[i];
        }
        return text(octets);
    }
}
