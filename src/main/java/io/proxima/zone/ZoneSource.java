package io.proxima.zone;

import io.proxima.source.Findings;
import io.proxima.wire.Name;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One zone file on disk that is read again at each edit. Of a large one only what an edit touched is parsed; the zone and all
 * findings are those of reading it whole, which is what happens where too much is touched or anything is to be said of it.
 *
 * <p>Confined to one thread.
 */
public final class ZoneSource {
    private final Path file;
    private final String displayedName;
    private final Name apex;
    private final Limits limits;
    private @Nullable Reading last;
    /** The last reading without errors, which the next edit is compared with. */
    private @Nullable Reading good;

    private @Nullable EarlyScan scan;

    private Object look = "";
    private int parsedOctets;

    /**
     * From what size on edits are followed.
     *
     * @param leastOctets the smallest file that is
     * @param chunkOctets what an edit has parsed at least
     */
    record Limits(int leastOctets, int chunkOctets) {
        /** From 256 KiB on, by 16 KiB. */
        static final Limits DEFAULT = new Limits(1 << 18, 1 << 14);
        /** Each reading is one of the whole file. */
        static final Limits NEVER = new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /**
     * A file, not yet read.
     *
     * @param displayedName what findings and the zone call it
     */
    public ZoneSource(Path file, String displayedName, Name apex) {
        this(file, displayedName, apex, Limits.DEFAULT);
    }

    ZoneSource(Path file, String displayedName, Name apex, Limits limits) {
        this.file = file;
        this.displayedName = displayedName;
        this.apex = apex;
        this.limits = limits;
    }

    /**
     * The zone as the file has it now. Warnings leave a zone; any error leaves none.
     *
     * @param now what the file looks like, taken before; a file that looks as it did is not read again unless it has others
     *     included
     * @param findings takes everything that is found, in the order of the file
     */
    public Optional<Zone> read(Object now, Findings findings) {
        if (isDue(now)) {
            read(now);
        }
        tell(findings);
        return zone();
    }

    /** Whether a file that looks so has to be read: it is another than it was, or has others included. */
    public boolean isDue(Object now) {
        Reading reading = last;
        return reading == null || !now.equals(look) || reading.includes();
    }

    /** Reads the file, as {@link #read(Object, Findings)} does; on any thread that is the only one. */
    public void read(Object now) {
        Reading reading = revised(now);
        if (reading == null) {
            reading = new ZoneReader().read(file, displayedName, apex, limits);
            parsedOctets = Integer.MAX_VALUE;
        }
        taken(now, reading);
    }

    /** Reads the file as {@link #read(Object)} does, of which somebody has read the octets already; they become the reader's. */
    public void read(Object now, byte[] octets) {
        ZoneReader reader = new ZoneReader(read -> read.equals(file) ? octets : ZoneReader.onDisk(read));
        taken(now, reader.read(file, displayedName, apex, limits));
        parsedOctets = Integer.MAX_VALUE;
    }

    private void taken(Object now, Reading reading) {
        last = reading;
        good = reading.zone() == null ? good : reading;
        look = now;
    }

    /** From which size on not the whole of a file is to be read into memory for an edit. */
    public static int leastFollowedOctets() {
        return Limits.DEFAULT.leastOctets();
    }

    /** What is said of the file as it was read last. */
    public void tell(Findings findings) {
        if (last != null) {
            last.tell(findings);
        }
    }

    /** The zone as it was read last; empty where there was an error. */
    public Optional<Zone> zone() {
        return last == null ? Optional.empty() : Optional.ofNullable(last.zone());
    }

    /** The name of the zone. */
    public Name apex() {
        return apex;
    }

    /**
     * Begins to look for what was edited, on a thread of its own, where the file is large and looks other than it did: whoever
     * waits for it to come to rest need not wait for that as well.
     *
     * @param now what the file looks like, which {@link #read(Object)} is to be told
     */
    public void prepare(Object now) {
        Reading base = followed();
        if (base != null && !now.equals(look) && (scan == null || !scan.isOf(base, now))) {
            scan = new EarlyScan(file, base, now);
        }
    }

    /** Whether an edit of the file is followed, so that {@link #prepare} is of use. */
    boolean isFollowed() {
        return followed() != null;
    }

    /** What an edit is compared with; null where the file is read whole each time. */
    private @Nullable Reading followed() {
        return good == null || good.chunks() == null ? null : good;
    }

    /** Whether the file, as it was read last, has others included. */
    public boolean includes() {
        return last != null && last.includes();
    }

    private @Nullable Reading revised(Object now) {
        EarlyScan early = scan;
        scan = null;
        Reading base = good;
        if (base == null || base.chunks() == null) {
            return null;
        }
        try (FileScan scan = new FileScan(file)) {
            Revision revision = new Revision(base, scan, file, displayedName, limits);
            Reading revised =
                    revision.read(early == null || !early.isOf(base, now) ? scan.edits(base.chunks()) : early.edits());
            parsedOctets = revision.parsedOctets();
            return revised;
        } catch (IOException _) {
            return null; // reading it whole says what is wrong
        }
    }

    /** How much of the file the last reading of it parsed. */
    int parsedOctets() {
        return parsedOctets;
    }
}
