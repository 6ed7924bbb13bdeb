package io.proxima.catalog;

import io.proxima.policy.Detection;
import io.proxima.policy.Policy;
import io.proxima.policy.Pool;
import io.proxima.policy.PoolRef;
import io.proxima.policy.RecoverWithin;
import io.proxima.policy.SteeredName;
import io.proxima.source.Findings;
import java.util.Optional;
import java.util.function.Function;

/** Whether what pools promise can be kept with the TTLs written at names, and with the pools that their checks watch. */
final class RecoveryChecks {
    private final Release release;
    private final Findings findings;
    private final Function<PoolRef, Optional<Pool>> find;
    private final DetectionBounds detections;

    /** @param find a pool by reference, silently */
    RecoveryChecks(Release release, Findings findings, Function<PoolRef, Optional<Pool>> find) {
        this.release = release;
        this.findings = findings;
        this.find = find;
        this.detections = new DetectionBounds(release);
    }

    void run() {
        for (Policy policy : release.policies()) {
            policy.pools().values().forEach(pool -> pool(policy, pool));
            policy.names().values().forEach(this::name);
        }
    }

    private void pool(Policy policy, Pool pool) {
        RecoverWithin promise = pool.recoverWithin();
        Detection detection = detections.of(policy, pool).orElse(null);
        if (promise != null && detection != null && !promise.isKept(detection)) {
            findings.error(
                    promise.place(),
                    words(promise, pool) + " cannot be kept by what its check watches",
                    detection.arithmetic() + "; give the watched pool a recover-within of its own");
        }
    }

    /** A promise's pool is another zone's where the name says so. */
    private void name(SteeredName steered) {
        SteeredName.Ttl ttl = steered.ttl();
        Pool pool = find.apply(steered.pool()).orElse(null);
        RecoverWithin promise = pool == null ? null : pool.recoverWithin();
        if (ttl == null || pool == null || promise == null) {
            return;
        }
        Detection detection = release.policyOf(steered.pool().zone())
                .flatMap(policy -> detections.of(policy, pool))
                .orElse(null);
        if (detection == null || !promise.isKept(detection)) {
            return;
        }
        ttl(steered, pool, promise, "ttl", ttl.steadySeconds(), promise.mostSteadySeconds(detection), detection);
        if (ttl.unsettledSeconds() != ttl.steadySeconds()) {
            ttl(
                    steered,
                    pool,
                    promise,
                    "unsettled ttl",
                    ttl.unsettledSeconds(),
                    promise.mostUnsettledSeconds(detection),
                    detection);
        }
    }

    private void ttl(
            SteeredName steered,
            Pool pool,
            RecoverWithin promise,
            String what,
            int seconds,
            long most,
            Detection detection) {
        if (seconds > most) {
            boolean alone = seconds > promise.within().toSeconds();
            findings.error(
                    steered.place(),
                    what + " " + seconds + "s of " + steered.owner()
                            + (alone ? " alone is longer than " : " is too long for ") + words(promise, pool),
                    "at most " + most + "s: " + detection.arithmetic());
        }
    }

    private static String words(RecoverWithin promise, Pool pool) {
        return "recover-within " + Detection.words(promise.within()) + " of pool \"" + pool.name() + "\"";
    }
}
