package io.proxima.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What must be true of what was answered. */
sealed interface Expectation {
    /** The line it stands in. */
    int line();

    /** Of each answer by itself. */
    sealed interface OfEach extends Expectation {
        /** What is wrong with the answer, or null. */
        @Nullable
        String problem(Message answer, byte @Nullable [] option);
    }

    /** Of the answers as a series. */
    sealed interface OfAll extends Expectation {
        /** What is wrong with the series, or null. */
        @Nullable
        String problem(List<Message> answers, int type);
    }

    /** The response code and the flags, all of them but QR. */
    record Status(int line, int rcode, Set<String> flags) implements OfEach {
        private static final List<Integer> FLAGS =
                List.of((int) Flags.AA, (int) Flags.TC, (int) Flags.RD, (int) Flags.RA, (int) Flags.AD, (int) Flags.CD);

        @Override
        public @Nullable String problem(Message answer, byte @Nullable [] option) {
            Set<String> set = FLAGS.stream()
                    .filter(flag -> answer.getHeader().getFlag(flag))
                    .map(Flags::string)
                    .collect(Collectors.toCollection(TreeSet::new));
            return answer.getRcode() == rcode && set.equals(flags)
                    ? null
                    : "expected " + Rcode.string(rcode) + " " + flags + ", not " + Rcode.string(answer.getRcode()) + " "
                            + set;
        }
    }

    /** A record by type and RDATA, and by owner where it is said. */
    record Wanted(@Nullable Name owner, int type, String rdata) {
        boolean is(Record record) {
            return record.getType() == type
                    && record.rdataToString().equals(rdata)
                    && (owner == null || owner.equals(record.getName()));
        }

        @Override
        public String toString() {
            return (owner == null ? "" : owner + " ") + Type.string(type) + " " + rdata;
        }
    }

    /** Some records of a section: all of those wanted, or so many of them. */
    record Part(int count, List<Wanted> wanted) {}

    /** What a section holds, and nothing else; in this order or in any. */
    record Records(int line, int section, boolean ordered, List<Part> parts) implements OfEach {
        @Override
        public @Nullable String problem(Message answer, byte @Nullable [] option) {
            List<Record> left = new ArrayList<>(answer.getSection(section));
            left.removeIf(record -> record.getType() == Type.OPT);
            String found = left.stream()
                    .map(record ->
                            record.getName() + " " + Type.string(record.getType()) + " " + record.rdataToString())
                    .collect(Collectors.joining(", "));
            boolean right = true;
            for (Part part : parts) {
                right &= ordered ? begins(left, part) : takes(left, part);
            }
            return right && left.isEmpty()
                    ? null
                    : Section.longString(section).toLowerCase(java.util.Locale.ROOT) + ": expected " + this + ", not ["
                            + found + "]";
        }

        private static boolean begins(List<Record> left, Part part) {
            for (Wanted wanted : part.wanted) {
                if (left.isEmpty() || !wanted.is(left.removeFirst())) {
                    return false;
                }
            }
            return true;
        }

        private static boolean takes(List<Record> left, Part part) {
            int taken = 0;
            for (Wanted wanted : part.wanted) {
                for (int i = 0; i < left.size(); i++) {
                    if (wanted.is(left.get(i))) {
                        left.remove(i);
                        taken++;
                        break;
                    }
                }
            }
            return taken == part.count;
        }

        @Override
        public String toString() {
            return parts.stream()
                    .map(part -> (part.count < part.wanted.size() ? "any " + part.count + " of " : "") + part.wanted)
                    .collect(Collectors.joining(" and "));
        }
    }

    /** The TTL of the records asked for; where there are none, of the SOA that says so. */
    record Ttl(int line, long seconds, int type) implements OfEach {
        @Override
        public @Nullable String problem(Message answer, byte @Nullable [] option) {
            List<Record> records = answer.getSection(Section.ANSWER).stream()
                    .filter(record -> record.getType() == type)
                    .toList();
            List<Record> told = records.isEmpty() ? answer.getSection(Section.AUTHORITY) : records;
            Set<Long> found = told.stream().map(Record::getTTL).collect(Collectors.toSet());
            return found.equals(Set.of(seconds)) ? null : "expected the TTL " + seconds + ", not " + found;
        }
    }

    /** The client subnet option: the query's own source, and this scope; or that there is none. */
    record Scope(int line, @Nullable Integer length) implements OfEach {
        @Override
        public @Nullable String problem(Message answer, byte @Nullable [] option) {
            byte @Nullable [] found = optionOf(answer);
            if (length == null || found == null || option == null) {
                return (length == null) == (found == null)
                        ? null
                        : "expected " + this + (found == null ? ", not none" : ", not one");
            }
            byte[] wanted = option.clone();
            wanted[3] = (byte) (int) length;
            return java.util.Arrays.equals(wanted, found)
                    ? null
                    : "expected " + this + ", not /" + found[2] + " and scope " + (found[3] & 0xff);
        }

        private static byte @Nullable [] optionOf(Message answer) {
            return answer.getOPT() == null
                    ? null
                    : answer.getOPT().getOptions(EDNSOption.Code.CLIENT_SUBNET).stream()
                            .map(option -> {
                                byte[] wire = option.toWire();
                                return java.util.Arrays.copyOfRange(wire, 4, wire.length);
                            })
                            .findFirst()
                            .orElse(null);
        }

        @Override
        public String toString() {
            return length == null ? "no client subnet option" : "the query's client subnet with scope " + length;
        }
    }

    /**
     * In how many of the answers a record stands.
     *
     * @param first whether it must stand first there
     * @param percent whether {@code least} and {@code most} are of a hundred
     */
    record Share(int line, boolean first, Wanted wanted, boolean percent, double least, double most) implements OfAll {
        @Override
        public @Nullable String problem(List<Message> answers, int type) {
            double count = answers.stream()
                    .map(answer -> asked(answer, type))
                    .filter(records -> first
                            ? !records.isEmpty() && wanted.is(records.getFirst())
                            : records.stream().anyMatch(wanted::is))
                    .count();
            double found = percent ? 100 * count / answers.size() : count;
            return found >= least && found <= most
                    ? null
                    : wanted + " stood in " + found + (percent ? "% of the answers" : " answers")
                            + (first ? " first" : "") + ", not in " + least + " to " + most;
        }

        static List<Record> asked(Message answer, int type) {
            return answer.getSection(Section.ANSWER).stream()
                    .filter(record -> record.getType() == type)
                    .toList();
        }
    }

    /** The first records of one answer after another go round in a circle, begun anywhere. */
    record Turns(int line, List<Wanted> wanted) implements OfAll {
        @Override
        public @Nullable String problem(List<Message> answers, int type) {
            List<Integer> places = answers.stream()
                    .map(answer -> place(Share.asked(answer, type)))
                    .toList();
            for (int i = 0; i < places.size(); i++) {
                int expected = i == 0 ? places.getFirst() : (places.get(i - 1) + 1) % wanted.size();
                if (places.get(i) < 0 || places.get(i) != expected) {
                    return "expected turns of " + wanted + ", not of these places: " + places;
                }
            }
            return null;
        }

        private int place(List<Record> records) {
            for (int i = 0; i < wanted.size() && !records.isEmpty(); i++) {
                if (wanted.get(i).is(records.getFirst())) {
                    return i;
                }
            }
            return -1;
        }
    }
}
