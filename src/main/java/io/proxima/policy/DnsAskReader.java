package io.proxima.policy;

import io.proxima.net.Prefix;
import io.proxima.source.Fields;
import io.proxima.source.Yaml;
import io.proxima.wire.Name;
import io.proxima.wire.Rcode;
import io.proxima.wire.RrType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what checks of kind dns ask.
 *
 * <p>The answer to compare with is written down in one form: an address as Java prints it, names absolute and in lower case,
 * {@code 10 mail.example.com.} for MX, and the strings of a TXT record one after the other.
 */
final class DnsAskReader {
    private static final Map<String, Integer> RCODES = Map.of(
            "NOERROR", Rcode.NOERROR,
            "FORMERR", Rcode.FORMERR,
            "SERVFAIL", Rcode.SERVFAIL,
            "NXDOMAIN", Rcode.NXDOMAIN,
            "NOTIMP", Rcode.NOTIMP,
            "REFUSED", Rcode.REFUSED,
            "NOTAUTH", Rcode.NOTAUTH);
    private static final Set<Integer> COMPARED =
            Set.of(RrType.A, RrType.AAAA, RrType.NS, RrType.CNAME, RrType.PTR, RrType.MX, RrType.TXT);
    private static final Set<Integer> NOT_ASKED = Set.of(RrType.OPT, RrType.TSIG, RrType.AXFR, RrType.IXFR, RrType.ANY);

    private DnsAskReader() {}

    static Ask read(CheckEntry entry) {
        Fields fields = entry.fields();
        Optional<Yaml.Scalar> question =
                fields.required("question", entry.what(), entry.place(), "question: www.example.com");
        Optional<String> name = question.flatMap(
                _ -> fields.value("question", text -> Name.parse(text).toString()));
        int type = fields.value("type", DnsAskReader::type).orElse(RrType.A);
        List<String> expect = fields.filledList("expect", DnsAskReader::rcode);
        Map<Integer, String> rcodes = new LinkedHashMap<>();
        (expect.isEmpty() ? List.of("NOERROR") : expect).forEach(word -> rcodes.put(RCODES.get(word), word));
        Optional<String> answer = fields.value("answer", text -> answer(type, text));
        return new Ask.Dns(name.orElse("."), type, Map.copyOf(rcodes), answer.orElse(null));
    }

    private static int type(String text) {
        int type = RrType.parse(text);
        if (type < 1 || NOT_ASKED.contains(type)) {
            throw new IllegalArgumentException(
                    "must be a type to ask for such as A, AAAA or SOA, not \"" + text + "\"");
        }
        return type;
    }

    private static String rcode(String text) {
        if (!RCODES.containsKey(text)) {
            throw new IllegalArgumentException("must be response codes such as NOERROR or NXDOMAIN, not \"" + text
                    + "\"" + (RCODES.containsKey(text.toUpperCase(Locale.ROOT)) ? " (write it in capitals)" : ""));
        }
        return text;
    }

    private static String answer(int type, String text) {
        if (!COMPARED.contains(type)) {
            throw new IllegalArgumentException(
                    "is compared for A, AAAA, NS, CNAME, PTR, MX and TXT only, not for " + RrType.name(type));
        }
        return switch (type) {
            case RrType.A, RrType.AAAA -> address(type, text);
            case RrType.MX -> exchange(text);
            case RrType.TXT -> text;
            default -> Name.parse(text).toString().toLowerCase(Locale.ROOT);
        };
    }

    private static String address(int type, String text) {
        if (text.contains(":") != (type == RrType.AAAA)) {
            throw new IllegalArgumentException("\"" + text + "\" is never the answer for " + RrType.name(type));
        }
        return Prefix.address(text).getHostAddress();
    }

    private static String exchange(String text) {
        String[] words = text.split(" ", 2);
        if (words.length != 2 || !words[0].matches("\\d{1,5}")) {
            throw new IllegalArgumentException("must be such as \"10 mail.example.com\", not \"" + text + "\"");
        }
        return Integer.parseInt(words[0]) + " "
                + Name.parse(words[1]).toString().toLowerCase(Locale.ROOT);
    }
}
