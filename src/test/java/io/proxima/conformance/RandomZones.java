package io.proxima.conformance;

import static io.proxima.conformance.ZoneRecords.has;
import static io.proxima.conformance.ZoneRecords.keepFirst;
import static io.proxima.conformance.ZoneRecords.put;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Small zones at random, within and beside one another, full of what makes look-ups hard: wildcards, empty non-terminals,
 * CNAME and DNAME chains and loops, delegations with glue, without it, and into zones that are served too.
 */
final class RandomZones {
    private static final String[] LABELS = {"a", "b", "c", "d", "*", "www", "ns", "MiXed"};
    private static final String[] APEXES = {"example.com.", "sub.example.com.", "deep.er.example.com.", "example.net."};
    private static final String REDIRECTED = "example.org.";

    private final Random random;
    private final Map<String, Map<String, Set<String>>> zones = new LinkedHashMap<>();
    private final List<String> owners = new ArrayList<>();

    /**
     * @param withRoot whether the root zone is served too, so that no name is outside
     */
    RandomZones(Random random, boolean withRoot) {
        this.random = random;
        for (String apex : APEXES) {
            zones.put(apex, new TreeMap<>());
        }
        if (withRoot) {
            zones.put(".", new TreeMap<>());
        }
        zones.put(REDIRECTED, new TreeMap<>());
        zones.forEach(this::fill);
        zones.values().forEach(RandomZones::mend);
        zones.get(REDIRECTED).clear();
        put(zones.get(REDIRECTED), REDIRECTED, "SOA ns1.example.com. hostmaster 1 3600 600 86400 60");
        put(zones.get(REDIRECTED), REDIRECTED, "NS ns1.example.com.");
        put(zones.get(REDIRECTED), REDIRECTED, "DNAME example.com.");
        zones.forEach((apex, zone) -> owners.addAll(zone.keySet()));
    }

    private void fill(String apex, Map<String, Set<String>> zone) {
        put(zone, apex, "SOA " + under("ns1", apex) + " " + under("hostmaster", apex) + " 1 3600 600 86400 90");
        put(zone, apex, "NS " + under("ns1", apex));
        put(zone, under("ns1", apex), "A " + address());
        put(zone, under("ns1", apex), "AAAA 2001:db8::" + random.nextInt(1, 99));
        for (String other : zones.keySet()) {
            boolean forgotten = random.nextInt(5) == 0;
            if (!other.equals(apex) && apex.equals(records().zoneAbove(other)) && !forgotten) {
                String host = other.equals(REDIRECTED) ? "ns1.example.com." : under("ns1", other);
                put(zone, other, "NS " + host);
                if (host.endsWith(other)) {
                    put(zone, host, "A " + address());
                }
                if (random.nextBoolean()) {
                    put(zone, other, "DS 1 13 2 " + "0123456789ABCDEF".repeat(4));
                }
            }
        }
        for (int i = random.nextInt(20, 40); i > 0; i--) {
            own(zone, name(apex), apex);
        }
    }

    private void own(Map<String, Set<String>> zone, String owner, String apex) {
        switch (random.nextInt(10)) {
            case 0, 1 -> put(zone, owner, "CNAME " + target(apex));
            case 2 -> put(zone, owner, "DNAME " + target(apex));
            case 3 -> delegate(zone, owner, apex);
            case 4 -> {
                String host = target(apex);
                put(zone, owner, "MX 10 " + host);
                put(zone, owner, "MX 20 " + host);
                put(zone, owner, "MX 30 " + target(apex));
            }
            case 5 -> put(zone, owner, "SRV 1 2 443 " + target(apex));
            case 6 -> {
                put(zone, owner, "TXT \"" + random.nextInt(1000) + "\"");
                put(zone, owner, "TYPE65280 \\# 2 ABCD");
            }
            case 7 -> put(zone, owner, "AAAA 2001:db8::" + random.nextInt(1, 99));
            default -> {
                for (int count = random.nextInt(1, 4); count > 0; count--) {
                    put(zone, owner, "A " + address());
                }
            }
        }
    }

    private void delegate(Map<String, Set<String>> zone, String cut, String apex) {
        if (cut.startsWith("*")) {
            return;
        }
        for (int count = random.nextInt(1, 4); count > 0; count--) {
            String host = random.nextBoolean() ? "ns" + count + "." + cut : target(apex);
            put(zone, cut, "NS " + host);
            if (host.endsWith(cut) && random.nextInt(3) > 0) {
                put(zone, host, "A " + address());
                if (random.nextBoolean()) {
                    put(zone, host, "AAAA 2001:db8::" + random.nextInt(1, 99));
                }
            }
        }
        if (random.nextBoolean()) {
            put(zone, cut, "DS " + random.nextInt(65536) + " 13 2 " + "0123456789ABCDEF".repeat(4));
        }
    }

    /** Takes out what may not stand together. */
    private static void mend(Map<String, Set<String>> zone) {
        for (String owner : List.copyOf(zone.keySet())) {
            Set<String> records = zone.get(owner);
            if (records == null) {
                continue;
            }
            boolean apex = records.stream().anyMatch(record -> record.startsWith("SOA"));
            if (has(records, "NS ") || owner.startsWith("*") || has(records, "SOA")) {
                records.removeIf(record -> record.startsWith("DNAME"));
            }
            keepFirst(records, "DNAME");
            if (has(records, "CNAME") && !apex) {
                keepFirst(records, "CNAME");
                records.removeIf(record -> !record.startsWith("CNAME"));
            }
            records.removeIf(record -> apex && record.startsWith("CNAME"));
            if (has(records, "DNAME")) {
                zone.keySet().removeIf(other -> other.endsWith("." + owner));
            }
        }
        zone.values().removeIf(Set::isEmpty);
    }

    private static String under(String label, String apex) {
        return apex.equals(".") ? label + "." : label + "." + apex;
    }

    private String address() {
        return "192.0.2." + random.nextInt(1, 255);
    }

    private String label() {
        return LABELS[random.nextInt(LABELS.length)];
    }

    private String name(String apex) {
        String name = apex;
        for (int labels = 1 + (int) (Math.abs(random.nextGaussian()) * 1.2); labels > 0; labels--) {
            name = under(label(), name);
        }
        return name;
    }

    private String target(String apex) {
        return switch (random.nextInt(8)) {
            case 0 -> name(APEXES[random.nextInt(APEXES.length)]);
            case 1 -> "host" + random.nextInt(3) + ".example.";
            case 2 -> apex;
            default -> name(apex);
        };
    }

    /** The zones' records. */
    ZoneRecords records() {
        return new ZoneRecords(zones);
    }

    /** A name to ask for: an owner, one beside, above or below it, or one that is nowhere. */
    String askedName() {
        String owner = owners.get(random.nextInt(owners.size()));
        return switch (random.nextInt(8)) {
            case 0, 1 -> under(label(), owner);
            case 2 -> under(label(), under(label(), owner));
            case 3 -> owner.indexOf('.') < owner.length() - 1 ? owner.substring(owner.indexOf('.') + 1) : owner;
            case 4 -> under("nowhere", owner);
            case 5 -> name(new ArrayList<>(zones.keySet()).get(random.nextInt(zones.size())));
            case 6 -> random.nextInt(4) == 0 ? under(label(), "example.") : owner.toUpperCase(java.util.Locale.ROOT);
            default -> owner;
        };
    }
}
