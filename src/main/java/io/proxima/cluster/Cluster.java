package io.proxima.cluster;

import io.proxima.health.Ballot;
import io.proxima.health.OverrideRegister;
import io.proxima.health.Pair;
import io.proxima.health.PoolMember;
import io.proxima.health.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This replica's place among the others: it tells them its votes and that it is alive, and hears theirs.
 *
 * <p>No method waits for the network and none throws for its sake: what is published is kept until it can be sent, and
 * replaced by what is published later on the same pair. Joining goes on behind the caller's back, and is tried again for
 * as long as it fails, or when Hazelcast dies. Any thread may call.
 *
 * <p>Ballots live in a Hazelcast replicated map, each under its voter's key, overrides in another, each under its
 * member's, and in a third what each replica serves; they and heartbeats go through a topic. All carry an
 * HMAC-SHA256 where a key is set, since anyone who reaches the port can join.
 */
public final class Cluster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final long TEND_SECONDS = 2;
    private static final long CLOSE_SECONDS = 3;

    private final ClusterSettings settings;
    private final Consumer<ClusterEvent> events;
    private final LongAdder refused = new LongAdder();
    private final Map<Pair, Ballot> own = new ConcurrentHashMap<>();
    private final Set<Pair> unsent = ConcurrentHashMap.newKeySet();
    private final Map<PoolMember, OverrideRegister> words = new ConcurrentHashMap<>();
    private final Set<PoolMember> untold = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable ReleaseNews> served = new AtomicReference<>();
    private final AtomicBoolean serving = new AtomicBoolean();
    private final AtomicBoolean telling = new AtomicBoolean();
    private final AtomicBoolean sending = new AtomicBoolean();
    private final AtomicBoolean beating = new AtomicBoolean();
    private final AtomicLong beats = new AtomicLong();

    /** What was pushed here and not yet told the others: of each pair the last. */
    private final Map<Pair, Push> pushed = new ConcurrentHashMap<>();

    private final AtomicBoolean pushing = new AtomicBoolean();
    private final AtomicLong pushes = new AtomicLong();

    /** Starts, writes, reads; may be blocked by Hazelcast for seconds. */
    private final ScheduledExecutorService worker = thread("cluster");

    /** Heartbeats alone, so that a slow write does not make this replica look dead. */
    private final ScheduledExecutorService pulse = thread("cluster-pulse");

    private volatile @Nullable Exchange exchange;
    private volatile boolean closed;
    private volatile String trouble = "";

    private record Push(boolean up, String why) {}

    private Cluster(ClusterSettings settings, Consumer<ClusterEvent> events) {
        this.settings = settings;
        this.events = events;
    }

    /**
     * Begins to join, and returns at once.
     *
     * @param events called on Hazelcast's threads and the cluster's own: hand over and return
     */
    public static Cluster start(ClusterSettings settings, Consumer<ClusterEvent> events) {
        Cluster cluster = new Cluster(settings, events);
        var _ = cluster.worker.scheduleWithFixedDelay(cluster::tend, 0, TEND_SECONDS, TimeUnit.SECONDS);
        return cluster;
    }

    /** Tells the others a ballot of this replica, in place of what was told before on its pair. */
    public void publish(Ballot ballot) {
        if (!Seal.fits(ballot) || !ballot.node().equals(settings.self().node())) {
            LOG.warn("not told to the others: {}", ballot);
            return;
        }
        own.merge(ballot.pair(), ballot, (last, next) -> next.follows(last) ? next : last);
        unsent.add(ballot.pair());
        once(worker, sending, this::send);
    }

    /** Tells the others what was said of a member, unless a later word on it is known already. */
    public void tell(OverrideRegister register) {
        if (!Seal.fits(register)) {
            LOG.warn("not told to the others: {}", register);
            return;
        }
        words.merge(register.member(), register, (last, next) -> next.follows(last) ? next : last);
        untold.add(register.member());
        once(worker, telling, this::tellOverrides);
    }

    /** Tells the others which release this replica serves, in place of what was told before. */
    public void serves(ReleaseNews news) {
        if (!news.node().equals(settings.self().node())) {
            throw new IllegalArgumentException("said of " + news.node());
        }
        served.accumulateAndGet(news, (last, next) -> last == null || next.follows(last) ? next : last);
        once(worker, serving, () -> joined(joined -> joined.tell(Objects.requireNonNull(served.get()))));
    }

    /** Where pieces of releases lie for all; empty while Hazelcast does not run here. */
    public Optional<Chunks> chunks() {
        return Optional.ofNullable(exchange).filter(Exchange::running).map(Exchange::chunks);
    }

    /**
     * Tells the others that this replica is alive: to be called about once a second by the thread that casts the votes,
     * so that votes grow stale where that thread is stuck.
     */
    public void heartbeat() {
        once(pulse, beating, () -> joined(joined -> joined.beat(beats.incrementAndGet())));
    }

    /**
     * Tells the others what a member said of itself. Whom it does not reach hears the member's next word.
     *
     * @param why cut to {@value Ballot#REASON_LENGTH} characters
     */
    public void pushed(Pair pair, boolean up, String why) {
        if (Seal.fits(pair)) {
            pushed.put(pair, new Push(up, why.substring(0, Math.min(why.length(), Ballot.REASON_LENGTH))));
            once(pulse, pushing, this::sendPushed);
        }
    }

    /** The other replicas that are connected and were heard. */
    public Set<Replica> replicas() {
        return Optional.ofNullable(exchange).map(Exchange::replicas).orElse(Set.of());
    }

    /** Whether Hazelcast runs here; it may be with no one else in the cluster yet. */
    public boolean joined() {
        Exchange joined = exchange;
        return joined != null && joined.running();
    }

    /** How many messages were dropped: malformed, foreign objects, or not sealed with the cluster's key. */
    public long refused() {
        return refused.sum();
    }

    /** Leaves at once, or behind the caller's back where Hazelcast takes longer than a few seconds. */
    @Override
    public void close() {
        closed = true;
        pulse.shutdownNow();
        try {
            worker.execute(this::leave);
            worker.shutdown();
            if (!worker.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                worker.shutdownNow();
            }
        } catch (RejectedExecutionException alreadyClosed) {
            LOG.debug("closed twice");
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** Does something with the member that runs here, where one does. */
    private void joined(Consumer<Exchange> task) {
        Exchange joined = exchange;
        if (joined != null) {
            task.accept(joined);
        }
    }

    private void once(ScheduledExecutorService thread, AtomicBoolean queued, Runnable task) {
        if (queued.compareAndSet(false, true)) {
            try {
                thread.execute(() -> {
                    queued.set(false);
                    guarded(task);
                });
            } catch (RejectedExecutionException closing) {
                queued.set(false);
            }
        }
    }

    private void tend() {
        guarded(() -> {
            Exchange joined = exchange;
            if (joined == null || !joined.running()) {
                join();
            } else {
                joined.sweep(own);
                joined.sweepReleases(served.get());
            }
            if (!trouble.isEmpty()) {
                LOG.info("cluster: in order again");
                trouble = "";
            }
        });
    }

    private void join() {
        if (closed) {
            return;
        }
        Exchange joined = new Exchange(settings, events, refused, words);
        exchange = joined;
        if (closed) {
            leave();
            return;
        }
        joined.open();
        joined.sweep(own);
        joined.sweepReleases(served.get());
        LOG.info("cluster: {} joined as one of {}", settings.self().node(), joined.members());
    }

    private void send() {
        Exchange joined = exchange;
        List<Ballot> told = new ArrayList<>();
        unsent.removeIf(pair -> told.add(own.get(pair)));
        // Without a cluster, or if this fails, the next sweep writes what is missing.
        if (joined != null && !told.isEmpty()) {
            joined.write(told);
        }
    }

    private void tellOverrides() {
        Exchange joined = exchange;
        List<OverrideRegister> told = new ArrayList<>();
        untold.removeIf(member -> {
            OverrideRegister register = words.get(member);
            return register == null || told.add(register);
        });
        if (joined != null && !told.isEmpty()) {
            joined.tell(told);
        }
    }

    private void sendPushed() {
        Exchange joined = exchange;
        for (Pair pair : List.copyOf(pushed.keySet())) {
            Push last = pushed.remove(pair);
            if (joined != null && last != null) {
                joined.push(pushes.incrementAndGet(), pair, last.up(), last.why());
            }
        }
    }

    private void leave() {
        Exchange joined = exchange;
        exchange = null;
        if (joined != null) {
            guarded(joined::close);
        }
    }

    /** Hazelcast's troubles end here; logged when they begin, not every time they go on. */
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            trouble(e);
        }
    }

    private void trouble(RuntimeException e) {
        String now = String.valueOf(e.getMessage());
        if (!closed && !now.equals(trouble)) {
            LOG.warn("cluster: {} (going on without it, trying again)", now);
            LOG.debug("cluster", e);
        }
        trouble = now;
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }
}
