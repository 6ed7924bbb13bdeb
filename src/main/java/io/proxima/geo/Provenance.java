package io.proxima.geo;

import com.maxmind.db.DatabaseRecord;
import com.maxmind.db.Network;
import com.maxmind.db.Reader;
import io.proxima.net.Prefix;
import io.proxima.net.PrefixMap;
import io.proxima.source.Findings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one file says of an address, in the file's own words: for people who ask why.
 *
 * <p>Databases are opened and asked anew, so that nothing of this is kept in memory; it is for commands, never for a query.
 *
 * @param file the path as the operator knows it
 * @param network the prefix that the file speaks of; of a database without a record the one that has none; null where the
 *     file could not be read
 * @param facts the record's values by their keys, {@code location.latitude}; of names the English; without the numbers that
 *     only the file's maker knows. Of an own network {@code line}, {@code site},
 *     {@code latitude} and {@code longitude}
 * @param problem why nothing is known, or null
 */
public record Provenance(
        String file,
        @Nullable Prefix network,
        Map<String, String> facts,
        @Nullable String problem) {

    public Provenance {
        facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    }

    /** The own networks around an address, the longest first, then each database in its order. */
    static List<Provenance> of(Networks networks, List<Path> databases, Prefix client) {
        Prefix address = Prefix.masked(client.ipv6(), client.high(), client.low(), Prefix.width(client.ipv6()));
        List<Provenance> all = new ArrayList<>();
        for (int row : networks.around(address)) {
            all.add(own(networks.prefixes().prefix(row), networks.own(networks.kind(row))));
        }
        databases.forEach(database -> all.add(asked(database, address)));
        return List.copyOf(all);
    }

    private static Provenance own(Prefix prefix, Networks.Own network) {
        Map<String, String> facts = new TreeMap<>();
        if (!network.line().isEmpty()) {
            facts.put("line", network.line());
        }
        if (network.site() != null) {
            facts.put("site", network.site());
        }
        if (network.at() != null) {
            facts.put("latitude", String.valueOf(network.at().latitude()));
            facts.put("longitude", String.valueOf(network.at().longitude()));
        }
        return new Provenance(network.file(), prefix, facts, null);
    }

    private static Provenance asked(Path database, Prefix address) {
        if (!Database.isMaxMind(database)) {
            return compiled(database, address);
        }
        try (Reader reader = new Reader(database.toFile())) {
            DatabaseRecord<?> found = reader.getRecord(address.firstAddress(), Map.class);
            Map<String, String> facts = new TreeMap<>();
            if (found.data() instanceof Map<?, ?> record) {
                flatten("", record, facts);
            }
            return new Provenance(
                    database.toString(),
                    prefix(found.network(), address.ipv6()),
                    facts,
                    facts.isEmpty() ? "has no record of it" : null);
        } catch (IOException | RuntimeException e) {
            // The reader answers a damaged file with unchecked exceptions of many kinds.
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new Provenance(database.toString(), null, Map.of(), "cannot be read: " + reason);
        }
    }

    /** What is kept of forms that are not asked by address but read whole. */
    private static Provenance compiled(Path path, Prefix address) {
        Findings findings = new Findings();
        Optional<Database> read = Database.read(path, findings);
        if (read.isEmpty()) {
            String problem = findings.sorted().getFirst().message();
            return new Provenance(path.toString(), null, Map.of(), problem);
        }
        long found = read.get().map().lookup(address);
        DatabaseFacts known = read.get().records().facts(PrefixMap.value(found));
        Map<String, String> facts = new TreeMap<>();
        if (known.country() != null) {
            facts.put("country", known.country());
        }
        if (!known.subdivisions().isEmpty()) {
            facts.put("subdivision", known.subdivisions().getFirst());
        }
        if (known.asNumber() != null) {
            facts.put("autonomous_system_number", String.valueOf(known.asNumber()));
        }
        if (!known.ispNames().isEmpty()) {
            facts.put("isp", known.ispNames().getFirst());
        }
        Prefix network = Prefix.masked(address.ipv6(), address.high(), address.low(), PrefixMap.depth(found));
        return new Provenance(path.toString(), network, facts, facts.isEmpty() ? "has no record of it" : null);
    }

    /** The reader gives an IPv4 network as such, but the empty space around it by its length in an IPv6 tree. */
    private static Prefix prefix(Network network, boolean ipv6) {
        Prefix host = Prefix.of(network.networkAddress());
        int length = host.ipv6() == ipv6 || network.prefixLength() < 96
                ? network.prefixLength()
                : network.prefixLength() - 96;
        return Prefix.masked(host.ipv6(), host.high(), host.low(), Math.min(length, Prefix.width(host.ipv6())));
    }

    private static void flatten(String at, Object value, Map<String, String> facts) {
        switch (value) {
            case Map<?, ?> map ->
                map.forEach((key, below) -> {
                    String name = String.valueOf(key);
                    if (name.equals("names") && below instanceof Map<?, ?> names) {
                        if (names.get("en") != null) {
                            facts.put(at + "name", String.valueOf(names.get("en")));
                        }
                    } else if (!name.equals("geoname_id") && below != null) {
                        flatten(at + name + ".", below, facts);
                    }
                });
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    flatten(at + (list.size() == 1 ? "" : (i + 1) + "."), list.get(i), facts);
                }
            }
            default -> facts.put(at.substring(0, at.length() - 1), String.valueOf(value));
        }
    }
}
