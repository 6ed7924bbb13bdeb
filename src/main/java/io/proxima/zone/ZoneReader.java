package io.proxima.zone;

import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.wire.Name;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads master files (RFC 1035 section 5) into validated zones.
 *
 * <p>Understood are {@code $ORIGIN}, {@code $TTL} (RFC 2308 section 4) and {@code $INCLUDE}, BIND's TTL units, unknown types
 * and generic data (RFC 3597 section 5). Everything that is wrong in a file is found in one pass, each with its place. May be
 * shared between threads.
 */
public final class ZoneReader {
    private static final long MAX_FILE_OCTETS = 1L << 30;
    private static final String EXTENSION = ".zone";
    private static final String ROOT_FILE = "root.zone";

    private final Octets source;

    /** Where files come from: the disk, or a test's memory. */
    @FunctionalInterface
    public interface Octets {
        /** All octets of a file; the array becomes the reader's. */
        byte[] read(Path file) throws IOException;
    }

    /** A reader of files on disk, of at most 1 GiB each. */
    public ZoneReader() {
        this(ZoneReader::onDisk);
    }

    /** A reader that takes zone files and what they include from the source. */
    public ZoneReader(Octets source) {
        this.source = source;
    }

    /**
     * The apex that a file's name says: {@code example.com.zone} holds {@code example.com.}, {@code root.zone} the root. Empty
     * where the name does not end in {@code .zone} or says no name.
     */
    public static Optional<Name> apexOf(Path file) {
        Path last = file.getFileName();
        String name = last == null ? "" : last.toString();
        if (name.equals(ROOT_FILE)) {
            return Optional.of(Name.ROOT);
        }
        if (!name.endsWith(EXTENSION)) {
            return Optional.empty();
        }
        String stem = name.substring(0, name.length() - EXTENSION.length());
        if (stem.equals("@") || stem.equals(".")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Name.parse(stem));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /**
     * Reads a zone file and what it includes. Warnings leave a zone; any error leaves none.
     *
     * @param file where it is
     * @param displayedName what findings and the zone call it
     * @param apex the zone's name, and the first origin
     * @param findings takes everything that is found, in the order of the file
     */
    public Optional<Zone> read(Path file, String displayedName, Name apex, Findings findings) {
        Reading reading = read(file, displayedName, apex, ZoneSource.Limits.NEVER);
        reading.tell(findings);
        return Optional.ofNullable(reading.zone());
    }

    /** Reads a zone file and what it includes, in chunks where it is large enough to be followed from edit to edit. */
    Reading read(Path file, String displayedName, Name apex, ZoneSource.Limits limits) {
        Reading reading = read(file, displayedName, limits, Gathered.forgetful(apex));
        return reading == null
                ? Objects.requireNonNull(read(file, displayedName, limits, new Gathered(apex)), "no place is forgotten")
                : reading;
    }

    /** Null where what is said is of what was forgotten. */
    private @Nullable Reading read(Path file, String displayedName, ZoneSource.Limits limits, Gathered gathered) {
        Findings found = new Findings();
        List<Chunk> chunks = null;
        boolean included = false;
        try {
            byte[] octets = source.read(file);
            Carry start = Carry.first(gathered.apex());
            ChunkLog log =
                    octets.length < limits.leastOctets() ? null : new ChunkLog(limits.chunkOctets(), octets, 1, start);
            Includes includes = new Includes(source, gathered, file, displayedName);
            MasterFile master = new MasterFile(file, displayedName, octets);
            int lines = MasterReader.of(master, gathered, includes, new RdataReader(), start, found)
                    .read(1, log);
            included = includes.any();
            chunks = log == null ? null : log.finish(lines);
        } catch (IOException e) {
            found.error(Place.start(displayedName), "cannot be read: " + reason(e), null);
            return new Reading(null, gathered.said(found), null, false);
        }
        new OwnerChecks(gathered, displayedName, found).run();
        new TargetChecks(gathered, found).run();
        if (gathered.lacksPlaces(found)) {
            return null;
        }
        Zone zone = found.hasErrors() ? null : gathered.finish(displayedName, chunks != null);
        return new Reading(zone, gathered.said(found), zone == null ? null : chunks, included);
    }

    /** The octets of a file on disk. */
    public static byte[] onDisk(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("it is a folder");
        }
        if (Files.size(file) > MAX_FILE_OCTETS) {
            throw new IOException("it is larger than " + MAX_FILE_OCTETS + " octets");
        }
        return Files.readAllBytes(file);
    }

    /** Why a file cannot be read, in an operator's words. */
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "permission is denied";
            default -> String.valueOf(e.getMessage());
        };
    }
}
