package io.proxima.cluster;

import io.proxima.health.Ballot;
import io.proxima.health.OverrideRegister;
import io.proxima.health.Pair;
import io.proxima.health.Replica;

/** What comes from the other replicas, authenticated where a key is set. */
public sealed interface ClusterEvent {

    /** Another replica's vote; the same one may come again, and older ones after newer. */
    record BallotHeard(Ballot ballot) implements ClusterEvent {}

    /** What some replica was told of a member; the same may come again, and older ones after newer. */
    record OverrideHeard(OverrideRegister register) implements ClusterEvent {}

    /** Another replica is alive. */
    record HeartbeatHeard(Replica replica, long epoch) implements ClusterEvent {}

    /** Another replica was told, by a member or for it, how the member is; each once, in their order. */
    record PushHeard(Pair pair, boolean up, String why) implements ClusterEvent {}

    /** What another replica serves; each thing once, in the order in which it said them. */
    record ReleaseHeard(ReleaseNews news) implements ClusterEvent {}

    /** Another replica's connection ended; if it lives, its heartbeat will say so. */
    record NodeGone(String node) implements ClusterEvent {}
}
