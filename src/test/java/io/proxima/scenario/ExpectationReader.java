package io.proxima.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Reads the lines below a question. */
final class ExpectationReader {
    private static final Map<String, Integer> SECTIONS =
            Map.of("answer", Section.ANSWER, "authority", Section.AUTHORITY, "additional", Section.ADDITIONAL);
    private static final Pattern SHARE = Pattern.compile(
            "(first )?(\\S+) (?:(never)|(always)|(\\d+) times|(\\d+(?:\\.\\d+)?)%|(\\d+(?:\\.\\d+)?)\\.\\.(\\d+(?:\\.\\d+)?)%)");

    private final String origin;
    private final int type;
    private final Map<Integer, Expectation.Records> sections = new HashMap<>();
    private final List<Expectation> others = new ArrayList<>();
    private @Nullable Status status;
    private boolean scopeSaid;

    /** A response code with the flags that go with it. */
    private record Status(int line, String word, Set<String> flags) {}

    ExpectationReader(String origin, String type) {
        this.origin = origin;
        this.type = Type.value(type);
    }

    /** Takes a line. */
    void read(int line, String text) {
        String[] words = text.split(" +", 2);
        String rest = words.length == 1 ? "" : words[1];
        if (SECTIONS.containsKey(words[0])) {
            section(line, SECTIONS.get(words[0]), rest);
        } else if (words[0].equals("ttl")) {
            others.add(new Expectation.Ttl(line, Integer.parseInt(rest), type));
        } else if (words[0].equals("scope")) {
            scopeSaid = true;
            others.add(new Expectation.Scope(line, rest.equals("none") ? null : Integer.valueOf(rest)));
        } else if (words[0].equals("turns")) {
            others.add(new Expectation.Turns(line, wanted(rest)));
        } else if (words[0].matches("[A-Z]+")
                && (words[0].equals("NODATA") || words[0].equals("REFERRAL") || Rcode.value(words[0]) >= 0)) {
            status = new Status(
                    line,
                    words[0],
                    rest.isEmpty() ? flagsOf(words[0]) : new TreeSet<>(Arrays.asList(rest.split(" +", -1))));
        } else {
            share(line, text);
        }
    }

    /** All that is expected, the response code first; what is not said is what a good answer has. */
    List<Expectation> all() {
        List<Expectation> all = new ArrayList<>();
        String word = status == null ? "NOERROR" : status.word;
        int line = status == null ? 0 : status.line;
        boolean made = word.equals("NODATA") || word.equals("REFERRAL");
        all.add(new Expectation.Status(
                line, made ? Rcode.NOERROR : Rcode.value(word), status == null ? flagsOf(word) : status.flags));
        if (made || !word.equals("NOERROR")) {
            sections.putIfAbsent(Section.ANSWER, new Expectation.Records(line, Section.ANSWER, false, List.of()));
        }
        all.addAll(sections.values());
        if (!scopeSaid && (word.equals("FORMERR") || word.equals("REFUSED"))) {
            others.addFirst(new Expectation.Scope(line, null));
        }
        all.addAll(others);
        return List.copyOf(all);
    }

    private static Set<String> flagsOf(String word) {
        return Set.of("NOERROR", "NODATA", "NXDOMAIN").contains(word) ? new TreeSet<>(Set.of("aa")) : new TreeSet<>();
    }

    private void section(int line, int section, String text) {
        boolean ordered = text.startsWith("in order ");
        List<Expectation.Part> parts = new ArrayList<>();
        Expectation.Records before = sections.get(section);
        if (before != null) {
            parts.addAll(before.parts());
            ordered |= before.ordered();
        }
        Matcher any = Pattern.compile("(?:one of|any (\\d+) of) (.*)").matcher(text);
        if (any.matches()) {
            parts.add(new Expectation.Part(
                    any.group(1) == null ? 1 : Integer.parseInt(any.group(1)), wanted(any.group(2))));
        } else if (!text.equals("none")) {
            List<Expectation.Wanted> wanted = wanted(text.replaceFirst("^in order ", ""));
            parts.addFirst(new Expectation.Part(wanted.size(), wanted));
        }
        sections.put(section, new Expectation.Records(line, section, ordered, parts));
    }

    private void share(int line, String text) {
        Matcher share = SHARE.matcher(text);
        if (!share.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" expects nothing (a response code, answer, authority,"
                    + " additional, ttl, scope, turns, or ADDRESS 60..90%)");
        }
        boolean percent = share.group(5) == null;
        double least = share.group(3) != null ? 0 : share.group(4) != null ? 100 : number(share, 5, 6, 7);
        double most = share.group(8) != null ? Double.parseDouble(share.group(8)) : least;
        others.add(new Expectation.Share(
                line, share.group(1) != null, wanted(share.group(2)).getFirst(), percent, least, most));
    }

    private static double number(Matcher matcher, int... groups) {
        for (int group : groups) {
            if (matcher.group(group) != null) {
                return Double.parseDouble(matcher.group(group));
            }
        }
        throw new IllegalArgumentException("no number");
    }

    private List<Expectation.Wanted> wanted(String text) {
        List<Expectation.Wanted> all = new ArrayList<>();
        for (String item : text.split(",\\s+", -1)) {
            all.add(one(item.strip()));
        }
        return all;
    }

    /** {@code RDATA}, {@code TYPE RDATA} or {@code OWNER TYPE RDATA}. */
    private Expectation.Wanted one(String item) {
        try {
            Name zone = Name.fromString(origin);
            String[] words = item.split(" +", -1);
            if (words.length > 1 && isType(words[0])) {
                return record(null, Type.value(words[0]), item.substring(words[0].length()), zone);
            }
            if (words.length > 2 && isType(words[1])) {
                String rdata = item.substring(item.indexOf(" " + words[1] + " ") + words[1].length() + 2);
                return record(Name.fromString(words[0], zone), Type.value(words[1]), rdata, zone);
            }
            return record(null, type, item, zone);
        } catch (IOException e) {
            throw new IllegalArgumentException("\"" + item + "\" is no record: " + e.getMessage(), e);
        }
    }

    private static boolean isType(String word) {
        return word.equals(word.toUpperCase(Locale.ROOT)) && word.matches("[A-Z].*") && Type.value(word) >= 0;
    }

    private static Expectation.Wanted record(@Nullable Name owner, int type, String rdata, Name zone)
            throws IOException, TextParseException {
        Record record = Record.fromString(Name.root, type, DClass.IN, 0, rdata.strip(), zone);
        return new Expectation.Wanted(owner, type, record.rdataToString());
    }
}
