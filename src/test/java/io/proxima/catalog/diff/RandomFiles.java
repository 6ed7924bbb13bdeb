package io.proxima.catalog.diff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A random release that edits can be made to, and that can be written in many ways which mean the same. */
final class RandomFiles {
    static final String APEX = "example.com.";

    /** The RRsets by owner and type. */
    record Records(int ttl, TreeSet<String> rdata) {}

    private final Random random;
    final Map<String, Records> records = new TreeMap<>();
    final Map<String, Integer> weights = new TreeMap<>();
    final List<String> failover = new ArrayList<>();
    final Set<String> weighted = new TreeSet<>();
    final Map<String, Set<String>> areas = new TreeMap<>();
    final Map<String, String> networks = new TreeMap<>();
    int serial = 7;
    int everySeconds = 5;
    int steadySeconds = 60;
    double latitude = 31.25;
    String path = "/healthz";

    RandomFiles(Random random) {
        this.random = random;
        put(APEX, "NS", 300, "ns1." + APEX);
        put("ns1." + APEX, "A", 300, "192.0.2.1");
        put("www." + APEX, "A", 60, "192.0.2.10", "192.0.2.11");
        for (int i = 0; i < 12; i++) {
            put("m" + i + "." + APEX, "A", 60, "198.51.100." + i);
            weights.put("m" + i, 1 + random.nextInt(3));
            (i < 6 ? failover : weighted).add("m" + i);
        }
        for (int i = 0; i < 30; i++) {
            String owner = "n" + i + (i % 3 == 0 ? ".Sub." : ".") + APEX;
            int ttl = 60 * (1 + random.nextInt(5));
            switch (random.nextInt(4)) {
                case 0 -> put(owner, "A", ttl, "203.0.113." + i, "203.0.113." + (i + 100));
                case 1 -> put(owner, "AAAA", ttl, "2001:db8::" + Integer.toHexString(i + 1));
                case 2 -> put(owner, "TXT", ttl, "\"a;b " + i + "\"", "\"x\" \"y" + i + "\"");
                default -> put(owner, "MX", ttl, "10 ns1." + APEX, "20 n1.sub." + APEX);
            }
        }
        areas.put("east", new TreeSet<>(Set.of("CN-SH", "CN-JS", "CN-ZJ")));
        areas.put("west", new TreeSet<>(Set.of("CN-SC", "CN-XZ")));
        for (int i = 0; i < 8; i++) {
            networks.put("203.0.113." + 16 * i + "/28", "office");
        }
    }

    void put(String owner, String type, int ttl, String... rdata) {
        records.put(owner.toLowerCase(Locale.ROOT) + " " + type, new Records(ttl, new TreeSet<>(List.of(rdata))));
    }

    /** Writes it; which of the ways is random. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("zones"));
        Files.writeString(folder.resolve("zones/example.com.zone"), zone());
        Files.writeString(folder.resolve("zones/example.com.policy.yaml"), policy());
        Files.writeString(folder.resolve("lines.yaml"), lines());
    }

    private String zone() {
        StringBuilder text = new StringBuilder();
        text.append(some("; a comment\n")).append("$TTL ").append(ttl(240)).append('\n');
        text.append(name(APEX, APEX))
                .append(" 300 IN SOA ")
                .append(some("( "))
                .append("ns1 hostmaster ")
                .append(serial);
        boolean open = text.lastIndexOf("(") > text.lastIndexOf("SOA");
        text.append(open ? "\n" : " ")
                .append(" 1h 600 1w 30")
                .append(open ? " ; the end\n )" : "")
                .append('\n');
        String origin = APEX;
        List<String[]> all = new ArrayList<>();
        records.forEach((key, rrset) -> rrset.rdata()
                .forEach(rdata -> all.add(new String[] {
                    key.substring(0, key.indexOf(' ')),
                    key.substring(key.indexOf(' ') + 1),
                    String.valueOf(rrset.ttl()),
                    rdata
                })));
        Collections.shuffle(all, random);
        String last = "";
        for (String[] record : all) {
            if (random.nextInt(8) == 0) {
                origin = random.nextBoolean() ? APEX : "sub." + APEX;
                text.append("$ORIGIN ")
                        .append(random.nextBoolean() ? origin : origin.toUpperCase(Locale.ROOT))
                        .append('\n');
                last = "";
            }
            String owner = record[0].equals(last) && random.nextBoolean() ? "" : name(record[0], origin);
            int ttl = Integer.parseInt(record[2]);
            text.append(owner)
                    .append(random.nextBoolean() ? "\t" : "   ")
                    .append(ttl == 240 && random.nextBoolean() ? "" : ttl(ttl) + " ")
                    .append(some("IN "))
                    .append(random.nextBoolean() ? record[1] : record[1].toLowerCase(Locale.ROOT))
                    .append(' ')
                    .append(rdata(record[1], record[3], origin))
                    .append(some(" ; n"))
                    .append('\n');
            last = record[0];
        }
        return text.toString();
    }

    private String rdata(String type, String rdata, String origin) {
        if (type.equals("NS")) {
            return name(rdata, origin);
        }
        return type.equals("MX") ? rdata.substring(0, 3) + name(rdata.substring(3), origin) : rdata;
    }

    private String name(String name, String origin) {
        String cased = random.nextInt(3) == 0 ? name.toUpperCase(Locale.ROOT) : name;
        if (random.nextBoolean() || (!name.endsWith("." + origin) && !name.equals(origin))) {
            return cased;
        }
        return name.equals(origin) ? "@" : cased.substring(0, cased.length() - origin.length() - 1);
    }

    private String ttl(int seconds) {
        return seconds % 60 == 0 && random.nextBoolean() ? seconds / 60 + "m" : String.valueOf(seconds);
    }

    private String some(String text) {
        return random.nextBoolean() ? text : "";
    }

    private String seconds(int seconds) {
        return random.nextBoolean() ? seconds + "s" : seconds * 1000 + "ms";
    }

    private String policy() {
        List<String> members = new ArrayList<>();
        weights.forEach(
                (member, weight) -> members.add("  " + member(member) + ": {weight: " + weight + ", site: here}\n"));
        List<String> shuffled = new ArrayList<>(weighted);
        Collections.shuffle(shuffled, random);
        List<String> sections = new ArrayList<>(List.of(
                "checks:\n  web:\n"
                        + shuffled("    ", "kind: http", "path: " + path, "every: " + seconds(everySeconds), "fall: 2"),
                "members:\n" + String.join("", shuffle(members)),
                "sites:\n  here: {at: [" + latitude + ", 121.5]}\n",
                "pools:\n  edge:\n    check: web\n    choose: failover\n    groups:\n      - {name: first, choose: failover, members: ["
                        + String.join(", ", failover.stream().map(this::member).toList())
                        + "]}" + some(" # the best") + "\n      - {name: second, choose: weighted, members: ["
                        + String.join(", ", shuffled.stream().map(this::member).toList()) + "]}\n",
                "names:\n  " + (random.nextBoolean() ? "www" : "WWW." + APEX) + ": {pool: edge, ttl: {steady: "
                        + seconds(steadySeconds) + ", unsettled: 5s}}\n"));
        return String.join(some("# more\n"), shuffle(sections));
    }

    private String member(String label) {
        return random.nextBoolean() ? label : label.toUpperCase(Locale.ROOT) + "." + APEX;
    }

    private String shuffled(String indent, String... lines) {
        return String.join(
                "",
                shuffle(List.of(lines)).stream()
                        .map(line -> indent + line + "\n")
                        .toList());
    }

    private List<String> shuffle(List<String> all) {
        List<String> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private String lines() {
        StringBuilder text = new StringBuilder("areas:\n");
        areas.forEach((name, codes) -> text.append("  ")
                .append(name)
                .append(": [")
                .append(String.join(", ", shuffle(List.copyOf(codes))))
                .append("]")
                .append(some(" # area"))
                .append('\n'));
        Map<String, List<String>> byLine = new TreeMap<>();
        networks.forEach((prefix, line) ->
                byLine.computeIfAbsent(line, _ -> new ArrayList<>()).add(prefix));
        text.append("networks:\n");
        byLine.forEach((line, prefixes) -> text.append("  ")
                .append(line)
                .append(": [")
                .append(String.join(", ", shuffle(prefixes)))
                .append("]\n"));
        return text.toString();
    }
}
