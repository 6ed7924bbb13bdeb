package io.proxima.geo;

import com.maxmind.db.CHMCache;
import com.maxmind.db.InvalidDatabaseException;
import com.maxmind.db.Metadata;
import com.maxmind.db.Reader;
import com.maxmind.geoip2.model.AsnResponse;
import com.maxmind.geoip2.model.CityResponse;
import com.maxmind.geoip2.model.CountryResponse;
import com.maxmind.geoip2.model.EnterpriseResponse;
import com.maxmind.geoip2.model.IspResponse;
import io.proxima.net.Prefix;
import io.proxima.net.PrefixMap;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;

/**
 * A MaxMind DB (format 2.0), walked once.
 *
 * <p>The search tree is read here, node by node, and becomes the map's tree as it stands; a record is decoded by MaxMind's
 * reader, once for all networks that share it. IPv4 stands in an IPv6 tree below ::/96, and the aliases of that subtree
 * are left out. A tree whose nodes are met more often than a tree's can be goes round in a circle and is refused.
 *
 * @see <a href="https://maxmind.github.io/MaxMind-DB/">MaxMind DB File Format Specification</a>
 */
final class MaxMindFile {
    private static final int IPV4_BELOW = 96;
    private static final int SEPARATOR = 16;

    private final Reader reader;
    private final SearchTree tree;
    private final Class<?> model;
    private final boolean ipv6;
    private final PrefixMap.Assembly assembly = new PrefixMap.Assembly();
    private final Shared<DatabaseFacts> records = new Shared<>();
    private final Shared<Object> parts = new Shared<>();
    private final OffsetTable known = new OffsetTable();
    private long ipv4Root;
    private long visited;

    private MaxMindFile(Reader reader, SearchTree tree) {
        Metadata metadata = reader.getMetadata();
        this.reader = reader;
        this.tree = tree;
        this.model = model(metadata.databaseType());
        this.ipv6 = metadata.ipVersion() == 6;
        this.ipv4Root = -1;
        records.index(DatabaseFacts.NONE);
    }

    /**
     * Reads a file.
     *
     * @throws InvalidDatabaseException if this is no MaxMind DB, or not a whole one
     */
    static Database read(Path path) throws IOException {
        try (Reader reader = reader(path.toFile());
                Arena arena = Arena.ofConfined()) {
            MaxMindFile file = new MaxMindFile(reader, SearchTree.read(path, reader.getMetadata(), arena));
            PrefixMap map = file.map();
            return new Database(path.toString(), map, new ArrayList<>(file.records.values()));
        } catch (InvalidDatabaseException e) {
            throw e;
        } catch (RuntimeException e) {
            // The reader answers a damaged file with unchecked exceptions of many kinds.
            throw new InvalidDatabaseException(
                    e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
        }
    }

    /** In memory, since a mapped file that is cut short under its reader breaks more than the reading. */
    private static Reader reader(File file) throws IOException {
        if (Files.size(file.toPath()) == 0) {
            throw new InvalidDatabaseException("it is empty");
        }
        return new Reader(file, Reader.FileMode.MEMORY, new CHMCache());
    }

    private PrefixMap map() throws IOException {
        if (!ipv6) {
            return assembly.build(below(0, false, 0, 0, 0), assembly.leaf(0));
        }
        long node = 0;
        for (int depth = 0; depth < IPV4_BELOW && node < tree.nodeCount(); depth++) {
            node = tree.child(node, 0);
        }
        ipv4Root = node < tree.nodeCount() ? node : -1;
        int root4 = below(node, false, 0, 0, 0);
        return assembly.build(root4, below(0, true, 0, 0, 0));
    }

    /** The tree below a record that was reached over {@code depth} bits: of a node, of data, or of nothing. */
    private int below(long pointer, boolean ipv6Family, long high, long low, int depth) throws IOException {
        if (pointer >= tree.nodeCount()) {
            return assembly.leaf(pointer == tree.nodeCount() ? 0 : record(pointer, ipv6Family, high, low, depth));
        }
        if (ipv6Family && pointer == ipv4Root) {
            return assembly.leaf(0);
        }
        if (depth == Prefix.width(ipv6Family)) {
            throw new InvalidDatabaseException("its search tree is deeper than an address is long");
        }
        if (++visited > 2 * tree.nodeCount()) {
            throw new InvalidDatabaseException("its search tree goes round in a circle");
        }
        int zero = below(tree.child(pointer, 0), ipv6Family, high, low, depth + 1);
        long oneHigh = depth < Long.SIZE ? high | 1L << (Long.SIZE - 1 - depth) : high;
        long oneLow = depth < Long.SIZE ? low : low | 1L << (2 * Long.SIZE - 1 - depth);
        return assembly.node(zero, below(tree.child(pointer, 1), ipv6Family, oneHigh, oneLow, depth + 1));
    }

    private int record(long pointer, boolean ipv6Family, long high, long low, int depth) throws IOException {
        long offset = pointer - tree.nodeCount() - SEPARATOR;
        if (offset < 0 || offset >= tree.dataLength()) {
            throw new InvalidDatabaseException(
                    "its search tree points outside the data, from " + Prefix.masked(ipv6Family, high, low, depth));
        }
        int index = known.get((int) offset);
        if (index < 0) {
            Prefix network = Prefix.masked(ipv6Family, high, low, depth);
            Object data = reader.getRecord(network.firstAddress(), model).data();
            index = data == null ? 0 : records.index(DatabaseFacts.of(data).with(parts));
            known.put((int) offset, index);
        }
        return index;
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
}
