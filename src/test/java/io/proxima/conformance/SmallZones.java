package io.proxima.conformance;

import static io.proxima.conformance.ZoneRecords.has;
import static io.proxima.conformance.ZoneRecords.keepFirst;
import static io.proxima.conformance.ZoneRecords.parent;
import static io.proxima.conformance.ZoneRecords.put;
import static io.proxima.conformance.ZoneRecords.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Zones of a few records each over a tiny alphabet, so that their names meet: every owner and target comes from a handful of
 * names, among them the apex, wildcards at any place, and names below and above one another.
 *
 * <p>Each zone has an apex of its own, {@code z0.example.}, {@code z1.example.} and so on, and all are served at once.
 */
final class SmallZones {
    /** Where names outside all zones lead. */
    private static final String OUTSIDE = "out.example.net.";

    private static final String[] LABELS = {"a", "a", "b", "*", "*"};
    private static final String UNKNOWN = "q";
    private static final String APEX = "%";

    private final Random random;
    private final int count;
    private final boolean crossing;
    private final Map<String, Map<String, Set<String>>> zones = new LinkedHashMap<>();
    private final Map<String, Set<String>> namesOf = new LinkedHashMap<>();

    private SmallZones(Random random, int count, boolean crossing) {
        this.random = random;
        this.count = count;
        this.crossing = crossing;
    }

    /**
     * Zones at random, of two to six records.
     *
     * @param crossing whether records may name what is in another of the zones
     */
    static SmallZones random(Random random, int count, boolean crossing) {
        SmallZones zones = new SmallZones(random, count, crossing);
        for (int i = 0; i < count; i++) {
            zones.draw(apex(i));
        }
        return zones;
    }

    /** Zones of two records each, drawn from all pairs of {@link #universe()}. */
    static SmallZones pairs(Random random, int count) {
        SmallZones zones = new SmallZones(random, count, false);
        List<String[]> universe = universe();
        for (int i = 0; i < count; i++) {
            zones.pair(apex(i), zones.pick(universe), zones.pick(universe));
        }
        return zones;
    }

    private static String apex(int number) {
        return "z" + number + ".example.";
    }

    /** The zones' records. */
    ZoneRecords records() {
        return new ZoneRecords(zones);
    }

    /** The names to ask a zone for: its own, those above them, and what is below them by known and unknown labels. */
    List<String> askedNames(String apex) {
        Set<String> known = new TreeSet<>();
        for (String name : namesOf.get(apex)) {
            for (String at = name; within(at, apex); at = parent(at)) {
                known.add(at);
            }
        }
        Set<String> asked = new TreeSet<>(known);
        for (String name : known) {
            for (String label : new String[] {"a", "b", "*", UNKNOWN, "a." + UNKNOWN, UNKNOWN + ".a", UNKNOWN + ".*"}) {
                asked.add(label + "." + name);
            }
        }
        return List.copyOf(asked);
    }

    /** All records over the names a, *, a.a, a.*, *.a, *.* and the apex: owner, and data in which a sign stands for the apex. */
    private static List<String[]> universe() {
        List<String> owners = List.of("a.", "*.", "a.a.", "a.*.", "*.a.", "*.*.");
        List<String> targets = new ArrayList<>(owners);
        targets.addAll(List.of("", "b.a.", "b."));
        List<String[]> records = new ArrayList<>();
        for (String owner : owners) {
            records.add(new String[] {owner, "A 192.0.2.1"});
            records.add(new String[] {owner, "NS ns." + OUTSIDE});
            for (String target : targets) {
                for (String type : new String[] {"CNAME ", "DNAME ", "NS ", "MX 1 "}) {
                    records.add(new String[] {owner, type + target + APEX});
                }
            }
        }
        for (String target : targets) {
            for (String type : new String[] {"DNAME ", "NS ", "MX 1 "}) {
                records.add(new String[] {"", type + target + APEX});
            }
        }
        return records;
    }

    private void pair(String apex, String[] first, String[] second) {
        Map<String, Set<String>> zone = begin(apex);
        put(zone, apex, "NS ns." + OUTSIDE);
        Set<String> names = new TreeSet<>(List.of(apex));
        for (String[] record : List.of(first, second)) {
            String data = record[1].replace(APEX, apex);
            put(zone, record[0] + apex, data);
            names.add(record[0] + apex);
            String target = data.substring(data.lastIndexOf(' ') + 1);
            if (within(target, apex)) {
                names.add(target);
            }
        }
        end(apex, zone, names);
    }

    private void draw(String apex) {
        Map<String, Set<String>> zone = begin(apex);
        List<String> names = new ArrayList<>(List.of(apex));
        for (int i = random.nextInt(2, 6); i > 0; i--) {
            names.add(label() + "." + pick(names));
        }
        switch (random.nextInt(10)) {
            case 0 -> put(zone, apex, "NS " + target(names, apex));
            case 1 -> {
                put(zone, apex, "NS " + target(names, apex));
                put(zone, apex, "NS ns." + OUTSIDE);
            }
            case 2 -> {
                put(zone, apex, "NS ns." + apex);
                put(zone, "ns." + apex, "A 192.0.2.9");
            }
            case 3 -> {} // none at all
            default -> put(zone, apex, "NS ns." + OUTSIDE);
        }
        for (int i = random.nextInt(2, 7); i > 0; i--) {
            own(zone, pick(names), names, apex);
        }
        end(apex, zone, new TreeSet<>(names));
    }

    private Map<String, Set<String>> begin(String apex) {
        Map<String, Set<String>> zone = new TreeMap<>();
        put(zone, apex, "SOA ns." + OUTSIDE + " h." + OUTSIDE + " 1 3600 600 86400 " + random.nextInt(30, 400));
        return zone;
    }

    private void end(String apex, Map<String, Set<String>> zone, Set<String> names) {
        mend(zone, apex);
        zones.put(apex, zone);
        namesOf.put(apex, names);
    }

    private void own(Map<String, Set<String>> zone, String owner, List<String> names, String apex) {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> put(zone, owner, "CNAME " + target(names, apex));
            case 4, 5, 6 -> put(zone, owner, "DNAME " + target(names, apex));
            case 7, 8, 9 -> {
                put(zone, owner, "NS " + target(names, apex));
                if (random.nextInt(3) == 0) {
                    put(zone, owner, "NS " + target(names, apex));
                }
                if (random.nextInt(3) == 0) {
                    put(zone, owner, "DS 1 13 2 " + "0123456789ABCDEF".repeat(4));
                }
            }
            case 10, 11 -> {
                put(zone, owner, "MX 10 " + target(names, apex));
                if (random.nextBoolean()) {
                    put(zone, owner, "MX 20 " + target(names, apex));
                }
            }
            case 12 -> put(zone, owner, (random.nextBoolean() ? "SRV 1 2 443 " : "HTTPS 1 ") + target(names, apex));
            case 13 -> put(zone, owner, "TXT \"" + random.nextInt(10) + "\"");
            case 14 -> put(zone, owner, "AAAA 2001:db8::" + random.nextInt(1, 9));
            default -> {
                put(zone, owner, "A 192.0.2." + random.nextInt(1, 9));
                if (random.nextInt(4) == 0) {
                    put(zone, owner, "A 192.0.2." + random.nextInt(1, 9));
                }
            }
        }
    }

    private String target(List<String> names, String apex) {
        if (random.nextInt(10) == 0) {
            return "x." + OUTSIDE;
        }
        String target = random.nextInt(6) == 0 ? label() + "." + pick(names) : pick(names);
        if (crossing && random.nextInt(3) == 0) {
            return target.substring(0, target.length() - apex.length()) + apex(random.nextInt(count));
        }
        return target;
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private String label() {
        return LABELS[random.nextInt(LABELS.length)];
    }

    /** Takes out what no server loads: data beside a CNAME, below a DNAME, a DNAME at a zone cut, a second of either. */
    private static void mend(Map<String, Set<String>> zone, String apex) {
        for (String owner : List.copyOf(zone.keySet())) {
            Set<String> records = zone.get(owner);
            if (records == null) {
                continue;
            }
            if (owner.equals(apex)) {
                records.removeIf(record -> record.startsWith("CNAME"));
            } else if (has(records, "NS ")) {
                records.removeIf(record -> record.startsWith("DNAME"));
            }
            keepFirst(records, "CNAME");
            keepFirst(records, "DNAME");
            if (has(records, "CNAME")) {
                records.removeIf(record -> !record.startsWith("CNAME"));
            }
            if (has(records, "DNAME")) {
                zone.keySet().removeIf(other -> other.endsWith("." + owner));
            }
        }
    }
}
