package io.proxima.geo;

import com.maxmind.db.CHMCache;
import com.maxmind.db.InvalidDatabaseException;
import com.maxmind.db.Reader;
import com.maxmind.geoip2.model.AsnResponse;
import com.maxmind.geoip2.model.CityResponse;
import com.maxmind.geoip2.model.ConnectionTypeResponse;
import com.maxmind.geoip2.model.CountryResponse;
import com.maxmind.geoip2.model.EnterpriseResponse;
import com.maxmind.geoip2.model.IspResponse;
import io.proxima.net.Prefix;
import io.proxima.net.PrefixMap;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A MaxMind DB (format 2.0), walked once.
 *
 * <p>The search tree is read here, node by node, and becomes the map's tree as it stands. A record is decoded once for all
 * networks that share it: one of the types that GeoIP2 knows by MaxMind's reader into GeoIP2's models, a flat one by
 * {@link FlatRecords}. IPv4 stands in an IPv6 tree below ::/96, and the aliases of that subtree are left out. A tree whose nodes
 * are met more often than a tree's can be goes round in a circle and is refused.
 *
 * <p>The file is read into native memory that is given back at the end. It is not mapped: one that is cut short while it is
 * mapped breaks more than the reading.
 *
 * @see <a href="https://maxmind.github.io/MaxMind-DB/">MaxMind DB File Format Specification</a>
 */
final class MaxMindFile {
    private static final int IPV4_BELOW = 96;
    private static final int PIECE = 1 << 24;

    private final String type;
    private final SearchTree tree;
    private final boolean ipv6;
    private final long dataLength;
    private final Records records;
    private final RecordReader reader;
    private final PrefixMap.Assembly assembly = new PrefixMap.Assembly();
    private final NumberTable known = new NumberTable();
    private long ipv4Root = -1;
    private long visited;
    private boolean recordsRead;

    /** Reads the record at an offset, which that network and perhaps others have, and gives its index. */
    @FunctionalInterface
    private interface RecordReader {
        int read(long offset, Prefix network) throws IOException;
    }

    private MaxMindFile(MaxMindMetadata metadata, SearchTree tree, Records records, RecordReader reader) {
        this.type = metadata.type();
        this.tree = tree;
        this.ipv6 = metadata.ipVersion() == 6;
        this.dataLength = metadata.start() - tree.dataStart();
        this.records = records;
        this.reader = reader;
    }

    /**
     * Reads a file.
     *
     * @throws InvalidDatabaseException if this is no MaxMind DB, or not a whole one
     */
    static Database read(Path path, Findings findings) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment octets = contents(path, arena);
            MaxMindMetadata metadata = MaxMindMetadata.of(octets);
            SearchTree tree = SearchTree.of(octets, metadata);
            Class<?> model = model(metadata.type());
            Records records = new Records();
            if (model == null) {
                FlatRecords flat = new FlatRecords(new MaxMindData(octets.asSlice(tree.dataStart())), records);
                return new MaxMindFile(metadata, tree, records, (offset, _) -> flat.read(offset))
                        .database(path.toString(), findings);
            }
            try (Reader reader = new Reader(path.toFile(), Reader.FileMode.MEMORY, new CHMCache())) {
                return new MaxMindFile(
                                metadata,
                                tree,
                                records,
                                (_, network) -> DatabaseFacts.read(
                                        reader.getRecord(network.firstAddress(), model)
                                                .data(),
                                        records))
                        .database(path.toString(), findings);
            }
        } catch (InvalidDatabaseException e) {
            throw e;
        } catch (RuntimeException e) {
            // The reader answers a damaged file with unchecked exceptions of many kinds.
            throw new InvalidDatabaseException(
                    e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
        }
    }

    private static MemorySegment contents(Path path, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            MemorySegment octets = arena.allocate(size);
            for (long at = 0; at < size; at += PIECE) {
                ByteBuffer piece =
                        octets.asSlice(at, Math.min(PIECE, size - at)).asByteBuffer();
                while (piece.hasRemaining()) {
                    if (channel.read(piece, at + piece.position()) < 0) {
                        throw new InvalidDatabaseException("it became shorter while it was read");
                    }
                }
            }
            return octets;
        }
    }

    /** The database; that all of its records are of no use here, as those of a wrong type are, is a finding. */
    private Database database(String file, Findings findings) throws IOException {
        PrefixMap map = map();
        if (recordsRead && records.size() == 1) {
            findings.error(
                    Place.start(file),
                    "none of its records says where or whose an address is: its type is \"" + type + "\"",
                    "City, Country, Enterprise, ISP, ASN and Connection-Type databases do");
        }
        return new Database(file, map, records);
    }

    private PrefixMap map() throws IOException {
        if (!ipv6) {
            return assembly.build(below(0, false, 0, 0, 0), assembly.leaf(0));
        }
        long node = 0;
        for (int depth = 0; depth < IPV4_BELOW && node < tree.nodeCount(); depth++) {
            node = tree.child(tree.records(node), 0);
        }
        ipv4Root = node < tree.nodeCount() ? node : -1;
        int root4 = below(node, false, 0, 0, 0);
        return assembly.build(root4, below(0, true, 0, 0, 0));
    }

    /** The tree below a record that was reached over {@code depth} bits: of a node, of data, or of nothing. */
    private int below(long record, boolean ipv6Family, long high, long low, int depth) throws IOException {
        if (record >= tree.nodeCount()) {
            return assembly.leaf(record == tree.nodeCount() ? 0 : data(record, ipv6Family, high, low, depth));
        }
        if (ipv6Family && record == ipv4Root) {
            return assembly.leaf(0);
        }
        if (depth == Prefix.width(ipv6Family)) {
            throw new InvalidDatabaseException("its search tree is deeper than an address is long");
        }
        if (++visited > 2 * tree.nodeCount()) {
            throw new InvalidDatabaseException("its search tree goes round in a circle");
        }
        long records = tree.records(record);
        int zero = below(tree.child(records, 0), ipv6Family, high, low, depth + 1);
        long oneHigh = depth < Long.SIZE ? high | 1L << (Long.SIZE - 1 - depth) : high;
        long oneLow = depth < Long.SIZE ? low : low | 1L << (2 * Long.SIZE - 1 - depth);
        return assembly.node(zero, below(tree.child(records, 1), ipv6Family, oneHigh, oneLow, depth + 1));
    }

    private int data(long record, boolean ipv6Family, long high, long low, int depth) throws IOException {
        long offset = tree.offset(record);
        if (offset < 0 || offset >= dataLength) {
            throw new InvalidDatabaseException(
                    "its search tree points outside the data, from " + Prefix.masked(ipv6Family, high, low, depth));
        }
        int index = known.get(offset);
        if (index < 0) {
            index = reader.read(offset, Prefix.masked(ipv6Family, high, low, depth));
            known.put(offset, index);
            recordsRead = true;
        }
        return index;
    }

    /** That of GeoIP2 for a type; null for a type that it does not know. */
    private static @Nullable Class<?> model(String type) {
        if (!type.matches("(GeoIP2|GeoLite2|DBIP)-.*")) {
            return null;
        }
        return type.contains("City")
                ? CityResponse.class
                : type.contains("Country")
                        ? CountryResponse.class
                        : type.contains("Enterprise")
                                ? EnterpriseResponse.class
                                : type.contains("ASN")
                                        ? AsnResponse.class
                                        : type.contains("ISP")
                                                ? IspResponse.class
                                                : type.contains("Connection-Type")
                                                        ? ConnectionTypeResponse.class
                                                        : null;
    }
}
