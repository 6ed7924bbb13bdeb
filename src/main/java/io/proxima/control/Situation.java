package io.proxima.control;

import io.proxima.cluster.ReleaseNews;
import io.proxima.health.Replica;
import java.util.List;

/**
 * What a server knows of itself beside its zones and verdicts.
 *
 * @param self this replica
 * @param epoch of this life of it
 * @param startedMillis when it began, on the wall clock
 * @param replicas how many are configured, this one among them
 * @param cluster whether it is configured to be one of several
 * @param joined whether its cluster runs; it may still be with no one else
 * @param refused how many messages of the cluster were dropped: malformed, foreign, or not sealed with the key
 * @param loads which release it serves
 * @param releases what each replica of the cluster said last that it serves
 */
public record Situation(
        Replica self,
        long epoch,
        long startedMillis,
        int replicas,
        boolean cluster,
        boolean joined,
        long refused,
        ReleaseLoads loads,
        List<ReleaseNews> releases) {
    public Situation {
        releases = List.copyOf(releases);
    }

    /** Of a replica that knows of no other's release. */
    public Situation(
            Replica self,
            long epoch,
            long startedMillis,
            int replicas,
            boolean cluster,
            boolean joined,
            long refused,
            ReleaseLoads loads) {
        this(self, epoch, startedMillis, replicas, cluster, joined, refused, loads, List.of());
    }
}
