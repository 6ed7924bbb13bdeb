package io.proxima;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Fingerprint;
import io.proxima.catalog.Release;
import io.proxima.catalog.ReleaseContents;
import io.proxima.catalog.ReleaseReader;
import io.proxima.control.ReleaseLoads;
import io.proxima.source.Finding;
import io.proxima.source.Findings;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices edited files, reads and compiles them whole, and hands the catalog on; what is broken is reported and what is
 * served stays.
 */
final class ReleaseWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseWatcher.class);
    private static final long LOOK_EVERY_MILLIS = 250;
    /** By then queries have taken the new catalog. */
    private static final long TIDY_AFTER_MILLIS = 2_000;

    private final ReleaseReader reader;
    private final CatalogCompiler compiler = new CatalogCompiler();
    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("releases").daemon().unstarted(task));
    private Fingerprint seen;
    private Fingerprint last;
    private @Nullable ReleaseContents served;
    private volatile ReleaseLoads loads = ReleaseLoads.NONE;

    ReleaseWatcher(ReleaseReader reader) {
        this.reader = reader;
        this.seen = reader.fingerprint();
        this.last = seen;
    }

    /** Reads and compiles the first release; empty where a finding is an error. */
    Optional<Catalog> first(Findings findings) {
        seen = reader.fingerprint();
        last = seen;
        Optional<Catalog> catalog = reader.read(findings).map(compiler::compile);
        catalog.ifPresent(_ -> {
            served = reader.contents();
            loads = loads.served(release(), count(findings, Finding.Level.WARNING), System.currentTimeMillis());
        });
        return catalog;
    }

    /** The hash of the files last served. */
    String release() {
        ReleaseContents last = served;
        return last == null ? "" : last.release();
    }

    /** The files last served; null before the first. */
    @Nullable
    ReleaseContents contents() {
        return served;
    }

    /** What came of reading the files so far; any thread. */
    ReleaseLoads loads() {
        return loads;
    }

    /** Begins to look for edits. */
    void watch(Signals signals, Recorder recorder) {
        var _ = looker.scheduleWithFixedDelay(
                () -> look(signals, recorder), LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        tidySoon();
    }

    private void look(Signals signals, Recorder recorder) {
        try {
            Fingerprint now = reader.fingerprint();
            boolean still = now.equals(last);
            last = now;
            if (now.equals(seen) || !still) { // what changed since the last look may be half written
                return;
            }
            seen = now;
            CompletableFuture<ReleaseContents> hashed = reader.contentsBeside();
            Findings findings = new Findings();
            Optional<Release> release = reader.read(findings);
            ReleaseContents contents = hashed.join();
            String digest = contents.release();
            if (digest.equals(release())) {
                return;
            }
            if (!reader.fingerprint().equals(now)) {
                LOG.info("the files changed while they were read; they are read again");
                return;
            }
            findings.sorted().forEach(ReleaseWatcher::report);
            int warnings = count(findings, Finding.Level.WARNING);
            long nowMillis = System.currentTimeMillis();
            if (release.isEmpty()) {
                loads = loads.refused(count(findings, Finding.Level.ERROR), warnings, nowMillis);
                LOG.error("the edited files are not served; release {} stays", shorter(release()));
                recorder.refused(contents, findings);
                return;
            }
            served = contents;
            loads = loads.served(digest, warnings, nowMillis);
            signals.activate(compiler.compile(release.get()), () -> {
                LOG.info("serving release {}", shorter(digest));
                recorder.activated(contents);
            });
            tidySoon();
        } catch (RuntimeException e) {
            LOG.error("the edited files could not be looked at; what is served stays", e);
        } catch (OutOfMemoryError _) { // the old release and the new one are in memory together for a while
            LOG.error("too little memory for the edited files; what is served stays (raise -Xmx)");
        }
    }

    private static int count(Findings findings, Finding.Level level) {
        return (int) findings.sorted().stream()
                .filter(finding -> finding.level() == level)
                .count();
    }

    /** What reading and compiling left behind, and the catalog before, go beside the queries and not when room runs out. */
    private void tidySoon() {
        var _ = looker.schedule(System::gc, TIDY_AFTER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void report(Finding finding) {
        if (finding.level() == Finding.Level.ERROR) {
            LOG.error("{}", finding);
        } else {
            LOG.warn("{}", finding);
        }
    }

    /** A hash as people quote it. */
    static String shorter(String digest) {
        return digest.substring(0, Math.min(12, digest.length()));
    }

    @Override
    public void close() {
        looker.shutdownNow();
    }
}
