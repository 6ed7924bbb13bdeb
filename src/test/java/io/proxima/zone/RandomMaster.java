package io.proxima.zone;

import io.proxima.wire.Name;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Draws master files in all the ways that people write them, and remembers which lines belong to which records. */
final class RandomMaster {
    private static final String[] LABELS = {
        "www",
        "WWW2",
        "api",
        "mail",
        "*",
        "a\\.b",
        "\\065x",
        "n1",
        "n2",
        "n10",
        "sh-cu-1",
        "sh-cu-2",
        "x\\;y",
        "_sip._tcp",
        "ünder"
    };
    private static final int[] TYPES = {1, 1, 1, 28, 16, 15, 33, 257, 5};

    private final Random random;
    private final boolean tidy;
    private final String lineEnd;
    private final boolean tabs;
    private final boolean absolute;
    private final boolean blanks;
    private final boolean classes;
    private final int statedTtls;
    private final boolean defaultTtl;
    private final List<Piece> pieces = new ArrayList<>();
    private String origin = "example.com.";
    private String lastOwner = "";

    /**
     * A line or more of a file.
     *
     * @param key owner and type of the record in it; empty where there is none
     * @param tail the data with what follows
     * @param inherits whether it leaves out its owner or its TTL
     */
    record Piece(String text, String key, String tail, boolean inherits) {}

    /**
     * Draws a file.
     *
     * @param tidy whether it has a $TTL before all else, and no record twice
     */
    RandomMaster(Random random, boolean tidy) {
        this.random = random;
        this.tidy = tidy;
        this.lineEnd = random.nextInt(4) == 0 ? "\r\n" : "\n";
        this.tabs = random.nextInt(3) == 0;
        this.absolute = random.nextInt(4) == 0;
        this.blanks = random.nextBoolean();
        this.classes = random.nextBoolean();
        this.statedTtls = random.nextInt(4);
        this.defaultTtl = tidy || random.nextInt(4) != 0;
        head();
        int names = 2 + random.nextInt(12);
        for (int i = 0; i < names; i++) {
            name();
            noise();
        }
    }

    List<Piece> pieces() {
        return pieces;
    }

    /** The file; its last line may lack its end, and a comment may be in no encoding at all. */
    byte[] octets() {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.text));
        String all = text.toString();
        if (random.nextInt(4) == 0) {
            all = all.substring(0, all.length() - lineEnd.length());
        }
        byte[] octets = all.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < octets.length; i++) {
            octets[i] = octets[i] == 0x01 ? (byte) 0xe9 : octets[i];
        }
        return octets;
    }

    private void head() {
        if (defaultTtl) {
            plain("$TTL " + (random.nextBoolean() ? "1h" : "300"));
        }
        long serial =
                new long[] {1, 2_026_112_407L, 2_026_112_599L, 4_294_967_295L, 20, 2_147_483_647L}[random.nextInt(6)];
        String owner = absolute ? "example.com." : "@";
        String ttl = defaultTtl ? "" : " 1h";
        String soa = random.nextBoolean()
                ? owner + ttl + " IN SOA ns1 host." + " " + serial + " 1h 15m 1w 5m ; the start"
                : owner + ttl + " IN SOA ns1.example.net. hostmaster (" + lineEnd + "\t" + serial
                        + " ; serial (of today)" + lineEnd + "\t3600 900 ; times" + lineEnd + "\t604800" + lineEnd
                        + " 300 )";
        pieces.add(new Piece(soa + lineEnd, "SOA", "", false));
        lastOwner = "example.com.";
        record("example.com.", 2);
        noise();
    }

    private void name() {
        if (random.nextInt(8) == 0) {
            origin = random.nextBoolean() ? "example.com." : "sub.example.com.";
            plain("$ORIGIN " + origin);
        }
        if (defaultTtl && random.nextInt(12) == 0) {
            plain("$TTL " + (1 + random.nextInt(3)) + "h");
        }
        String label = LABELS[random.nextInt(LABELS.length)];
        String name = random.nextInt(12) == 0 ? origin : label + "." + (random.nextBoolean() ? origin : "example.com.");
        if (pieces.stream().anyMatch(piece -> piece.key.startsWith(key(name, 5)))) {
            return;
        }
        int sets = 1 + random.nextInt(3);
        for (int i = 0; i < sets; i++) {
            int type = TYPES[random.nextInt(TYPES.length - 1)];
            if (i == 0 && random.nextInt(6) == 0 && isFree(name)) {
                record(name, 5);
                return;
            }
            int count = 1 + random.nextInt(3);
            for (int j = 0; j < count; j++) {
                record(name, type);
                if (random.nextInt(9) == 0) {
                    noise();
                }
            }
        }
    }

    private boolean isFree(String name) {
        String owner = Name.parse(name).toString().toLowerCase(Locale.ROOT) + " ";
        return !name.equals("example.com.") && pieces.stream().noneMatch(piece -> piece.key.startsWith(owner));
    }

    private void record(String name, int type) {
        boolean leftOut = Name.parse(name).equals(Name.parse(lastOwner.isEmpty() ? "." : lastOwner)) && blanks;
        boolean stated = random.nextInt(4) < statedTtls;
        String data = data(random, type);
        if (tidy && pieces.stream().anyMatch(piece -> piece.key.equals(key(name, type)) && piece.tail.contains(data))) {
            return;
        }
        String tail = RecordText.nameOf(type) + gap() + data + comment();
        StringBuilder line = new StringBuilder(leftOut ? "" : shown(name));
        line.append(leftOut ? (tabs ? "\t\t" : "          ") : gap());
        if (line.length() < 10 && !tabs) {
            line.append(" ".repeat(10 - line.length()));
        }
        String ttl = stated ? (60 + Math.floorMod(key(name, type).hashCode(), 3) * 60) + gap() : "";
        String inClass = classes ? "IN" + gap() : "";
        line.append(random.nextInt(5) == 0 ? inClass + ttl : ttl + inClass)
                .append(tail)
                .append(lineEnd);
        pieces.add(new Piece(line.toString(), key(name, type), tail, leftOut || (!stated && !defaultTtl)));
        lastOwner = name;
    }

    private String shown(String name) {
        String text = random.nextInt(10) == 0 ? name.toUpperCase(Locale.ROOT).replace("Ü", "ü") : name;
        if (absolute || !Name.parse(name).isAtOrBelow(Name.parse(origin))) {
            return text;
        }
        return name.equals(origin) ? "@" : text.substring(0, text.length() - origin.length() - 1);
    }

    private String gap() {
        return tabs ? "\t" : " ".repeat(1 + random.nextInt(2));
    }

    private String comment() {
        return switch (random.nextInt(6)) {
            case 0 -> " ; noted (here \"and";
            case 1 -> "\t;\u0001 octets";
            default -> "";
        };
    }

    private void noise() {
        switch (random.nextInt(4)) {
            case 0 -> plain("");
            case 1 -> plain("; about what follows \u0001 (\"");
            default -> {}
        }
    }

    private void plain(String text) {
        pieces.add(new Piece(text + lineEnd, "", "", false));
    }

    static String key(String name, int type) {
        return Name.parse(name).toString().toLowerCase(Locale.ROOT) + " " + type;
    }

    /** The data of a record, relative to the apex where there are names. */
    static String data(Random random, int type) {
        int n = random.nextInt(40);
        return switch (type) {
            case 1 -> "192.0.2." + n;
            case 28 -> "2001:db8::" + Integer.toHexString(n);
            case 16 ->
                new String[] {"\"a;b\" \"c (" + n + "\"", "plain" + n, "\"q\\\"" + n + "\" x", "\"\\200\\;\" y" + n}
                        [n % 4];
            case 15 -> n + " mail.example.com.";
            case 33 -> "1 2 " + n + " Sip.example.net.";
            case 257 -> "0 issue \"ca" + n + ".example.net\"";
            case 5, 2 -> "host" + n + ".example.net.";
            default -> throw new IllegalArgumentException("no data of type " + type);
        };
    }
}
