package io.proxima.zone;

import io.proxima.source.Place;
import io.proxima.wire.EncodedRrset;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The owners of an index by their numbers: drafts while records may come, afterwards their records alone. */
final class OwnerList {
    private final NameIndex index;
    /** Of each an {@link OwnerDraft}, or what it finished with: EncodedRrset[]. */
    private @Nullable Object[] owners = new Object[4];

    private int size;

    OwnerList(NameIndex index) {
        this.index = index;
    }

    /** Takes the owner that has the next number. */
    void add(OwnerDraft draft) {
        if (size == owners.length) {
            owners = Arrays.copyOf(owners, size + Math.max(4, size / 2));
        }
        owners[size++] = draft;
    }

    /** Makes room for so many in all. */
    void expect(int all) {
        if (all > owners.length) {
            owners = Arrays.copyOf(owners, all);
        }
    }

    /** The owner of a number, for another record; where the finished ones stand is said by the place. */
    OwnerDraft open(int number, Place place) {
        if (number == size) {
            add(new OwnerDraft(index.name(number)));
        }
        OwnerDraft draft = draft(number, place);
        owners[number] = draft;
        return draft;
    }

    private OwnerDraft draft(int number, Place place) {
        return owners[number] instanceof OwnerDraft draft ? draft : OwnerDraft.of(finished(number), place);
    }

    private Owner finished(int number) {
        return new Owner(index.name(number), finish(number));
    }

    /** Keeps the records of an owner alone, and gives them. */
    EncodedRrset[] finish(int number) {
        EncodedRrset[] records = switch (owners[number]) {
            case EncodedRrset[] before -> before;
            case OwnerDraft draft -> draft.finish();
            case null, default -> throw new IllegalStateException("there is no owner " + number);
        };
        owners[number] = records;
        return records;
    }

    /** An owner's RRset, or null where it has none. */
    @Nullable
    RrsetDraft rrset(int number, int type, Place place) {
        return draft(number, place).rrset(type);
    }

    /** Those that are not finished. */
    Iterable<OwnerDraft> drafts() {
        return () -> Arrays.stream(owners, 0, size)
                .filter(OwnerDraft.class::isInstance)
                .map(OwnerDraft.class::cast)
                .iterator();
    }

    /** All, those too that are finished. */
    Iterable<OwnerDraft> all(Place place) {
        return () -> IntStream.range(0, size)
                .mapToObj(number -> draft(number, place))
                .iterator();
    }

    /** The numbers of those that are not finished. */
    int[] unfinished() {
        return IntStream.range(0, size)
                .filter(number -> owners[number] instanceof OwnerDraft)
                .toArray();
    }

    /** All of them, finished; made anew whenever one is asked for. */
    List<Owner> finish() {
        EncodedRrset[][] all = new EncodedRrset[size][];
        for (int i = 0; i < size; i++) {
            all[i] = finish(i);
        }
        owners = new Object[0];
        size = 0;
        return new Finished(index, all);
    }

    private static final class Finished extends AbstractList<Owner> implements RandomAccess {
        private final NameIndex index;
        private final EncodedRrset[][] records;

        Finished(NameIndex index, EncodedRrset[][] records) {
            this.index = index;
            this.records = records;
        }

        @Override
        public Owner get(int number) {
            return new Owner(index.name(number), records[number]);
        }

        @Override
        public int size() {
            return records.length;
        }
    }
}
