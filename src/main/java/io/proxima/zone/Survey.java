package io.proxima.zone;

import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where in a zone file the records stand that an edit is about, beside what new ones are to stand, and the ways of the file: one
 * pass over it and what it includes. Entries are told by their ordinals.
 */
final class Survey {
    static final int NONE = -1;

    private final ZoneReader.Octets source;
    private final Name apex;
    private final RdataReader rdataReader = new RdataReader();
    private final Map<Key, Target> targets = new HashMap<>();
    private final Map<Name, Kin> kin = new HashMap<>();
    private final Habits habits = new Habits();
    private int soa = NONE;
    private @Nullable String soaFile;

    /** An RRset. */
    record Key(Name owner, int type) {}

    /** A record that stands there: its entry, its RDATA as compared, its TTL. */
    record Spot(int ordinal, ByteBuffer rdata, long ttl) {}

    /** An RRset that an edit is about. */
    static final class Target {
        private final List<Spot> spots = new ArrayList<>();
        private @Nullable String includedFrom;

        /** Its records in the zone's own file, in the order there. */
        List<Spot> spots() {
            return spots;
        }

        /** An included file that has some of them. */
        @Nullable
        String includedFrom() {
            return includedFrom;
        }
    }

    Survey(ZoneReader.Octets source, Name apex, List<ZoneChange> changes) {
        this.source = source;
        this.apex = apex;
        for (ZoneChange change : changes) {
            targets.put(new Key(change.owner(), change.type()), new Target());
            kin.put(change.owner(), new Kin(change.owner(), apex));
        }
    }

    /** Goes through a file. */
    void run(MasterFile file, String displayed) throws BadEntry {
        Includes includes = new Includes(source, new Gathered(apex), file.path(), displayed);
        FileWalk walk = new FileWalk(file, apex, null, Ttl.NONE);
        Name before = null;
        while (walk.next()) {
            switch (walk.kind()) {
                case RECORD -> {
                    own(walk, before);
                    before = walk.owner();
                }
                case INCLUDE -> included(walk, includes);
                case DIRECTIVE -> {}
            }
        }
    }

    private void own(FileWalk walk, @Nullable Name before) throws BadEntry {
        Name owner = walk.owner();
        if (owner == null || !owner.isAtOrBelow(apex)) {
            return;
        }
        habits.saw(walk, owner, before, apex);
        if (walk.type() == RrType.SOA && owner.equals(apex) && soa == NONE) {
            soa = walk.ordinal();
        }
        boolean another = !Objects.equals(owner, before);
        for (Kin each : kin.values()) {
            each.saw(walk, owner, another);
        }
        if (kin.containsKey(owner)) {
            Target target = targets.get(new Key(owner, walk.type()));
            if (target != null) {
                target.spots.add(new Spot(walk.ordinal(), rdata(walk), walk.ttl()));
            }
        }
    }

    private ByteBuffer rdata(FileWalk walk) throws BadEntry {
        return ByteBuffer.wrap(rdataReader
                .read(walk.type(), walk.words(), walk.typeWord() + 1, walk.origin())
                .canonical());
    }

    private void included(FileWalk includer, Includes includes) throws BadEntry {
        Words words = includer.words();
        Name origin = words.count() == 3 ? Names.parse(words, 2, includer.origin()) : includer.origin();
        MasterFile file = includes.open(includer.file(), words);
        FileWalk walk = new FileWalk(file, origin, includer.owner(), includer.defaultTtl());
        while (walk.next()) {
            Name owner = walk.owner();
            if (walk.kind() == FileWalk.Kind.INCLUDE) {
                included(walk, includes);
            } else if (walk.kind() == FileWalk.Kind.RECORD && owner != null) {
                String displayed = walk.words().place(0).file();
                if (walk.type() == RrType.SOA && owner.equals(apex)) {
                    soaFile = displayed;
                }
                Target target = targets.get(new Key(owner, walk.type()));
                if (target != null) {
                    target.includedFrom = displayed;
                }
            }
        }
        includes.close();
    }

    /** What was found of an RRset that the edit is about. */
    Target target(ZoneChange change) {
        Target target = targets.get(new Key(change.owner(), change.type()));
        return target == null ? new Target() : target;
    }

    /** Beside which entry a record of a name is to stand that has none of its type. */
    int beside(Name owner) {
        Kin found = kin.get(owner);
        return found == null ? NONE : found.anchor(habits.sorted());
    }

    Habits habits() {
        return habits;
    }

    /** The entry of the zone's SOA; {@link #NONE} where it is in an included file. */
    int soa() {
        return soa;
    }

    /** The included file that has the SOA. */
    @Nullable
    String soaFile() {
        return soaFile;
    }
}
