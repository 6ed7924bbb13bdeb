package io.proxima.zone;

import io.proxima.wire.RrType;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/** Record types by all the mnemonics that dnsjava knows, beyond those the query path needs. */
final class Types {
    static final int SIG = 24;
    static final int KEY = 25;
    static final int NXT = 30;

    private static final int FIRST_META = 128;
    private static final int LAST_META = 255;
    private static final int RESERVED = 65535;

    /** What most records are of. */
    private static final Map<Long, Integer> FREQUENT = Stream.of(
                    "A", "AAAA", "CNAME", "NS", "MX", "TXT", "PTR", "SRV", "SOA", "DS", "CAA", "HTTPS", "TLSA", "RRSIG",
                    "NSEC", "NSEC3", "DNSKEY")
            .collect(Collectors.toUnmodifiableMap(Words::pack, Types::parse));

    private Types() {}

    /** Whether a word, packed, is the mnemonic of a frequent type. */
    static boolean isFrequent(long packed) {
        return FREQUENT.containsKey(packed);
    }

    /** The number that a word says; -1 where it is neither a mnemonic nor {@code TYPE123}. */
    static int parse(Words words, int word) {
        Integer frequent = FREQUENT.get(words.packed(word));
        return frequent == null ? parse(words.text(word)) : frequent;
    }

    /** The number of a mnemonic or of {@code TYPE123}; -1 where it is neither. */
    static int parse(String word) {
        int known = RrType.parse(word);
        return known >= 0 ? known : Type.value(word);
    }

    /** The mnemonic, or {@code TYPE123}. */
    static String name(int type) {
        return Type.string(type);
    }

    /** Whether no record in a zone can have the type (RFC 6895 section 3.1). */
    static boolean isMeta(int type) {
        return type == 0 || type == RrType.OPT || (type >= FIRST_META && type <= LAST_META) || type == RESERVED;
    }

    /** Whether records of DNSSEC's own types may stand beside a CNAME (RFC 4034 sections 3 and 4, RFC 2181 section 10.1). */
    static boolean isAllowedBesideCname(int type) {
        return switch (type) {
            case RrType.CNAME, RrType.RRSIG, RrType.NSEC, SIG, KEY, NXT -> true;
            default -> false;
        };
    }

    /** Where in the RDATA the host stands whose addresses are given along (RFC 1034 section 4.3.2 step 6), or -1. */
    static int hostOffset(int type) {
        return switch (type) {
            case RrType.NS, RrType.MX, RrType.SVCB, RrType.HTTPS, RrType.SRV -> targetOffset(type);
            default -> -1;
        };
    }

    /** Where in the RDATA the name of a host or a target stands, or -1. */
    static int targetOffset(int type) {
        return switch (type) {
            case RrType.NS, RrType.CNAME, RrType.DNAME, RrType.PTR, RrType.SOA -> 0;
            case RrType.MX, RrType.SVCB, RrType.HTTPS -> 2;
            case RrType.SRV -> 6;
            default -> -1;
        };
    }
}
