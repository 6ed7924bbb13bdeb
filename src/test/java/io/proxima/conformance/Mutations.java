package io.proxima.conformance;

import java.util.Arrays;
import java.util.Random;
import org.xbill.DNS.Type;

/** Queries at random: whole ones, whole ones spoiled, and noise behind a header. */
public final class Mutations {
    private static final int[] TYPES = {
        Type.A,
        Type.AAAA,
        Type.NS,
        Type.SOA,
        Type.MX,
        Type.CNAME,
        Type.DNAME,
        Type.DS,
        Type.TXT,
        Type.SRV,
        Type.ANY,
        Type.AXFR,
        Type.IXFR,
        Type.OPT,
        Type.TSIG,
        65_280
    };
    private static final String[] NAMES = {
        "example.com.", "www.example.com.", "alias2.example.com.", "x.cut.example.com.", "nowhere.example.com.",
        "away.example.com.", "back.old.example.com.", "a.wild.example.com.", "b.ent.example.com.",
                "www.sub.example.com.",
        "loop1.example.com.", "www.example.org.", ".", "x.old.example.net.", "home.example.net."
    };
    private static final String[] OPTIONS = {
        "",
        "",
        "0008000700011800c00002",
        "000800080001180000c00002",
        "000a00080123456789abcdef",
        "0008000400000000",
        "00080009000238002001000db8"
    };

    private final Random random;

    public Mutations(long seed) {
        random = new Random(seed);
    }

    /** The next query: one in three as it should be. */
    public byte[] next() {
        byte[] query = sound();
        return switch (random.nextInt(3)) {
            case 0 -> query;
            case 1 -> spoiled(query);
            default -> random.nextInt(4) == 0 ? noise() : spoiled(spoiled(query));
        };
    }

    private byte[] sound() {
        RawQuery query = RawQuery.empty()
                .question(
                        NAMES[random.nextInt(NAMES.length)],
                        TYPES[random.nextInt(TYPES.length)],
                        random.nextInt(20) == 0 ? random.nextInt(256) : 1);
        if (random.nextInt(10) == 0) {
            query.flags(random.nextInt(0x8000));
        }
        for (int section = 1; section <= 3; section++) {
            if (random.nextInt(8) == 0) {
                query.record(section, RawQuery.name("a.example.org."), Type.A, 1, 60, new byte[] {127, 0, 0, 1});
            }
        }
        if (random.nextInt(3) > 0) {
            int version = random.nextInt(10) == 0 ? random.nextInt(256) : 0;
            query.opt(random.nextInt(5000), version, random.nextInt(0x10000), OPTIONS[random.nextInt(OPTIONS.length)]);
        }
        return query.toWire();
    }

    private byte[] spoiled(byte[] query) {
        byte[] spoiled = query.clone();
        switch (random.nextInt(5)) {
            case 0 -> spoiled[random.nextInt(spoiled.length)] = (byte) random.nextInt(256);
            case 1 -> spoiled[random.nextInt(spoiled.length)] ^= (byte) (1 << random.nextInt(8));
            case 2 -> spoiled = Arrays.copyOf(spoiled, random.nextInt(spoiled.length) + 1);
            case 3 -> spoiled = Arrays.copyOf(spoiled, spoiled.length + random.nextInt(1, 12));
            default -> {
                int from = random.nextInt(spoiled.length);
                int octets = random.nextInt(Math.min(12, spoiled.length - from) + 1);
                System.arraycopy(query, random.nextInt(query.length - octets + 1), spoiled, from, octets);
            }
        }
        return spoiled;
    }

    private byte[] noise() {
        byte[] noise = new byte[random.nextInt(12, 80)];
        random.nextBytes(noise);
        noise[4] = 0;
        noise[5] = 1;
        Arrays.fill(noise, 6, 12, (byte) 0);
        return noise;
    }
}
