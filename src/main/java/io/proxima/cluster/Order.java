package io.proxima.cluster;

import java.util.HashMap;
import java.util.Map;

/** The last of each node's messages of one kind, so that one that comes again, or late, is not taken for news. Any thread. */
final class Order {
    private final Map<String, Last> lasts = new HashMap<>();

    private record Last(long epoch, long sequence) {
        boolean isBefore(Last other) {
            return epoch != other.epoch ? epoch < other.epoch : sequence < other.sequence;
        }
    }

    /** Whether a message is later than all before; it is the last then. */
    synchronized boolean isNews(String node, long epoch, long sequence) {
        Last next = new Last(epoch, sequence);
        Last last = lasts.get(node);
        boolean news = last == null || last.isBefore(next);
        if (news) {
            lasts.put(node, next);
        }
        return news;
    }
}
