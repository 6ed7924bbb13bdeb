package io.proxima.cluster;

import io.proxima.health.Replica;
import java.net.InetSocketAddress;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * How this replica meets the others.
 *
 * @param self its name and site, as the others will know them; 1 to 255 octets of UTF-8, the site may be empty
 * @param epoch greater than at every earlier start of this replica
 * @param bind the one address and port to listen on
 * @param members every replica's address and port, this one's among them or not
 * @param key authenticates what replicas tell each other; null on a network where everyone is trusted
 */
public record ClusterSettings(
        Replica self,
        long epoch,
        InetSocketAddress bind,
        List<InetSocketAddress> members,
        @Nullable SecretKey key) {
    private static final int LEAST_KEY_OCTETS = 16;

    public ClusterSettings {
        members = List.copyOf(members);
        if (Seal.tooLong(self.node()) || self.node().isEmpty() || Seal.tooLong(self.site())) {
            throw new IllegalArgumentException("node: 1 to 255 octets; site: at most 255");
        }
    }

    /**
     * A key from the octets of a key file, blanks and line ends at its end left out.
     *
     * @throws IllegalArgumentException if fewer than 16 octets remain
     */
    public static SecretKey key(byte[] file) {
        int length = file.length;
        while (length > 0 && file[length - 1] <= ' ' && file[length - 1] >= 0) {
            length--;
        }
        if (length < LEAST_KEY_OCTETS) {
            throw new IllegalArgumentException("a cluster key has at least " + LEAST_KEY_OCTETS + " octets");
        }
        return new SecretKeySpec(file, 0, length, Seal.ALGORITHM);
    }
}
