package io.proxima.wire;

import io.proxima.net.Prefix;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Queries as this server asks itself, in class IN and with EDNS; any thread. */
public final class QueryMessage {
    private static final int ECS = 8;
    private static final int PAYLOAD_OCTETS = 1232;

    private QueryMessage() {}

    /** A query with ID 0, and with a client subnet option (RFC 7871 section 6) where there is a subnet. */
    public static byte[] of(Name name, int type, @Nullable Prefix subnet) {
        int addressOctets = subnet == null ? 0 : (subnet.length() + 7) / 8;
        ByteBuffer query = ByteBuffer.allocate(Header.LENGTH + name.length() + 4 + 11 + 8 + addressOctets);
        query.putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 1)
                .putInt(0)
                .putShort((short) 1);
        query.put(name.octets()).putShort((short) type).putShort((short) 1);
        query.put((byte) 0)
                .putShort((short) RrType.OPT)
                .putShort((short) PAYLOAD_OCTETS)
                .putInt(0);
        query.putShort((short) (subnet == null ? 0 : 8 + addressOctets));
        if (subnet != null) {
            query.putShort((short) ECS).putShort((short) (4 + addressOctets));
            query.putShort((short) (subnet.ipv6() ? 2 : 1))
                    .put((byte) subnet.length())
                    .put((byte) 0);
            query.put(subnet.firstAddress().getAddress(), 0, addressOctets);
        }
        return Arrays.copyOf(query.array(), query.position());
    }
}
