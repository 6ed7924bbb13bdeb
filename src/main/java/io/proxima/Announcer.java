package io.proxima;

import io.proxima.cluster.Delivery;
import io.proxima.cluster.ReleaseNews;
import io.proxima.store.ActiveRelease;
import io.proxima.store.ReleaseStamp;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts what this replica serves into what it tells the others, each thing once. Confined to one thread. */
final class Announcer {
    private final String node;
    private final long epoch;
    private @Nullable ReleaseNews last;

    /**
     * @param epoch of this life of the replica
     */
    Announcer(String node, long epoch) {
        this.node = node;
        this.epoch = epoch;
    }

    /**
     * What there is to tell; empty where that was told last.
     *
     * @param content of the files
     * @param slip by which they can be fetched; null where they are not laid out
     * @param answering whether no listener answers from before any more
     * @param refused {@link ReleaseNews#NONE} for nothing
     * @param why it was refused
     */
    Optional<ReleaseNews> next(
            ActiveRelease active,
            String content,
            Delivery.@Nullable Slip slip,
            boolean answering,
            ReleaseStamp refused,
            String why) {
        ReleaseNews before = last;
        ReleaseNews next = new ReleaseNews(
                node,
                epoch,
                before == null ? 0 : before.sequence(),
                active.stamp(),
                content,
                active.release(),
                slip == null ? "" : slip.sha256(),
                slip == null ? 0 : slip.octets(),
                answering,
                active.author(),
                active.reason(),
                refused,
                refused.equals(ReleaseNews.NONE) ? "" : why);
        if (next.equals(before)) {
            return Optional.empty();
        }
        ReleaseNews numbered = next.numbered(next.sequence() + 1);
        last = numbered;
        return Optional.of(numbered);
    }
}
