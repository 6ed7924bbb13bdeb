package io.proxima.zone;

import io.proxima.wire.EncodedRrset;
import io.proxima.wire.Name;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * All records of one owner name and type (RFC 2181 section 5), without duplicates, in the order written; immutable. They are
 * held as they are served, so that a zone of millions and what is compiled from it have one copy of them.
 */
public final class Rrset {
    private final Name owner;
    private final EncodedRrset encoded;

    /** The records of an owner, which is as the file first has it. */
    Rrset(Name owner, EncodedRrset encoded) {
        this.owner = owner;
        this.encoded = encoded;
    }

    /** The owner as its first record, of whatever type, writes it. */
    public Name owner() {
        return owner;
    }

    /** 1 to 65535. */
    public int type() {
        return encoded.type();
    }

    /** One TTL for all of them (RFC 2181 section 5.2). */
    public long ttlSeconds() {
        return encoded.ttlSeconds();
    }

    /** Each record's RDATA, names within uncompressed; copied. */
    public List<byte[]> rdata() {
        List<byte[]> rdata = new ArrayList<>(encoded.size());
        for (int i = 0; i < encoded.size(); i++) {
            rdata.add(encoded.rdata(i));
        }
        return Collections.unmodifiableList(rdata);
    }

    /** The records, ready to be copied into a response. */
    public EncodedRrset encoded() {
        return encoded;
    }

    /** The owner, the type and the number of records; for messages. */
    @Override
    public String toString() {
        return owner + " " + Types.name(type()) + " of " + encoded.size();
    }
}
