package io.proxima.cluster;

import io.proxima.store.ReleaseStamp;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which release a replica goes for, from what it serves and what it heard: the one of the highest stamp that anyone serves.
 *
 * <p>Pure: time and the network are elsewhere. The same things heard in any order lead to the same release on all replicas,
 * since stamps are totally ordered and nobody gives up a higher one for a lower one. Confined to one thread.
 */
public final class Agreement {
    private final String node;
    private final Map<String, ReleaseNews> heard = new HashMap<>();
    private final Set<ReleaseStamp> refused = new HashSet<>();
    private ReleaseStamp stamp = ReleaseNews.NONE;
    private String content = "";
    private boolean edited;

    /**
     * @param edited whether its files were edited while it was away, and nobody was told yet: then they are wanted, whatever
     *     the others put in force meanwhile
     */
    public Agreement(String node, boolean edited) {
        this.node = node;
        this.edited = edited;
    }

    /** What to do. */
    public sealed interface Step {
        /** Nothing: the highest is in force here, or it was refused. */
        record Stay() implements Step {}

        /** What is in force here is the highest under another stamp: only that is taken over. */
        record Rename(ReleaseStamp stamp) implements Step {}

        /** A higher one is to be fetched and put in force. */
        record Take(ReleaseNews news) implements Step {}
    }

    /** Takes what another replica says. */
    public void heard(ReleaseNews news) {
        heard.merge(news.node(), news, (old, next) -> next.follows(old) ? next : old);
    }

    /** Takes that something is in force here; to be said first of all. */
    public void serves(ReleaseStamp stamp, String content) {
        this.stamp = stamp;
        this.content = content;
        refused.removeIf(old -> old.compareTo(stamp) < 0);
    }

    /** Takes that a release cannot be put in force here. */
    public void refuses(ReleaseStamp stamp) {
        refused.add(stamp);
    }

    /** What was refused here and is the highest known. */
    public Optional<ReleaseStamp> refused() {
        return highest().map(ReleaseNews::stamp).filter(refused::contains);
    }

    /**
     * What to do now.
     *
     * @param settled whether this replica has listened long enough to have heard of what the others serve
     */
    public Step next(boolean settled) {
        Optional<ReleaseNews> highest = highest();
        boolean behind = highest.isPresent() && highest.get().stamp().compareTo(stamp) > 0;
        if (!behind) {
            // First starts have no rank among replicas that serve already; whoever leads among them gets the first.
            boolean leads = stamp.node().equals(node);
            boolean twice = highest.isPresent()
                    && highest.get().stamp().equals(stamp)
                    && !highest.get().content().equals(content);
            edited &= !settled;
            return settled && leads && (stamp.counter() == 0 || twice)
                    ? new Step.Rename(new ReleaseStamp(counter() + 1, node))
                    : new Step.Stay();
        }
        ReleaseNews goal = highest.get();
        if (goal.content().equals(content)) {
            edited = false;
            return new Step.Rename(goal.stamp());
        }
        if (edited) {
            edited = false;
            return new Step.Rename(ReleaseStamp.after(counter(), node));
        }
        return refused.contains(goal.stamp()) ? new Step.Stay() : new Step.Take(goal);
    }

    /** The highest counter that anyone uses. */
    public long counter() {
        return Math.max(
                stamp.counter(), highest().map(news -> news.stamp().counter()).orElse(0L));
    }

    /** What the replicas said last, this one not among them, in the order of their names. */
    public List<ReleaseNews> others() {
        return heard.values().stream()
                .sorted(Comparator.comparing(ReleaseNews::node))
                .toList();
    }

    private Optional<ReleaseNews> highest() {
        return heard.values().stream()
                .max(Comparator.comparing(ReleaseNews::stamp)
                        .thenComparing(news -> !news.list().isEmpty())
                        .thenComparing(ReleaseNews::node));
    }
}
