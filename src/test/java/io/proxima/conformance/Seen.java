package io.proxima.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What is compared of a response: no order within a section, no record twice, no OPT record. */
record Seen(String rcode, boolean aa, boolean tc, List<Line> answer, List<Line> authority, List<Line> additional) {

    /** A record, in lower case. */
    record Line(String owner, long ttl, String type, String data) implements Comparable<Line> {
        static Line of(Record record) {
            return new Line(
                    record.getName().toString().toLowerCase(java.util.Locale.ROOT),
                    record.getTTL(),
                    Type.string(record.getType()),
                    record.rdataToString().toLowerCase(java.util.Locale.ROOT));
        }

        boolean is(String wanted) {
            return type.equals(wanted);
        }

        /** The last word: the target of a CNAME, DNAME, NS, MX or SRV record. */
        String target() {
            return data.substring(data.lastIndexOf(' ') + 1);
        }

        @Override
        public int compareTo(Line other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return owner + " " + ttl + " " + type + " " + data;
        }
    }

    static Seen of(Message message) {
        return new Seen(
                Rcode.string(message.getRcode()),
                message.getHeader().getFlag(Flags.AA),
                message.getHeader().getFlag(Flags.TC),
                lines(message, Section.ANSWER),
                lines(message, Section.AUTHORITY),
                lines(message, Section.ADDITIONAL));
    }

    private static List<Line> lines(Message message, int section) {
        return sorted(message.getSection(section).stream()
                .filter(record -> record.getType() != Type.OPT)
                .map(Line::of));
    }

    static List<Line> sorted(Stream<Line> lines) {
        return List.copyOf(lines.collect(java.util.stream.Collectors.toCollection(TreeSet::new)));
    }

    /** The same with another answer. */
    Seen withAnswer(List<Line> lines) {
        return new Seen(rcode, aa, tc, lines, authority, additional);
    }

    /** The same with nothing but some of the answer. */
    Seen only(List<Line> lines) {
        return new Seen(rcode, aa, tc, lines, List.of(), List.of());
    }

    /** The same with other second and third sections. */
    Seen withRest(List<Line> newAuthority, List<Line> newAdditional) {
        return new Seen(rcode, aa, tc, answer, newAuthority, newAdditional);
    }

    /** The CNAME and DNAME records of the answer. */
    List<Line> aliases() {
        return answer.stream()
                .filter(line -> line.is("CNAME") || line.is("DNAME"))
                .toList();
    }

    /** How many CNAME records lead on. */
    long steps() {
        return answer.stream().filter(line -> line.is("CNAME")).count();
    }

    /** Where the CNAMEs of the answer lead from a name, until there is none, or one comes again. */
    String end(String name) {
        List<Line> steps = stepsFrom(name);
        return steps.isEmpty() ? name : steps.getLast().target();
    }

    /** The CNAMEs of the answer that lead on from a name, and the DNAMEs that they come of. */
    List<Line> chain(String name) {
        List<Line> steps = stepsFrom(name);
        return answer.stream()
                .filter(line -> steps.contains(line)
                        || (line.is("DNAME")
                                && steps.stream().anyMatch(step -> step.owner().endsWith("." + line.owner()))))
                .toList();
    }

    /** The CNAMEs of the answer in the order in which they lead on from a name, until there is none, or one comes again. */
    List<Line> stepsFrom(String name) {
        List<Line> steps = new ArrayList<>();
        Optional<Line> next = step(name);
        while (next.isPresent() && !steps.contains(next.get())) {
            steps.add(next.get());
            next = step(next.get().target());
        }
        return steps;
    }

    private Optional<Line> step(String owner) {
        return answer.stream()
                .filter(line -> line.is("CNAME") && line.owner().equals(owner))
                .findFirst();
    }
}
