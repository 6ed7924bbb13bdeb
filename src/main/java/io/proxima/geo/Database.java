package io.proxima.geo;

import com.maxmind.db.InvalidDatabaseException;
import io.proxima.net.PrefixMap;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * One geographic database, compiled: an address to an index into what the file knows.
 *
 * <p>Its form goes by the end of its name: {@code .csv} for rows of ranges and AS numbers, {@code .xdb} for ip2region, all
 * else for a MaxMind DB. The file is read once and whole; no query ever comes here.
 *
 * @param file the path as the operator knows it
 * @param records by value of {@code map}; the first knows nothing
 */
record Database(String file, PrefixMap map, Records records) {

    /** Reads a file; what cannot be read whole becomes a finding, and nothing of it is used. */
    static Optional<Database> read(Path path, Findings findings) {
        String file = path.toString();
        if (!Files.isRegularFile(path)) {
            findings.error(Place.start(file), "there is no such database", null);
            return Optional.empty();
        }
        Findings own = new Findings();
        try {
            Database database = read(path, file, own);
            findings.addAll(own);
            return own.hasErrors() ? Optional.empty() : Optional.of(database);
        } catch (InvalidDatabaseException e) {
            findings.error(Place.start(file), "this is no whole MaxMind DB: " + e.getMessage(), "fetch the file anew");
        } catch (IOException e) {
            findings.error(Place.start(file), "cannot be read: " + e, null);
        }
        return Optional.empty();
    }

    private static Database read(Path path, String file, Findings findings) throws IOException {
        if (isMaxMind(path)) {
            return MaxMindFile.read(path, findings);
        }
        return file.toLowerCase(Locale.ROOT).endsWith(".csv")
                ? AsnCsv.read(path, findings)
                : Ip2Region.read(path, findings);
    }

    /** Whether a file goes for a MaxMind DB. */
    static boolean isMaxMind(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        return !name.endsWith(".csv") && !name.endsWith(".xdb");
    }
}
