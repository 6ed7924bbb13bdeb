package io.proxima.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Why a response is as it is, for the resolver's operator: an extended DNS error (RFC 8914), encoded. Immutable.
 *
 * <pre>
 * | option code: 2 | option length: 2 | INFO-CODE: 2 | EXTRA-TEXT … |
 * </pre>
 */
public final class ExtendedError {
    /** Every member of the pool is down (Other). */
    public static final ExtendedError ALL_DOWN = new ExtendedError(0, "all members of the pool are down");
    /** So few members are up that all of them are served (Other). */
    public static final ExtendedError PANIC = new ExtendedError(0, "few members of the pool are up: health is ignored");
    /** The verdicts that chose are not backed by fresh votes (Stale Answer). */
    public static final ExtendedError STALE_VERDICTS =
            new ExtendedError(3, "health is as last known: too few fresh votes");
    /** An access list or a rule keeps the client from asking this (Prohibited). */
    public static final ExtendedError FILTERED = new ExtendedError(18, "filtered by this server's policy");
    /** The name is in none of our zones (Not Authoritative). */
    public static final ExtendedError NOT_AUTHORITATIVE = new ExtendedError(20, "not authoritative");
    /** The operation or type is not served (Not Supported). */
    public static final ExtendedError NOT_SUPPORTED = new ExtendedError(21, "not supported");

    final byte[] option;

    private ExtendedError(int infoCode, String extraText) {
        byte[] text = extraText.getBytes(StandardCharsets.UTF_8);
        option = ByteBuffer.allocate(6 + text.length)
                .putShort((short) EdnsOption.EXTENDED_ERROR)
                .putShort((short) (2 + text.length))
                .putShort((short) infoCode)
                .put(text)
                .array();
    }
}
