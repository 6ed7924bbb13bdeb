package io.proxima.answer;

import io.proxima.net.Prefix;
import io.proxima.wire.Name;
import io.proxima.wire.Rcode;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * One query of the sample.
 *
 * @param name in lower case
 * @param resolver who asked, cut to /24 or /56
 * @param client for whom, cut to at most that; the resolver where the query's client subnet was not there or not believed
 * @param subnet whether {@code client} is the query's client subnet
 * @param outcome what it was answered
 * @param rcode the response code
 * @param whenMillis on the wall clock
 * @param weight of how many queries this is one
 */
public record SampledQuery(
        Name name,
        int type,
        Prefix resolver,
        Prefix client,
        boolean subnet,
        Outcome outcome,
        int rcode,
        long whenMillis,
        double weight) {

    /** What a query was answered. */
    public enum Outcome {
        /** Records. */
        ANSWER(0),
        /** The name has none of the type. */
        NODATA(1),
        /** Where a delegated zone is served. */
        REFERRAL(2),
        /** A response code that is not NOERROR. */
        ERROR(3);

        private static final List<Outcome> BY_CODE = List.of(ANSWER, NODATA, REFERRAL, ERROR);

        /** In two bits. */
        final int code;

        Outcome(int code) {
            this.code = code;
        }

        static Outcome ofCode(int code) {
            return BY_CODE.get(code);
        }

        /** Of a response that begins at {@code at}. */
        static Outcome of(int rcode, MemorySegment response, long at) {
            if (rcode != Rcode.NOERROR) {
                return ERROR;
            }
            if ((octet(response, at + ANCOUNT) | octet(response, at + ANCOUNT + 1)) != 0) {
                return ANSWER;
            }
            return (octet(response, at + FLAGS) & AUTHORITATIVE) != 0 ? NODATA : REFERRAL;
        }

        private static int octet(MemorySegment response, long at) {
            return response.get(ValueLayout.JAVA_BYTE, at);
        }
    }

    private static final int FLAGS = 2;
    private static final int AUTHORITATIVE = 4;
    private static final int ANCOUNT = 6;
}
