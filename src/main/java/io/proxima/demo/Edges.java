package io.proxima.demo;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All edges, by name. Any thread may use it. */
public final class Edges implements AutoCloseable {
    private final Map<String, List<EdgeServer>> servers;

    /** Takes edges, none of them running. */
    public Edges(List<Edge> edges) {
        servers = edges.stream()
                .map(EdgeServer::new)
                .collect(Collectors.groupingBy(
                        server -> server.edge().name(), LinkedHashMap::new, Collectors.toUnmodifiableList()));
    }

    /** Whether there is an edge of this name. */
    public boolean has(String name) {
        return servers.containsKey(name);
    }

    /**
     * Starts every edge.
     *
     * @throws PortException if an address cannot be listened on; those started before run on until {@link #close}
     */
    public synchronized void startAll() throws PortException {
        for (String name : servers.keySet()) {
            start(name);
        }
    }

    /** Starts one edge, if it does not run; gives how soon answers name it again. */
    public synchronized Duration start(String name) throws PortException {
        for (EdgeServer server : of(name)) {
            server.start();
        }
        return of(name).getFirst().edge().upWithin();
    }

    /** Stops one edge; gives how soon answers leave it out. */
    public synchronized Duration stop(String name) {
        of(name).forEach(EdgeServer::stop);
        return of(name).getFirst().edge().downWithin();
    }

    /** A line an edge: name, address and whether it runs. */
    public synchronized List<String> lines() {
        return servers.values().stream()
                .flatMap(List::stream)
                .map(server -> "%-10s http://%s:%d/  %s"
                        .formatted(
                                server.edge().name(),
                                server.edge().address().getHostAddress(),
                                server.edge().socketAddress().getPort(),
                                server.isRunning() ? "running" : "stopped"))
                .toList();
    }

    /** Stops every edge. */
    @Override
    public synchronized void close() {
        servers.values().forEach(all -> all.forEach(EdgeServer::stop));
    }

    private List<EdgeServer> of(String name) {
        List<EdgeServer> named = servers.get(name);
        if (named == null) {
            throw new IllegalArgumentException("no edge is called " + name);
        }
        return named;
    }
}
