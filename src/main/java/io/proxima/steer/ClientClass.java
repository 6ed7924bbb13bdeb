package io.proxima.steer;

import io.proxima.net.Prefix;
import io.proxima.net.PrefixMap;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a client a pool looks at, and those that it hands over to: clients of one class are answered alike.
 *
 * @param looks by node that looks, what it sees; the family comes first
 */
public record ClientClass(List<Long> looks) {
    public ClientClass {
        looks = List.copyOf(looks);
    }

    /** The class of a prefix's first address. */
    public static ClientClass of(PoolPlan pool, Prefix client) {
        List<Long> looks = new ArrayList<>();
        looks.add(client.ipv6() ? 1L : 0L);
        for (PoolPlan at = pool; at != null; at = at.other()) {
            for (PlanNode node : at.nodes) {
                Rendezvous hashed = node.rendezvous;
                if (hashed != null) {
                    long found = hashed.lookUp(client.ipv6(), client.high(), client.low());
                    looks.add(hashed.key(found, client.ipv6(), client.high(), client.low()));
                } else if (node.clients != null) {
                    looks.add((long) PrefixMap.value(node.clients.lookup(client.ipv6(), client.high(), client.low())));
                }
            }
        }
        return new ClientClass(looks);
    }
}
