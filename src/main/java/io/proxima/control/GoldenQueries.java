package io.proxima.control;

import io.proxima.answer.AnswerTrace;
import io.proxima.answer.EngineSettings;
import io.proxima.catalog.Catalog;
import io.proxima.health.Pair;
import io.proxima.health.Verdict;
import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.steer.PlanAddress;
import io.proxima.steer.PoolReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Asks a catalog that nobody is served from yet the questions of the {@code .expect} files beside its zones, through the engine
 * that answers: what cannot be among the answers that are expected is a finding.
 *
 * <p>All members are up but for those that a question wants down. Of a steered name not one draw is judged but every address that
 * can be drawn; where sets of several are alternatives, also {@value #DRAWS} draws.
 */
public final class GoldenQueries {
    private static final String ENDING = ".expect";
    private static final int DRAWS = 64;
    private static final int SHOWN = 8;

    private final Catalog catalog;
    private final Findings findings;
    private final Explainer explainer = new Explainer(EngineSettings.OPEN);

    private GoldenQueries(Catalog catalog, Findings findings) {
        this.catalog = catalog;
        this.findings = findings;
    }

    /** Asks all; gives how many there are. The catalog is as it was afterwards. */
    public static int ask(Catalog catalog, Path zones, Findings findings) {
        List<GoldenQuery> queries = new ArrayList<>();
        for (Path file : files(zones, findings)) {
            queries.addAll(GoldenFile.read(file, findings));
        }
        GoldenQueries run = new GoldenQueries(catalog, findings);
        queries.forEach(run::ask);
        return queries.size();
    }

    private static List<Path> files(Path zones, Findings findings) {
        try (Stream<Path> entries = Files.list(zones)) {
            return entries.filter(file -> String.valueOf(file.getFileName()).endsWith(ENDING)
                            && !String.valueOf(file.getFileName()).startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            findings.error(Place.start(zones.toString()), "the folder of zones cannot be read: " + e, null);
            return List.of();
        }
    }

    private void ask(GoldenQuery query) {
        Set<Pair> down = down(query);
        suppose(down);
        try {
            judge(query);
        } finally {
            if (!down.isEmpty()) {
                suppose(Set.of());
            }
        }
    }

    private void suppose(Set<Pair> down) {
        catalog.pools()
                .forEach(pool ->
                        pool.suppose(pair -> down.contains(pair) ? new Verdict(false, false, 0) : Verdict.INITIAL));
    }

    private Set<Pair> down(GoldenQuery query) {
        Set<Pair> pairs = new HashSet<>();
        for (GoldenQuery.Down down : query.down()) {
            List<PlanAddress> addresses = catalog.pools().stream()
                    .flatMap(pool -> pool.addresses().stream())
                    .filter(address -> address.member().equals(down.member()))
                    .toList();
            List<Pair> probed = addresses.stream()
                    .map(PlanAddress::pair)
                    .flatMap(Stream::ofNullable)
                    .toList();
            if (addresses.isEmpty()) {
                Set<String> known = catalog.pools().stream()
                        .flatMap(pool -> pool.addresses().stream())
                        .map(PlanAddress::member)
                        .collect(Collectors.toCollection(TreeSet::new));
                findings.error(
                        down.place(),
                        "there is no member \"" + down.member() + "\"",
                        Fields.hint(down.member(), known));
            } else if (probed.isEmpty()) {
                findings.error(
                        down.place(), "the member \"" + down.member() + "\" has no check that could be down", null);
            }
            pairs.addAll(probed);
        }
        return pairs;
    }

    /** An answer, and every record set that could have come in its place as far as that can be said. */
    private record Asked(Message message, List<Record> records, List<AnswerTrace.Selection> selections) {}

    private Asked asked(GoldenQuery query, long seed) {
        AnswerTrace trace = new AnswerTrace();
        byte[] octets = explainer.ask(
                catalog,
                new Explainer.Question(query.name(), query.type(), query.resolver(), query.client(), false),
                seed,
                trace);
        try {
            Message message = new Message(octets);
            List<Record> records = message.getSection(Section.ANSWER).stream()
                    .filter(record -> query.type() == Type.ANY || record.getType() == query.type())
                    .toList();
            List<AnswerTrace.Selection> selections = trace.found().stream()
                    .flatMap(found -> found.selections().stream())
                    .filter(selection -> query.type() == (selection.leaf().ipv6() ? Type.AAAA : Type.A))
                    .toList();
            return new Asked(message, records, selections);
        } catch (IOException e) {
            throw new UncheckedIOException("our own response is no message", e);
        }
    }

    private void judge(GoldenQuery query) {
        Asked asked = asked(query, query.hashCode());
        String came = came(asked);
        boolean holds = switch (query.answer()) {
            case GoldenQuery.Nothing(var what) -> came.equals(what);
            case GoldenQuery.OneOf(var sets) -> !asked.records().isEmpty() && isOneOf(query, asked, sets);
            case GoldenQuery.SomeOf(var count, var records) ->
                !asked.records().isEmpty() && isWithin(asked, count, count, data(records));
        };
        if (!holds) {
            findings.error(query.expected(), what(query) + " is answered " + came, "not what is expected here");
            return;
        }
        Integer ttl = query.ttl();
        Optional<Record> other = asked.records().stream()
                .filter(record -> ttl != null && record.getTTL() != ttl)
                .findFirst();
        other.ifPresent(record -> findings.error(
                query.expected(), what(query) + " has a TTL of " + record.getTTL() + ", not " + ttl, null));
        Integer scope = query.scope();
        Integer given = scope(asked.message());
        if (scope != null && !scope.equals(given)) {
            findings.error(
                    query.expected(),
                    what(query) + (given == null ? " has no scope" : " has the scope " + given + ", not " + scope),
                    query.client() == null ? "a scope comes with client=PREFIX" : null);
        }
    }

    private boolean isOneOf(GoldenQuery query, Asked asked, List<List<Record>> sets) {
        Set<String> all = new HashSet<>();
        sets.forEach(set -> all.addAll(data(set)));
        int fewest = sets.stream().mapToInt(List::size).min().orElse(0);
        int most = sets.stream().mapToInt(List::size).max().orElse(0);
        if (!isWithin(asked, fewest, most, all)) {
            return false;
        }
        if (asked.selections().isEmpty() || sets.size() == 1 || most == 1) {
            return sets.stream().anyMatch(set -> data(set).equals(data(asked.records())));
        }
        for (int draw = 0; draw < DRAWS; draw++) {
            Set<String> drawn = data(asked(query, draw).records());
            if (sets.stream().noneMatch(set -> data(set).equals(drawn))) {
                return false;
            }
        }
        return true;
    }

    /** Whether every answer that can come has so many records, and only such. */
    private static boolean isWithin(Asked asked, int fewest, int most, Set<String> allowed) {
        boolean drawn = asked.selections().stream()
                .map(AnswerTrace.Selection::report)
                .allMatch(report -> {
                    PoolReport answering = answering(report);
                    return answering.fewest() >= fewest
                            && answering.most() <= most
                            && answering.shares().stream()
                                    .allMatch(share -> allowed.contains(literal(share.address())));
                });
        int records = asked.records().size();
        return drawn && records >= fewest && records <= most && allowed.containsAll(data(asked.records()));
    }

    /** The pool that answers where one hands over to another. */
    private static PoolReport answering(PoolReport report) {
        PoolReport other = report.other();
        return other == null ? report : answering(other);
    }

    private static Set<String> data(Collection<Record> records) {
        return records.stream().map(GoldenQueries::data).collect(Collectors.toSet());
    }

    private static String data(Record record) {
        return record.rdataToString();
    }

    private static String literal(String address) {
        InetAddress given = InetAddress.ofLiteral(address);
        return data(
                given.getAddress().length == 4
                        ? new ARecord(Name.root, DClass.IN, 0, given)
                        : new AAAARecord(Name.root, DClass.IN, 0, given));
    }

    private static @Nullable Integer scope(Message message) {
        OPTRecord opt = message.getOPT();
        return opt == null
                ? null
                : opt.getOptions(EDNSOption.Code.CLIENT_SUBNET).stream()
                        .map(option -> ((ClientSubnetOption) option).getScopePrefixLength())
                        .findFirst()
                        .orElse(null);
    }

    private static String came(Asked asked) {
        Message message = asked.message();
        if (message.getRcode() != Rcode.NOERROR) {
            return Rcode.string(message.getRcode());
        }
        if (asked.records().isEmpty()) {
            boolean referral = !message.getHeader().getFlag(Flags.AA)
                    && message.getSection(Section.AUTHORITY).stream().anyMatch(record -> record.getType() == Type.NS);
            return referral ? "REFERRAL" : "NODATA";
        }
        Set<String> drawn = new TreeSet<>();
        asked.selections()
                .forEach(selection ->
                        answering(selection.report()).shares().forEach(share -> drawn.add(literal(share.address()))));
        Set<String> shown = drawn.isEmpty() ? new TreeSet<>(data(asked.records())) : drawn;
        int most = asked.selections().stream()
                .mapToInt(selection -> answering(selection.report()).most())
                .max()
                .orElse(shown.size());
        return (shown.size() > most ? most + " of " : "")
                + shown.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (shown.size() > SHOWN ? " and " + (shown.size() - SHOWN) + " more" : "");
    }

    private static String what(GoldenQuery query) {
        return query.name() + " " + Type.string(query.type())
                + (query.client() == null ? "" : " for " + query.client())
                + (query.down().isEmpty()
                        ? ""
                        : query.down().stream()
                                .map(GoldenQuery.Down::member)
                                .collect(Collectors.joining(", ", " with ", " down")));
    }
}
