package io.proxima.zone;

import io.proxima.source.Place;
import io.proxima.wire.Name;
import java.util.List;

/**
 * All records of one owner name and type (RFC 2181 section 5).
 *
 * @param owner as written in the zone file
 * @param type 1 to 65535
 * @param ttlSeconds one for all of them (RFC 2181 section 5.2)
 * @param rdata each record's RDATA, names within uncompressed; without duplicates, in the order written; not to be changed
 * @param place where the first record stands
 */
public record Rrset(Name owner, int type, long ttlSeconds, List<byte[]> rdata, Place place) {
    public Rrset {
        rdata = List.copyOf(rdata);
    }
}
