package io.proxima.conformance;

import io.proxima.answer.TestServer;
import io.proxima.wire.ResponseWriter;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** Compares our answers with those of two peers, and counts the differences that are meant. */
final class Comparison {
    private final ZoneRecords zones;
    private final TestServer ours;
    private final List<Peer> peers;
    private final Map<Meant, Integer> met = new EnumMap<>(Meant.class);
    private int cut;

    Comparison(ZoneRecords zones, TestServer ours, Peer one, Peer other) {
        this.zones = zones;
        this.ours = ours;
        this.peers = List.of(one, other);
    }

    /** How often each difference that is meant was met. */
    String met() {
        return met + ", compared over TCP since a datagram was too small " + cut;
    }

    /** A difference that nothing explains, as a text with zones and answers; empty where there is none. */
    Optional<String> differs(Message query) {
        Optional<Set<Meant>> meant = meant(query, ours::ask, peer -> peer.ask(query));
        if (meant.isEmpty() && isLarge(query)) {
            // Each server leaves out other things than the next; whole, the answers must be the same.
            meant = meant(query, ours::askTcp, peer -> peer.askTcp(query));
            cut++;
        }
        meant.ifPresent(all -> all.forEach(kind -> met.merge(kind, 1, Integer::sum)));
        return meant.isPresent() ? Optional.empty() : Optional.of(told(query));
    }

    /** The differences that are meant; empty where there is another. */
    private Optional<Set<Meant>> meant(
            Message query, Function<Message, Message> us, Function<Peer, Message> peersAnswer) {
        Seen mine = Seen.of(us.apply(query));
        Set<Seen> theirs = new HashSet<>();
        Set<Meant> all = EnumSet.noneOf(Meant.class);
        for (Peer peer : peers) {
            Meant.Case asked = new Meant.Case(zones, name(query), type(query), peer.name());
            Meant.Both both = new Meant.Both(mine, Seen.of(peersAnswer.apply(peer)));
            theirs.add(Meant.NSD_NAMES_THE_ZONES_SERVERS.without(asked, both).theirs());
            for (Meant kind : Meant.values()) {
                if (!both.agree()) {
                    Meant.Both rest = kind.without(asked, both);
                    if (!rest.equals(both)) {
                        all.add(kind);
                    }
                    both = rest;
                }
            }
            if (!both.agree()) {
                return Optional.empty();
            }
        }
        // Where the two agree there is nothing to explain.
        boolean alone = theirs.size() == 1 && !theirs.contains(mine);
        return alone ? Optional.empty() : Optional.of(all);
    }

    /** Whether our whole answer or a peer's is larger than the datagram that the query allows. */
    private boolean isLarge(Message query) {
        int allowed = query.getOPT() == null
                ? 512
                : Math.min(query.getOPT().getPayloadSize(), ResponseWriter.UDP_PAYLOAD_OCTETS);
        return ours.answer(query.toWire(), true).length > allowed
                || peers.stream().anyMatch(peer -> peer.ask(query).getHeader().getFlag(Flags.TC));
    }

    private static String name(Message query) {
        return query.getQuestion().getName().toString().toLowerCase(Locale.ROOT);
    }

    private static String type(Message query) {
        return Type.string(query.getQuestion().getType());
    }

    private String told(Message query) {
        Message mine = ours.ask(query);
        Set<String> apexes = new LinkedHashSet<>();
        apexes.add(String.valueOf(zones.zoneOf(name(query))));
        Seen.of(mine).aliases().forEach(line -> apexes.add(String.valueOf(zones.zoneOf(line.target()))));
        StringBuilder told = new StringBuilder(query.getQuestion() + ", EDNS " + query.getOPT() + "\n");
        told.append("  ours     ").append(Seen.of(mine)).append('\n');
        peers.forEach(peer -> told.append("  %-8s ".formatted(peer.name()))
                .append(Seen.of(peer.ask(query)))
                .append('\n'));
        apexes.forEach(apex -> told.append(zones.text(apex)).append('\n'));
        return told.toString();
    }
}
