package io.proxima.conformance;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Zones as tests make them up: records such as {@code MX 10 a.example.com.} by apex and owner, names absolute.
 *
 * @param zones in the order they were made
 */
record ZoneRecords(Map<String, Map<String, Set<String>>> zones) {

    /** The zones as master files, by apex. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        zones.keySet().forEach(apex -> texts.put(apex, text(apex)));
        return texts;
    }

    /** One zone as a master file. */
    String text(String apex) {
        StringBuilder text = new StringBuilder();
        zones.getOrDefault(apex, Map.of())
                .forEach((owner, records) -> records.forEach(record -> text.append(owner)
                        .append(' ')
                        .append(ttl(owner, record))
                        .append(" IN ")
                        .append(record)
                        .append('\n')));
        return text.toString();
    }

    private static int ttl(String owner, String record) {
        String type = record.substring(0, record.indexOf(' '));
        return 60 * (1 + Math.floorMod((owner + type).hashCode(), 5));
    }

    /** Whether a name, in any case, owns records of a type in the zone that has it. */
    boolean has(String name, String type) {
        String apex = zoneOf(name);
        return apex != null
                && zones.get(apex).entrySet().stream()
                        .anyMatch(entry -> entry.getKey().equalsIgnoreCase(name)
                                && entry.getValue().stream().anyMatch(record -> record.startsWith(type + " ")));
    }

    /** Whether a zone has records at or below a name. */
    boolean owns(String apex, String name) {
        return zones.getOrDefault(apex, Map.of()).keySet().stream()
                .anyMatch(owner -> within(owner.toLowerCase(Locale.ROOT), name));
    }

    /** The apex of the nearest zone that has a name, or null. */
    String zoneOf(String name) {
        for (String at = name.toLowerCase(Locale.ROOT); ; at = parent(at)) {
            if (zones.containsKey(at)) {
                return at;
            }
            if (at.equals(".")) {
                return null;
            }
        }
    }

    /** The apex of the nearest zone above a name, or null. */
    String zoneAbove(String name) {
        return name.equals(".") ? null : zoneOf(parent(name));
    }

    static boolean within(String name, String apex) {
        return apex.equals(".") || name.equals(apex) || name.endsWith("." + apex);
    }

    /** The name without its first label. */
    static String parent(String name) {
        int dot = name.indexOf('.');
        return dot == name.length() - 1 ? "." : name.substring(dot + 1);
    }

    /** Whether there is a record whose type begins so. */
    static boolean has(Set<String> records, String type) {
        return records.stream().anyMatch(record -> record.startsWith(type));
    }

    /** Takes out all records of a type but one. */
    static void keepFirst(Set<String> records, String type) {
        boolean[] seen = new boolean[1];
        records.removeIf(record -> {
            boolean again = record.startsWith(type) && seen[0];
            seen[0] |= record.startsWith(type);
            return again;
        });
    }

    /** Adds a record to a zone in the making. */
    static void put(Map<String, Set<String>> zone, String owner, String record) {
        zone.computeIfAbsent(owner, _ -> new LinkedHashSet<>()).add(record);
    }
}
