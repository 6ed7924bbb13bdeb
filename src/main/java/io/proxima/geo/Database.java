package io.proxima.geo;

import com.maxmind.db.CHMCache;
import com.maxmind.db.DatabaseRecord;
import com.maxmind.db.InvalidNetworkException;
import com.maxmind.db.Network;
import com.maxmind.db.Reader;
import com.maxmind.geoip2.model.AsnResponse;
import com.maxmind.geoip2.model.CityResponse;
import com.maxmind.geoip2.model.CountryResponse;
import com.maxmind.geoip2.model.EnterpriseResponse;
import com.maxmind.geoip2.model.IspResponse;
import io.proxima.net.Prefix;
import io.proxima.net.PrefixMap;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One MaxMind DB file, compiled: an address to an index into what the file knows.
 *
 * <p>The file's tree is walked once, each distinct record kept once, and the file is closed; no query ever comes here.
 * IPv4 stands in an IPv6 tree below ::/96, and the aliases of that subtree are left out.
 *
 * @param file the path as the operator knows it
 * @param records by value of {@code map}; the first knows nothing
 */
record Database(String file, PrefixMap map, List<DatabaseFacts> records) {

    /** Reads a file; what cannot be read whole becomes a finding, and nothing of it is used. */
    static Optional<Database> read(Path path, Findings findings) {
        String file = path.toString();
        if (!Files.isRegularFile(path)) {
            findings.error(Place.start(file), "there is no such database", null);
            return Optional.empty();
        }
        try (Reader reader = new Reader(path.toFile(), new CHMCache())) {
            return Optional.of(compile(file, reader));
        } catch (IOException | InvalidNetworkException | RuntimeException e) {
            // The reader answers a damaged file with unchecked exceptions of many kinds.
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            findings.error(Place.start(file), "this is no whole MaxMind DB: " + reason, "fetch the file anew");
            return Optional.empty();
        }
    }

    private static Database compile(String file, Reader reader) throws IOException, InvalidNetworkException {
        Class<?> model = model(reader.getMetadata().databaseType());
        PrefixMap.Builder builder = PrefixMap.builder(0);
        Map<DatabaseFacts, Integer> indexes = new HashMap<>();
        List<DatabaseFacts> records = new ArrayList<>(List.of(DatabaseFacts.NONE));
        indexes.put(DatabaseFacts.NONE, 0);
        Iterator<? extends DatabaseRecord<?>> networks = reader.networks(false, model);
        while (networks.hasNext()) {
            DatabaseRecord<?> next = networks.next();
            DatabaseFacts facts = DatabaseFacts.of(next.data());
            Integer known = indexes.putIfAbsent(facts, records.size());
            if (known == null) {
                records.add(facts);
            }
            builder.put(prefix(next.network()), known == null ? records.size() - 1 : known);
        }
        return new Database(file, builder.build(), List.copyOf(records));
    }

    private static Class<?> model(String type) {
        if (!type.matches("(GeoIP2|GeoLite2|DBIP)-.*")) {
            return Map.class;
        }
        return type.contains("City")
                ? CityResponse.class
                : type.contains("Country")
                        ? CountryResponse.class
                        : type.contains("Enterprise")
                                ? EnterpriseResponse.class
                                : type.contains("ASN")
                                        ? AsnResponse.class
                                        : type.contains("ISP") ? IspResponse.class : Map.class;
    }

    private static Prefix prefix(Network network) {
        Prefix host = Prefix.of(network.networkAddress());
        int length = network.prefixLength();
        if (host.ipv6() && host.high() == 0 && host.low() >>> 32 == 0 && length >= 96) {
            return Prefix.masked(false, host.low() << 32, 0, length - 96);
        }
        return Prefix.masked(host.ipv6(), host.high(), host.low(), length);
    }
}
