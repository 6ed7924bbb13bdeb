package io.proxima.control;

import io.proxima.net.Prefix;
import io.proxima.source.Place;
import io.proxima.wire.Name;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Record;

/**
 * A question whose answer must hold in every release: a line of an {@code .expect} file.
 *
 * @param place of the line
 * @param expected where what must come is written
 * @param client the client subnet, or null
 * @param resolver who asks
 * @param down members whose checks count as down; all others' count as up
 * @param ttl of what is answered, or null for any
 * @param scope of the client subnet in the response, or null for any
 */
record GoldenQuery(
        Place place,
        Place expected,
        Name name,
        int type,
        @Nullable Prefix client,
        Prefix resolver,
        List<Down> down,
        Answer answer,
        @Nullable Integer ttl,
        @Nullable Integer scope) {
    GoldenQuery {
        down = List.copyOf(down);
    }

    /** A member that is to be down, and where that is written. */
    record Down(Place place, String member) {}

    /** What must come. */
    sealed interface Answer {}

    /** No record: NXDOMAIN, NODATA, REFERRAL or an error. */
    record Nothing(String what) implements Answer {}

    /** All records of one of these sets, and no other. */
    record OneOf(List<List<Record>> sets) implements Answer {
        OneOf {
            sets = List.copyOf(sets);
        }
    }

    /** So many of these records, and no other. */
    record SomeOf(int count, List<Record> records) implements Answer {
        SomeOf {
            records = List.copyOf(records);
        }
    }
}
