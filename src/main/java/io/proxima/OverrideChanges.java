package io.proxima;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.Published;
import io.proxima.catalog.Target;
import io.proxima.control.OverrideOrder;
import io.proxima.control.OverrideReport;
import io.proxima.control.Problem;
import io.proxima.control.ProblemException;
import io.proxima.health.HealthBook;
import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideRegister;
import io.proxima.health.OverrideWord;
import io.proxima.health.Overrides;
import io.proxima.health.PoolMember;
import io.proxima.steer.Shortfall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what operators order: one order after another, each on disk before it counts, and in force before it is
 * acknowledged.
 *
 * <p>All of it happens on a thread of its own, since disks are slow, but for what concerns the signals' state, which the
 * writer thread is asked for. Public methods may be called from any thread.
 */
final class OverrideChanges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OverrideChanges.class);
    private static final long KEEP_MILLIS = 1_000;
    private static final long IN_FORCE_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LOOK_AGAIN_NANOS = 100_000;

    private final Signals signals;
    private final Published published;
    private final HealthBook book;
    private final Overrides overrides;
    private final OverrideFile file;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("overrides").daemon().unstarted(task));
    private boolean failed;

    /**
     * @param book the writer thread's, as are the overrides
     */
    OverrideChanges(Signals signals, Published published, HealthBook book, Overrides overrides, OverrideFile file) {
        this.signals = signals;
        this.published = published;
        this.book = book;
        this.overrides = overrides;
        this.file = file;
    }

    /** Begins to keep what other replicas were told. */
    void start() {
        var _ = thread.scheduleWithFixedDelay(this::keepNews, KEEP_MILLIS, KEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** What is in force now. */
    CompletableFuture<OverrideReport> list() {
        return signals.ask(() -> OverrideReport.of(overrides.inForce(), overrides::register, List.of()));
    }

    /** Carries out an order; fails with a {@link ProblemException} that says why it cannot be. */
    CompletableFuture<OverrideReport> change(OverrideOrder order) {
        try {
            return CompletableFuture.supplyAsync(() -> changed(order), thread);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** What an order comes to: the registers to be set, and all that are to be kept. */
    private record Proposal(List<OverrideRegister> set, List<OverrideRegister> all) {}

    private OverrideReport changed(OverrideOrder order) {
        Target target = Target.find(published.catalog().roster(), order.target());
        if (target.problem() != null) {
            String hint = target.hint() == null ? "" : " (" + target.hint() + ")";
            throw new ProblemException(Problem.badRequest(target.problem() + hint, "target"));
        }
        Proposal proposal = signals.ask(() -> proposal(order, target.members())).join();
        if (!proposal.set().isEmpty()) {
            keep(proposal.all());
            long generation = signals.ask(() -> signals.said(proposal.set())).join();
            awaitInForce(generation);
        }
        return signals.ask(() -> report(order, target.members(), proposal.set()))
                .join();
    }

    private Proposal proposal(OverrideOrder order, List<PoolMember> members) {
        List<PoolMember> meant = order.override().word() == OverrideWord.AUTO
                ? members.stream().filter(member -> isTakenBack(order, member)).toList()
                : members;
        if (!order.force()) {
            refuseShortfalls(order, meant);
        }
        List<OverrideRegister> set = overrides.proposed(meant, order.override());
        Map<PoolMember, OverrideRegister> all = new LinkedHashMap<>();
        overrides.registers().forEach(register -> all.put(register.member(), register));
        set.forEach(register -> all.put(register.member(), register));
        return new Proposal(set, List.copyOf(all.values()));
    }

    private boolean isTakenBack(OverrideOrder order, PoolMember member) {
        MemberOverride now = overrides.inForce().get(member);
        return now != null && !now.scheduled() && (!order.drainsOnly() || now.word() == OverrideWord.DRAIN);
    }

    private void refuseShortfalls(OverrideOrder order, List<PoolMember> members) {
        OverrideWord word = order.override().word();
        if (word != OverrideWord.DRAIN && word != OverrideWord.FORCE_DOWN) {
            return;
        }
        Map<PoolMember, MemberOverride> wanted = new HashMap<>(overrides.inForce());
        members.forEach(member -> wanted.put(member, order.override()));
        Catalog catalog = published.catalog();
        List<Shortfall> shortfalls = catalog.pools().stream()
                .flatMap(pool -> pool.shortfalls(book::verdict, wanted).stream())
                .toList();
        if (!shortfalls.isEmpty()) {
            throw new ProblemException(OverrideReport.tooFew(shortfalls));
        }
    }

    private void keep(Collection<OverrideRegister> registers) {
        try {
            file.write(List.copyOf(registers));
        } catch (IOException e) {
            LOG.error("what operators say cannot be kept, so nothing is changed", e);
            throw new ProblemException(
                    new Problem(500, "Not kept", "it cannot be kept on disk, so nothing is changed: " + e, ""));
        }
    }

    /** Until no listener can still answer from before; one that is stuck is not waited for without end. */
    private void awaitInForce(long generation) {
        long begin = System.nanoTime();
        while (!published.acknowledged(generation) && System.nanoTime() - begin < IN_FORCE_WITHIN_NANOS) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private OverrideReport report(OverrideOrder order, List<PoolMember> members, List<OverrideRegister> set) {
        Map<PoolMember, MemberOverride> touched = new LinkedHashMap<>();
        set.forEach(register -> touched.put(register.member(), register.override()));
        List<String> notes = new ArrayList<>();
        if (set.isEmpty()) {
            notes.add("no operator's " + (order.drainsOnly() ? "drain" : "word") + " stands on " + order.target());
        }
        members.forEach(member -> {
            MemberOverride now = overrides.inForce().get(member);
            if (now != null && now.scheduled()) {
                notes.add(member + " is " + OverrideReport.sentence(now) + " (an operator's word stands above it)");
            }
        });
        return OverrideReport.of(touched, overrides::register, notes);
    }

    /** Keeps what came from other replicas; nobody waits for that. */
    private void keepNews() {
        try {
            boolean all = failed;
            Supplier<List<OverrideRegister>> news =
                    () -> overrides.unsaved().orElseGet(() -> all ? overrides.registers() : List.of());
            List<OverrideRegister> registers = signals.ask(news).join();
            if (!registers.isEmpty()) {
                file.write(registers);
                failed = false;
            }
        } catch (IOException e) {
            if (!failed) {
                LOG.warn("what operators say cannot be kept, and is tried again: {}", e.toString());
            }
            failed = true;
        } catch (RuntimeException e) {
            LOG.debug("too late to keep anything: the signals thread has stopped", e);
        }
    }

    /** Keeps what is not kept yet, and takes no more orders. */
    @Override
    public void close() {
        try {
            thread.execute(this::keepNews);
            thread.shutdown();
            if (!thread.awaitTermination(2, TimeUnit.SECONDS)) {
                LOG.warn("the overrides thread is still busy");
            }
        } catch (RejectedExecutionException _) {
            LOG.debug("closed twice");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
