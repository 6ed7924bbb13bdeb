package io.proxima.catalog;

import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.wire.Name;
import io.proxima.zone.Zone;
import io.proxima.zone.ZoneReader;
import io.proxima.zone.ZoneSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The zone files of a release, from edit to edit. Small ones are read once for all that is made of their octets, on all cores where
 * they are many; large ones one after another, each on all cores. What is found is said in the order of the files, whichever
 * thread found it. Confined to one thread but for that.
 */
final class ZoneFiles {
    /** Past so many octets, those of small files are forgotten as soon as they are read. */
    private static final long MOST_OCTETS = 8L << 20;

    private final ReleaseReader.@Nullable Listener listener;
    private Map<Path, ZoneSource> sources = new HashMap<>();
    private List<Read> fresh = List.of();

    /** A small file that was read. */
    static final class Read {
        private final Look look;
        private final byte @Nullable [] octets;
        private final String sha256;

        Read(Look look, byte @Nullable [] octets, String sha256) {
            this.look = look;
            this.octets = octets;
            this.sha256 = sha256;
        }

        Look look() {
            return look;
        }

        /** All that was in it, not to be changed; null where that is forgotten. */
        byte @Nullable [] octets() {
            return octets;
        }

        /** Its digest, in hexadecimal. */
        String sha256() {
            return sha256;
        }
    }

    /** What came of reading all: zones by their names in the order of the files, and the names of those with errors. */
    record Zones(Map<Name, Zone> sound, Set<Name> broken) {}

    /**
     * Nothing is read yet.
     *
     * @param listener hears what is read, on whichever thread reads, one at a time; null for nobody
     */
    ZoneFiles(ReleaseReader.@Nullable Listener listener) {
        this.listener = listener;
    }

    /** Whether a file is read whole, once, and its digest comes of that. */
    static boolean isSmall(Look look) {
        return look.octets() >= 0 && look.octets() < ZoneSource.leastFollowedOctets();
    }

    /** The small files that were read the last time; forgotten with this. */
    List<Read> takeFresh() {
        List<Read> taken = fresh;
        fresh = List.of();
        return taken;
    }

    /** Begins to look for what was edited in large ones that look so. */
    void prepare(List<Look> files) {
        for (Look look : files) {
            ZoneSource source = isSmall(look) ? null : sources.get(look.file());
            if (source != null) {
                source.prepare(look);
            }
        }
    }

    /**
     * Reads those that look other than the last time.
     *
     * @param files in the order in which findings are to be said
     * @param edited a file that has other octets than on the disk, or null
     * @param findings takes what is found in all of them, read again or not
     */
    Zones read(List<Look> files, @Nullable Path edited, byte[] octets, Findings findings) {
        @Nullable ZoneSource[] at = new ZoneSource[files.size()];
        @Nullable Read[] read = new Read[files.size()];
        Hands.share(at.length, () -> new Hand(files, at, read));
        sources = HashMap.newHashMap(at.length);
        fresh = new ArrayList<>();
        long left = MOST_OCTETS;
        Map<Name, Path> fileOf = HashMap.newHashMap(at.length);
        Zones zones = new Zones(LinkedHashMap.newLinkedHashMap(at.length), new HashSet<>());
        for (int i = 0; i < at.length; i++) {
            Path file = files.get(i).file();
            ZoneSource source = at[i];
            if (source == null) {
                findings.error(Place.start(file.toString()), "the file's name says no zone", "name it APEX.zone");
                continue;
            }
            sources.put(file, source);
            Read one = read[i];
            if (one != null) {
                left -= one.look().octets();
                fresh.add(left < 0 ? new Read(one.look(), null, one.sha256()) : one);
            }
            Path first = fileOf.putIfAbsent(source.apex(), file);
            if (first != null) {
                findings.error(
                        Place.start(file.toString()),
                        "the zone " + source.apex() + " has two files",
                        "the other is " + first.getFileName());
                continue;
            }
            zone(source, files.get(i), edited, octets, findings)
                    .ifPresentOrElse(
                            zone -> zones.sound().put(source.apex(), zone),
                            () -> zones.broken().add(source.apex()));
        }
        return zones;
    }

    private static Optional<Zone> zone(
            ZoneSource source, Look look, @Nullable Path edited, byte[] octets, Findings findings) {
        Path file = look.file();
        if (edited != null && (file.equals(edited) || source.includes())) {
            return new ZoneReader(read -> read.equals(edited) ? octets.clone() : ZoneReader.onDisk(read))
                    .read(file, file.toString(), source.apex(), findings);
        }
        if (!isSmall(look) && source.isDue(look)) {
            source.read(look);
        }
        source.tell(findings);
        return source.zone();
    }

    /** What one thread reads with. */
    private final class Hand implements IntConsumer {
        private final List<Look> files;
        private final @Nullable ZoneSource[] at;
        private final @Nullable Read[] read;
        private final MessageDigest digest = ReleaseContents.sha256();

        Hand(List<Look> files, @Nullable ZoneSource[] at, @Nullable Read[] read) {
            this.files = files;
            this.at = at;
            this.read = read;
        }

        @Override
        public void accept(int number) {
            Look look = files.get(number);
            if (listener != null) {
                synchronized (listener) {
                    listener.reads(look.file(), number + 1, files.size());
                }
            }
            ZoneSource source = source(look.file());
            at[number] = source;
            if (source != null && isSmall(look) && source.isDue(look)) {
                read[number] = read(source, look);
            }
        }

        private @Nullable ZoneSource source(Path file) {
            ZoneSource known = sources.get(file);
            return known != null
                    ? known
                    : ZoneReader.apexOf(file)
                            .map(apex -> new ZoneSource(file, file.toString(), apex))
                            .orElse(null);
        }

        private @Nullable Read read(ZoneSource source, Look look) {
            byte[] octets;
            try {
                octets = Files.readAllBytes(look.file());
            } catch (IOException _) {
                source.read(look); // and says why it cannot be read
                return null;
            }
            source.read(look, octets);
            return new Read(look, octets, HexFormat.of().formatHex(digest.digest(octets)));
        }
    }
}
