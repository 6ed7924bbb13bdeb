package io.proxima.cli;

import io.proxima.control.Status;
import java.util.stream.Collectors;

/** The lines of a status that tell of the other replicas: who lives, and which release each serves. */
record ClusterText(StatusText text) {
    private static final int HASH_DIGITS = 12;

    void say(Status.Cluster cluster) {
        String live = cluster.live().stream()
                .map(peer -> peer.node() + (peer.site() == null ? "" : " (" + peer.site() + ")"))
                .collect(Collectors.joining(", "));
        text.line("%d of %d replicas live: %s".formatted(cluster.live().size(), cluster.configured(), live));
        if (Boolean.FALSE.equals(cluster.joined())) {
            text.line("its cluster does not run: it is joining, or Hazelcast failed", "does not run", Colour.YELLOW);
        }
        cluster.live().forEach(this::serving);
        if (cluster.cutOff()) {
            text.line("cut off: it decides on its own word", "cut off", Colour.RED);
        }
        if (cluster.refused() > 0) {
            text.line("%d messages of the cluster were refused".formatted(cluster.refused()));
        }
    }

    private void serving(Status.Peer peer) {
        Status.Serving serving = peer.serving();
        if (serving == null) {
            return;
        }
        String line = "  %s serves release %s, put in force on %s%s"
                .formatted(
                        peer.node(),
                        shorter(serving.release()),
                        serving.by(),
                        serving.answering() ? "" : "; some listener may still answer from before");
        text.line(line + (serving.same() ? "" : " (other files than here)"), "(other files than here)", Colour.YELLOW);
        if (serving.refused() != null) {
            String refusal = "  %s refused the latest release: %s".formatted(peer.node(), serving.refused());
            text.line(refusal, "refused the latest release", Colour.RED);
        }
    }

    private static String shorter(String release) {
        return release.substring(0, Math.min(HASH_DIGITS, release.length()));
    }
}
