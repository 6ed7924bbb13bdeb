package io.proxima.catalog;

import io.proxima.wire.EncodedRrset;

/**
 * Addresses that go with a record whose RDATA names a host (RFC 1034 section 4.3.2 step 6).
 *
 * @param record the record's number in its RRset
 * @param nameAt where the host's name begins in the RDATA
 * @param addresses its A or AAAA RRset
 * @param inDomain whether it is glue that a referral cannot do without (RFC 9471)
 */
public record Additional(int record, int nameAt, EncodedRrset addresses, boolean inDomain) {}
