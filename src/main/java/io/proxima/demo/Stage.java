package io.proxima.demo;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * All that a demo starts and says.
 *
 * @param control where edges are stopped and started by HTTP
 * @param guide the commands to try, a line each
 * @param zones the files that may be edited meanwhile
 */
public record Stage(
        List<Edge> edges, InetSocketAddress control, List<DemoReplica> replicas, List<String> guide, Path zones) {
    public Stage {
        edges = List.copyOf(edges);
        replicas = List.copyOf(replicas);
        guide = List.copyOf(guide);
    }
}
