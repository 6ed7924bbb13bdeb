package io.proxima.answer;

import io.proxima.wire.EncodedRrset;
import io.proxima.wire.NameView;
import io.proxima.wire.RrType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the server says of itself when asked: its identifier (RFC 5001), and the names {@code version.bind},
 * {@code version.server}, {@code id.server} and {@code hostname.bind} in class CHAOS (RFC 4892). Immutable.
 */
public final class Identity {
    /** The server says nothing of itself. */
    public static final Identity NONE = new Identity(null, null, null);

    /** The most octets of each. */
    public static final int MOST_OCTETS = 63;

    private static final int CHAOS = 3;
    private static final byte[] VERSION = label("version");
    private static final byte[] BIND = label("bind");
    private static final byte[] SERVER = label("server");
    private static final byte[] ID = label("id");
    private static final byte[] HOSTNAME = label("hostname");

    private final byte[] nsid;
    private final @Nullable EncodedRrset version;
    private final @Nullable EncodedRrset id;

    /**
     * @param nsid the name server identifier, or null for none
     * @param version what {@code version.bind} says, or null where it is refused
     * @param id what {@code id.server} says, or null where it is refused
     */
    public Identity(@Nullable String nsid, @Nullable String version, @Nullable String id) {
        this.nsid = nsid == null ? new byte[0] : nsid.getBytes(StandardCharsets.UTF_8);
        this.version = text(version);
        this.id = text(id);
        if (this.nsid.length > MOST_OCTETS) {
            throw new IllegalArgumentException("an identifier has at most " + MOST_OCTETS + " octets");
        }
    }

    private static byte[] label(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static @Nullable EncodedRrset text(@Nullable String text) {
        if (text == null) {
            return null;
        }
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        if (octets.length > MOST_OCTETS) {
            throw new IllegalArgumentException("an identity has at most " + MOST_OCTETS + " octets");
        }
        byte[] rdata = new byte[octets.length + 1];
        rdata[0] = (byte) octets.length;
        System.arraycopy(octets, 0, rdata, 1, octets.length);
        return EncodedRrset.of(RrType.TXT, CHAOS, 0, List.of(rdata));
    }

    /** The name server identifier; no octets where there is none. */
    byte[] nsid() {
        return nsid.clone();
    }

    /** The TXT record of a name in class CHAOS; null where the name is another, or nothing is said. */
    @Nullable
    EncodedRrset chaos(NameView name) {
        if (name.labelCount() != 2) {
            return null;
        }
        boolean bind = name.labelEquals(1, BIND);
        if (!bind && !name.labelEquals(1, SERVER)) {
            return null;
        }
        if (name.labelEquals(0, VERSION)) {
            return version;
        }
        return name.labelEquals(0, bind ? HOSTNAME : ID) ? id : null;
    }
}
