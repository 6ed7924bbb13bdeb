package io.proxima.wire;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Resource record types by number (IANA's registry; RFC 3597 names for the rest). */
public final class RrType {
    public static final int A = 1;
    public static final int NS = 2;
    public static final int CNAME = 5;
    public static final int SOA = 6;
    public static final int PTR = 12;
    public static final int MX = 15;
    public static final int TXT = 16;
    public static final int AAAA = 28;
    public static final int SRV = 33;
    public static final int NAPTR = 35;
    public static final int DNAME = 39;
    public static final int OPT = 41;
    public static final int DS = 43;
    public static final int SSHFP = 44;
    public static final int RRSIG = 46;
    public static final int NSEC = 47;
    public static final int DNSKEY = 48;
    public static final int NSEC3 = 50;
    public static final int NSEC3PARAM = 51;
    public static final int TLSA = 52;
    public static final int SVCB = 64;
    public static final int HTTPS = 65;
    public static final int TSIG = 250;
    public static final int IXFR = 251;
    public static final int AXFR = 252;
    public static final int ANY = 255;
    public static final int CAA = 257;

    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("A", A),
            Map.entry("NS", NS),
            Map.entry("CNAME", CNAME),
            Map.entry("SOA", SOA),
            Map.entry("PTR", PTR),
            Map.entry("MX", MX),
            Map.entry("TXT", TXT),
            Map.entry("AAAA", AAAA),
            Map.entry("SRV", SRV),
            Map.entry("NAPTR", NAPTR),
            Map.entry("DNAME", DNAME),
            Map.entry("OPT", OPT),
            Map.entry("DS", DS),
            Map.entry("SSHFP", SSHFP),
            Map.entry("RRSIG", RRSIG),
            Map.entry("NSEC", NSEC),
            Map.entry("DNSKEY", DNSKEY),
            Map.entry("NSEC3", NSEC3),
            Map.entry("NSEC3PARAM", NSEC3PARAM),
            Map.entry("TLSA", TLSA),
            Map.entry("SVCB", SVCB),
            Map.entry("HTTPS", HTTPS),
            Map.entry("TSIG", TSIG),
            Map.entry("IXFR", IXFR),
            Map.entry("AXFR", AXFR),
            Map.entry("ANY", ANY),
            Map.entry("CAA", CAA));
    private static final Map<Integer, String> NAMES = new HashMap<>();

    static {
        NUMBERS.forEach((name, number) -> NAMES.put(number, name));
    }

    private RrType() {}

    /** The type's mnemonic, or {@code TYPE123} (RFC 3597 section 5). */
    public static String name(int type) {
        return NAMES.getOrDefault(type, "TYPE" + type);
    }

    /** The number of a mnemonic or of {@code TYPE123}, in any case; -1 where it is neither. */
    public static int parse(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        Integer number = NUMBERS.get(upper);
        if (number != null) {
            return number;
        }
        if (!upper.matches("TYPE\\d{1,5}")) {
            return -1;
        }
        int value = Integer.parseInt(upper.substring(4));
        return value > 0xffff ? -1 : value;
    }
}
