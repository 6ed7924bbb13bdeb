package io.proxima.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The demo's replicas, each a process. Any thread may use it. */
final class Replicas implements AutoCloseable {
    private static final long READY_WITHIN_SECONDS = 60;
    private static final long END_WITHIN_SECONDS = 5;

    private final Map<String, DemoReplica> replicas = new LinkedHashMap<>();
    private final Map<String, ReplicaProcess> processes = new LinkedHashMap<>();
    private final PrintWriter log;
    private boolean closed;

    /**
     * @param log gets their logs, and which of them ended badly
     */
    Replicas(List<DemoReplica> replicas, PrintWriter log) {
        replicas.forEach(replica -> this.replicas.put(replica.node(), replica));
        this.log = log;
    }

    boolean has(String node) {
        return replicas.containsKey(node);
    }

    /** Starts all; gives those that did not come to answer. */
    List<String> startAll() throws IOException, InterruptedException {
        for (String node : replicas.keySet()) {
            start(node);
        }
        for (ReplicaProcess process : started()) {
            if (!isReady(process)) {
                return List.of(process.replica().node());
            }
        }
        return List.of();
    }

    private static boolean isReady(ReplicaProcess process) throws InterruptedException {
        try {
            return process.ready().get(READY_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException _) {
            return false;
        }
    }

    /** Starts one, if it does not run. */
    synchronized void start(String node) throws IOException {
        DemoReplica replica = replicas.get(node);
        ReplicaProcess known = processes.get(node);
        if (closed || replica == null || (known != null && known.isRunning())) {
            return;
        }
        ReplicaProcess process = new ReplicaProcess(replica, log);
        processes.put(node, process);
        var _ = process.ended().thenAccept(code -> {
            if (code != 0) {
                log.println(node + "  has ended with exit code " + code);
            }
        });
    }

    /** Tells one to end. */
    synchronized void stop(String node) {
        ReplicaProcess process = processes.get(node);
        if (process != null) {
            process.stop();
        }
    }

    /** A line a replica: its name, address and process id. */
    List<String> lines() {
        return started().stream()
                .map(process -> "%-10s %s:%d  %s"
                        .formatted(
                                process.replica().node(),
                                process.replica().dns().getAddress().getHostAddress(),
                                process.replica().dns().getPort(),
                                process.isRunning() ? "pid " + process.pid() : "ended"))
                .toList();
    }

    private synchronized List<ReplicaProcess> started() {
        return List.copyOf(processes.values());
    }

    /** Ends them all, by force where need be. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        List<ReplicaProcess> all = started();
        all.forEach(ReplicaProcess::stop);
        all.forEach(process -> process.end(END_WITHIN_SECONDS));
    }
}
