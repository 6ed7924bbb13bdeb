package io.proxima.control;

import io.proxima.answer.AnswerTrace;
import io.proxima.answer.EngineSettings;
import io.proxima.answer.QueryEngine;
import io.proxima.answer.Transport;
import io.proxima.catalog.Catalog;
import io.proxima.catalog.Match;
import io.proxima.catalog.Published;
import io.proxima.geo.Coordinates;
import io.proxima.geo.Facts;
import io.proxima.geo.Geography;
import io.proxima.net.ClientAddress;
import io.proxima.net.Prefix;
import io.proxima.policy.Policy;
import io.proxima.policy.SteeredName;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * Explains answers, by asking an engine of its own with a recorder; for any thread, off the query path.
 *
 * @param settings what the server's engines go by
 */
public record Explainer(EngineSettings settings) {
    private static final int ECS = 8;
    private static final int MOST_OCTETS = 65_535;

    /**
     * What is to be explained.
     *
     * @param resolver who asks
     * @param subnet for whom, or null
     * @param askFiles whether the databases' files are asked what they say, beyond what was compiled from them
     */
    public record Question(
            Name name, int type, Prefix resolver, @Nullable Prefix subnet, boolean askFiles) {

        /**
         * What a command line asks.
         *
         * @throws IllegalArgumentException with a sentence for the operator
         */
        public static Question parse(String name, String type, @Nullable String client, String resolver) {
            int number = RrType.parse(type);
            if (number < 0) {
                throw new IllegalArgumentException("\"" + type + "\" is no type of records");
            }
            Prefix source = Prefix.of(Prefix.address(resolver));
            return new Question(Name.parse(name), number, source, client == null ? null : Prefix.parse(client), true);
        }
    }

    /** Explains one answer of a catalog as its state is now. */
    public Explanation explain(Catalog catalog, Question question, Explanation.State state, long nowMillis) {
        AnswerTrace trace = new AnswerTrace();
        byte[] response = ask(catalog, question, nowMillis, trace);
        AnswerTrace.Client who = trace.client();
        List<AnswerTrace.Selection> selections = trace.found().stream()
                .flatMap(found -> found.selections().stream())
                .toList();
        boolean heeded =
                selections.stream().allMatch(selection -> selection.leaf().ecs());
        Prefix chooses = who == null ? question.resolver() : heeded ? who.chooses() : who.resolver();
        Facts facts = catalog.geography().facts(chooses);
        PoolWords words = new PoolWords(catalog, facts, nowMillis);
        return new Explanation(
                1,
                question.name().toString(),
                RrType.name(question.type()),
                state,
                who == null ? null : client(catalog.geography(), who, chooses, facts, question.askFiles()),
                trace.found().stream().map(found -> lookup(catalog, found)).toList(),
                selections.stream().map(words::pool).toList(),
                scope(who, heeded, selections),
                answer(response));
    }

    /** One response of a catalog, with what led to it. */
    byte[] ask(Catalog catalog, Question question, long seed, AnswerTrace trace) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] query = query(question);
            MemorySegment in = arena.allocate(query.length);
            in.copyFrom(MemorySegment.ofArray(query));
            MemorySegment out = arena.allocate(MOST_OCTETS);
            ClientAddress resolver = new ClientAddress();
            resolver.set(question.resolver());
            QueryEngine engine = new QueryEngine(new Published(catalog).reader(), settings, Transport.TCP, seed);
            engine.beginBatch();
            int octets = engine.explain(in, 0, query.length, resolver, out, 0, trace);
            engine.endBatch();
            return out.asSlice(0, octets).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** A query with a client subnet option (RFC 7871 section 6) where there is a subnet. */
    private static byte[] query(Question question) {
        Prefix subnet = question.subnet();
        int addressOctets = subnet == null ? 0 : (subnet.length() + 7) / 8;
        ByteBuffer query = ByteBuffer.allocate(12 + question.name().length() + 4 + 11 + 8 + addressOctets);
        query.putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 1)
                .putInt(0)
                .putShort((short) 1);
        query.put(question.name().octets()).putShort((short) question.type()).putShort((short) 1);
        query.put((byte) 0).putShort((short) RrType.OPT).putShort((short) 1232).putInt(0);
        query.putShort((short) (subnet == null ? 0 : 8 + addressOctets));
        if (subnet != null) {
            query.putShort((short) ECS).putShort((short) (4 + addressOctets));
            query.putShort((short) (subnet.ipv6() ? 2 : 1))
                    .put((byte) subnet.length())
                    .put((byte) 0);
            query.put(subnet.firstAddress().getAddress(), 0, addressOctets);
        }
        return java.util.Arrays.copyOf(query.array(), query.position());
    }

    private static Explanation.Client client(
            Geography geography, AnswerTrace.Client who, Prefix chooses, Facts facts, boolean askFiles) {
        List<Explanation.Fact> known = new ArrayList<>();
        facts.networks().forEach(network -> known.add(fact(facts, "own network", "networks", network)));
        add(known, facts, "country", "country", facts.country());
        facts.subdivisions().forEach(code -> known.add(fact(facts, "subdivision", "subdivisions", code)));
        add(known, facts, "continent", "continent", facts.continent());
        add(known, facts, "area", "country", facts.area());
        Coordinates at = Geography.coordinates(facts);
        if (at != null) {
            known.add(fact(facts, "coordinates", "coordinates", at.latitude() + "," + at.longitude()));
        }
        facts.isps().forEach(isp -> known.add(fact(facts, "isp", "isps", isp)));
        List<Explanation.Source> sources = askFiles
                ? geography.sources(chooses).stream()
                        .map(source -> new Explanation.Source(
                                source.file(),
                                source.network() == null
                                        ? null
                                        : source.network().toString(),
                                source.facts(),
                                source.problem()))
                        .toList()
                : List.of();
        return new Explanation.Client(
                who.resolver().firstAddress().getHostAddress(),
                who.subnet() == null ? null : who.subnet().toString(),
                who.believed(),
                chooses.toString(),
                known,
                geography.inheritance(facts),
                sources);
    }

    private static void add(
            List<Explanation.Fact> known, Facts facts, String name, String key, @Nullable String value) {
        if (value != null) {
            known.add(fact(facts, name, key, value));
        }
    }

    private static Explanation.Fact fact(Facts facts, String name, String key, String value) {
        return new Explanation.Fact(name, value, facts.sources().get(key));
    }

    private static Explanation.Lookup lookup(Catalog catalog, AnswerTrace.Found found) {
        Name at = found.at();
        Optional<SteeredName> steered = catalog.policies().stream()
                .filter(policy -> found.zone() != null
                        && policy.zone().equals(found.zone().apexName()))
                .map(Policy::names)
                .filter(names -> at != null && names.containsKey(at))
                .map(names -> names.get(at))
                .findFirst();
        boolean answers = found.kind() == Match.Kind.EXACT || found.kind() == Match.Kind.WILDCARD;
        return new Explanation.Lookup(
                found.name().toString(),
                found.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                found.zone() == null ? null : found.zone().apexName().toString(),
                found.zone() == null ? null : found.zone().file(),
                at == null ? null : at.toString(),
                found.types().stream().map(RrType::name).toList(),
                answers ? steered.map(name -> name.place().toString()).orElse(null) : null);
    }

    private static Explanation.Scope scope(
            AnswerTrace.@Nullable Client who, boolean heeded, List<AnswerTrace.Selection> selections) {
        List<Explanation.Depth> from = selections.stream()
                .flatMap(selection -> selection.walk().depths().stream())
                .map(depth -> new Explanation.Depth(depth.group(), depth.rule(), depth.length()))
                .distinct()
                .toList();
        int longest = from.stream().mapToInt(Explanation.Depth::length).max().orElse(0);
        if (who != null && who.believed() && !heeded) {
            return new Explanation.Scope(0, "the name leaves client subnets out: the resolver's address chose", from);
        }
        if (who == null || !who.believed()) {
            String why = who != null && who.subnet() != null && who.subnet().length() > 0
                    ? "the subnet of this resolver is not believed: its own address chose"
                    : "the resolver's address chose";
            return new Explanation.Scope(0, why, from);
        }
        return new Explanation.Scope(
                longest, from.isEmpty() ? "no rule looked at the client" : "the longest of those that looked", from);
    }

    private static Explanation.Answer answer(byte[] octets) {
        try {
            Message message = new Message(octets);
            return new Explanation.Answer(Rcode.string(message.getRcode()), octets.length, DigText.of(message));
        } catch (IOException e) {
            throw new UncheckedIOException("our own response is no message", e);
        }
    }
}
