package io.proxima;

import io.proxima.cluster.ReleaseNews;
import io.proxima.control.ReleaseAnswer;
import io.proxima.health.Replica;
import io.proxima.store.ReleaseStamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Who said which release it serves, and a place to wait until all who are alive serve one. Any thread. */
final class Acknowledgements {
    /** Who is alive changes without anybody saying so. */
    private static final long LOOK_AGAIN_MILLIS = 100;

    private final String self;
    private final int configured;
    private final Map<String, ReleaseNews> said = new TreeMap<>();
    private Supplier<Set<Replica>> others = Set::of;

    /**
     * @param configured how many replicas there are to be, this one among them
     */
    Acknowledgements(String self, int configured) {
        this.self = self;
        this.configured = configured;
    }

    /** Says who else is heard at the moment. */
    synchronized void watch(Supplier<Set<Replica>> others) {
        this.others = others;
    }

    /** Takes what a replica says, this one among them. */
    synchronized void heard(ReleaseNews news) {
        said.merge(news.node(), news, (old, next) -> next.follows(old) ? next : old);
        notifyAll();
    }

    /** Whether more than half of the replicas that are configured are heard, this one among them. */
    synchronized boolean mostAreHeard() {
        return 2 * (others.get().size() + 1) > configured;
    }

    /** What each replica said last, in the order of their names. */
    synchronized List<ReleaseNews> all() {
        return List.copyOf(said.values());
    }

    /**
     * Waits until every replica that is alive answers from a release or a later one at each listener, or says that it will
     * not; tells who does. A replica that has no others is not waited for here.
     */
    synchronized ReleaseAnswer.Everywhere await(ReleaseStamp stamp, Duration atMost) throws InterruptedException {
        if (configured == 1) {
            return new ReleaseAnswer.Everywhere(List.of(self), List.of(), 0);
        }
        long begin = System.nanoTime();
        while (true) {
            ReleaseAnswer.Everywhere now = now(stamp);
            boolean decided = now.missing().stream().allMatch(ReleaseAnswer.Missing::refused);
            long leftMillis = atMost.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            if (decided || leftMillis <= 0) {
                return now;
            }
            wait(Math.min(leftMillis, LOOK_AGAIN_MILLIS));
        }
    }

    private ReleaseAnswer.Everywhere now(ReleaseStamp stamp) {
        Set<String> alive = new TreeSet<>();
        alive.add(self);
        others.get().forEach(replica -> alive.add(replica.node()));
        List<String> answering = new ArrayList<>();
        List<ReleaseAnswer.Missing> missing = new ArrayList<>();
        for (String node : alive) {
            missing(Optional.ofNullable(said.get(node)), node, stamp)
                    .ifPresentOrElse(missing::add, () -> answering.add(node));
        }
        return new ReleaseAnswer.Everywhere(answering, missing, Math.max(0, configured - alive.size()));
    }

    private static Optional<ReleaseAnswer.Missing> missing(
            Optional<ReleaseNews> last, String node, ReleaseStamp stamp) {
        if (last.isEmpty()) {
            return Optional.of(new ReleaseAnswer.Missing(node, false, "it has not said what it serves"));
        }
        ReleaseNews news = last.get();
        if (news.stamp().compareTo(stamp) >= 0) {
            return news.answering()
                    ? Optional.empty()
                    : Optional.of(new ReleaseAnswer.Missing(node, false, "some listener may still answer from before"));
        }
        return news.refused().compareTo(stamp) >= 0
                ? Optional.of(new ReleaseAnswer.Missing(node, true, "it refused the release: " + news.why()))
                : Optional.of(new ReleaseAnswer.Missing(
                        node, false, "it serves release " + Activation.shorter(news.release()) + " still"));
    }
}
