package io.proxima.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A zone file of random entries that edits change at random; what makes no zone is made, too. */
final class RandomZoneText {
    static final List<String> NAMES = List.of(
            "@",
            "a",
            "b",
            "c",
            "d.e",
            "f.e",
            "g",
            "www",
            "WWW",
            "x.y.z",
            "y.z",
            "*",
            "*.w",
            "v.w",
            "sub",
            "ns.sub",
            "deep.ns.sub",
            "mail",
            "m1.mail",
            "h",
            "i",
            "j.k.l",
            "*.k.l",
            "o",
            "p",
            "q.q");
    private static final String HEAD = """
            $TTL 1h
            @ SOA ns1.example.net. hostmaster.example.com. 1 1h 15m 1w 5m
            @ NS ns1.example.net.
            """;

    private final Random random;
    private final boolean warned;
    private List<String> entries = new ArrayList<>();

    /**
     * @param warned whether there are to be entries that are warned of
     */
    RandomZoneText(Random random, int size, boolean warned) {
        this.random = random;
        this.warned = warned;
        entries.add(HEAD);
        while (entries.size() < size) {
            entries.add(plain());
        }
    }

    String text() {
        return String.join("", entries);
    }

    /** The entries, to go back to. */
    List<String> entries() {
        return List.copyOf(entries);
    }

    void restore(List<String> earlier) {
        entries = new ArrayList<>(earlier);
    }

    /** Inserts, deletes, changes or moves one entry or some. */
    void edit() {
        int at = random.nextInt(entries.size());
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> entries.add(random.nextInt(1, entries.size() + 1), entry());
            case 3, 4 -> entries.remove(at);
            case 5, 6, 7 -> entries.set(at, at == 0 ? HEAD.replace(" 1 1h", " " + random.nextInt(9) + " 1h") : entry());
            case 8 -> {
                int end = Math.min(entries.size(), at + random.nextInt(1, 12));
                entries.subList(at, end).clear();
            }
            case 9 -> {
                for (int i = random.nextInt(1, 12); i > 0; i--) {
                    entries.add(Math.max(at, 1), entry());
                }
            }
            case 10 -> entries.add(random.nextInt(entries.size()), entries.remove(at));
            default -> entries.add(random.nextInt(1, entries.size() + 1), entries.get(at));
        }
        if (entries.isEmpty()) {
            entries.add(HEAD);
        }
    }

    private String entry() {
        return switch (random.nextInt(60)) {
            case 0 -> "$TTL " + random.nextInt(1, 4) + "h\n";
            case 1 -> "$ORIGIN " + (random.nextBoolean() ? "e.example.com.\n" : "example.com.\n");
            case 2 -> "broken WHAT 1\n";
            case 3 -> "open TXT ( \"one\"\n";
            case 4 -> "over DNAME elsewhere.example.net.\n";
            case 5 -> name() + " TXT \"never closed\n";
            case 6 -> "outside.example.net. A 192.0.2.9\n";
            case 7 -> "; a ) comment ( with \" all\n\n";
            case 8 -> "\tTXT \"of the one before " + random.nextInt(9) + "\"\n";
            case 9 -> "   " + random.nextInt(60, 63) + " A 192.0.2." + random.nextInt(9) + "\r\n";
            default -> plain();
        };
    }

    private String plain() {
        if (warned && random.nextInt(20) == 0) {
            return "alias" + random.nextInt(40) + " CNAME " + (random.nextInt(9) == 0 ? name() : "n1") + "\n";
        }
        String owner = name();
        if (owner.startsWith("alias")) {
            return owner + " CNAME n1\n";
        }
        String text = switch (random.nextInt(warned ? 16 : 12)) {
            case 0, 1, 2 -> "A 192.0.2." + random.nextInt(250);
            case 3, 4 -> "AAAA 2001:db8::" + random.nextInt(250);
            case 5 -> "TXT \"" + random.nextInt(90) + "\" (\n  more ; of it\n  \"yet\" )";
            case 6 -> "MX " + random.nextInt(250) + " " + name();
            case 7 -> "SRV 0 " + random.nextInt(250) + " 80 " + name();
            case 8 -> "HTTPS " + random.nextInt(1, 250) + " " + name() + " alpn=h2";
            case 9 -> "CAA 0 issue \"" + random.nextInt(250) + ".example.net\"";
            case 10 -> "IN TXT t" + random.nextInt(250);
            case 11 -> "TXT \"" + "long ".repeat(random.nextInt(20)) + random.nextInt(90) + "\"";
            case 12 -> "NS " + (random.nextBoolean() ? "ns.sub" : name());
            case 13 -> "NS ns" + random.nextInt(9) + ".example.net.";
            case 14 -> "DS 1 8 2 " + "ab".repeat(32);
            default -> random.nextInt(100) + " A 192.0.2.1";
        };
        return owner + " " + text + "\n";
    }

    private String name() {
        // Some names of which there are many, so that most are owners of few records.
        if (warned && random.nextInt(20) == 0) {
            return "alias" + random.nextInt(40);
        }
        return random.nextInt(3) > 0 ? "n" + random.nextInt(400) : NAMES.get(random.nextInt(NAMES.size()));
    }
}
