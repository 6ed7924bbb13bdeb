package io.proxima.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The catalogue: every metric there is, by the name under which it is scraped.
 *
 * <p>Names are in snake case, end in their unit, and counters in {@code _total} (Prometheus' rules for metric and label
 * names). Labels take their values from the files that are served, or from a short list: whoever drops a pool or a check
 * drops its series.
 */
public enum Metric {
    DNS_RECEIVED(
            "proxima_dns_messages_received_total",
            Type.COUNTER,
            "Messages received.",
            Labels.TRANSPORT,
            Labels.LISTENER),
    DNS_SENT(
            "proxima_dns_messages_sent_total",
            Type.COUNTER,
            "Responses handed to the kernel (UDP) or the connection (TCP).",
            Labels.TRANSPORT,
            Labels.LISTENER),
    DNS_DROPPED(
            "proxima_dns_messages_dropped_total",
            Type.COUNTER,
            "Messages without a response: unusable, not to be answered, at fault, or not sent.",
            Labels.TRANSPORT,
            Labels.LISTENER),
    DNS_FAULTS(
            "proxima_dns_faults_total",
            Type.COUNTER,
            "Messages dropped because answering them failed; each is a defect.",
            Labels.TRANSPORT,
            Labels.LISTENER),
    DNS_RESPONSES(
            "proxima_dns_responses_total",
            Type.COUNTER,
            "Responses by response code.",
            Labels.TRANSPORT,
            Labels.LISTENER,
            "rcode"),
    DNS_TRUNCATED(
            "proxima_dns_truncated_total",
            Type.COUNTER,
            "Responses with TC: they did not fit.",
            Labels.TRANSPORT,
            Labels.LISTENER),
    TCP_CONNECTIONS("proxima_tcp_connections", Type.GAUGE, "TCP connections that are open.", Labels.LISTENER),
    TCP_OPENED("proxima_tcp_connections_opened_total", Type.COUNTER, "TCP connections served.", Labels.LISTENER),
    TCP_REFUSED(
            "proxima_tcp_connections_refused_total",
            Type.COUNTER,
            "TCP connections closed at once because a limit was reached.",
            Labels.LISTENER),

    PROBES(
            "proxima_probes_total",
            Type.COUNTER,
            "Probes of this replica by what came of them: success, failure, or none where this machine could not ask.",
            Labels.CHECK,
            "kind",
            "result"),
    PROBE_DURATION(
            "proxima_probe_duration_seconds",
            Type.HISTOGRAM,
            "How long probes took, failed ones too.",
            Labels.CHECK,
            "kind"),

    VERDICT_UP(
            "proxima_verdict_up",
            Type.GAUGE,
            "1 where a member's address is served, 0 where it is down.",
            Labels.POOL,
            "member",
            Labels.ADDRESS,
            Labels.CHECK),
    VERDICT_STALE(
            "proxima_verdict_stale",
            Type.GAUGE,
            "1 where a verdict is kept from before because too few votes are fresh.",
            Labels.CHECK,
            Labels.ADDRESS),
    VERDICT_MOVING(
            "proxima_verdict_moving",
            Type.GAUGE,
            "1 where a vote dissents from the verdict, or a rise or fall is pending.",
            Labels.CHECK,
            Labels.ADDRESS),
    VERDICT_CHANGES(
            "proxima_verdict_changes_total",
            Type.COUNTER,
            "Verdicts that changed since the start, by what they changed to: up or down.",
            Labels.CHECK,
            Labels.ADDRESS,
            "to"),
    VERDICT_FLAPS(
            "proxima_verdict_flaps_total",
            Type.COUNTER,
            "Changes to down within ten minutes of coming up.",
            Labels.CHECK,
            Labels.ADDRESS),
    VERDICT_HELD(
            "proxima_verdict_held",
            Type.GAUGE,
            "1 where an address is kept down by hold-down or damping, whatever the votes say.",
            Labels.CHECK,
            Labels.ADDRESS),
    VOTES(
            "proxima_votes",
            Type.GAUGE,
            "Replicas that vote up, down or none on an address that they probe.",
            Labels.CHECK,
            Labels.ADDRESS,
            "vote"),
    DETECTION(
            "proxima_detection_seconds",
            Type.HISTOGRAM,
            "From the first probe that spoke for a change, at whoever voted for it, to the changed verdict.",
            "to"),
    DETECTION_LAST(
            "proxima_detection_last_seconds",
            Type.GAUGE,
            "What the last change of an address' verdict took, as in proxima_detection_seconds.",
            Labels.CHECK,
            Labels.ADDRESS),

    POOL_MEMBERS("proxima_pool_members", Type.GAUGE, "Members with an address of the family.", Labels.POOL, "family"),
    POOL_MEMBERS_UP(
            "proxima_pool_members_up",
            Type.GAUGE,
            "Members with an address of the family that is up.",
            Labels.POOL,
            "family"),
    POOL_MEMBERS_OVERRIDDEN(
            "proxima_pool_members_overridden",
            Type.GAUGE,
            "Members of which an operator or a schedule says drain, force-up or force-down.",
            Labels.POOL,
            "word"),
    POOL_DETECTION_BOUND(
            "proxima_pool_detection_bound_seconds",
            Type.GAUGE,
            "The longest that a failure can go unnoticed, by the parameters of the pool's checks.",
            Labels.POOL),
    POOL_RECOVER_WITHIN(
            "proxima_pool_recover_within_seconds",
            Type.GAUGE,
            "What recover-within promises, of pools that do.",
            Labels.POOL),
    POOL_ALL_DOWN(
            "proxima_pool_all_down",
            Type.GAUGE,
            "1 where no group is up, so that the pool's all-down answers.",
            Labels.POOL,
            "family"),
    POOL_MOVING(
            "proxima_pool_moving",
            Type.GAUGE,
            "1 where the verdict on a member is contested or pending, so that the unsettled TTL is answered.",
            Labels.POOL),

    REPLICAS_CONFIGURED("proxima_replicas_configured", Type.GAUGE, "Replicas of the cluster as configured; 1 alone."),
    REPLICAS_LIVE("proxima_replicas_live", Type.GAUGE, "Replicas heard lately, this one among them."),
    REPLICA_CUT_OFF(
            "proxima_replica_cut_off",
            Type.GAUGE,
            "1 where this replica hears fewer than a majority and decides on its own word."),
    CLUSTER_JOINED(
            "proxima_cluster_joined",
            Type.GAUGE,
            "1 where the cluster runs here; it may still be with no one else. Missing without a cluster."),
    CLUSTER_REFUSED(
            "proxima_cluster_messages_refused_total",
            Type.COUNTER,
            "Messages of the cluster that were dropped: malformed, foreign, or not sealed with its key."),

    RELEASE_INFO("proxima_release_info", Type.INFO, "The hash of the files that are served.", "release"),
    RELEASE_SERVED("proxima_release_served_timestamp_seconds", Type.GAUGE, "When the files were read that are served."),
    RELEASE_FILES_DIFFER(
            "proxima_release_files_differ",
            Type.GAUGE,
            "Whether the files are another release than what is served: with errors, or because another was put in their place."),
    RELEASE_REFUSED(
            "proxima_release_refused",
            Type.GAUGE,
            "Whether the latest release of the cluster does not come in force here, for its errors with the databases here."),
    RELEASE_READ("proxima_release_read_timestamp_seconds", Type.GAUGE, "When files were last read."),
    RELEASE_LOADS(
            "proxima_release_loads_total",
            Type.COUNTER,
            "Readings of the files, the first at the start, by what came of them: served or refused.",
            "result"),
    RELEASE_FINDINGS(
            "proxima_release_findings",
            Type.GAUGE,
            "Findings in the files last read. With an error they are not served, and what was served stays.",
            "level"),

    UPTIME("proxima_uptime_seconds", Type.GAUGE, "How long this server has been running."),
    PROCESS_CPU("process_cpu_seconds_total", Type.COUNTER, "CPU time of the process, user and system."),
    PROCESS_FILES("process_open_fds", Type.GAUGE, "Open file descriptors."),
    PROCESS_FILES_MAX("process_max_fds", Type.GAUGE, "The most file descriptors that may be open."),
    JVM_MEMORY_USED("jvm_memory_used_bytes", Type.GAUGE, "Memory in use.", Labels.AREA, "id"),
    JVM_MEMORY_COMMITTED(
            "jvm_memory_committed_bytes", Type.GAUGE, "Memory that the JVM has of the system.", Labels.AREA, "id"),
    JVM_MEMORY_MAX(
            "jvm_memory_max_bytes", Type.GAUGE, "The most that it may have; -1 without a limit.", Labels.AREA, "id"),
    JVM_GC_PAUSE(
            "jvm_gc_pause_seconds",
            Type.SUMMARY,
            "Pauses of the collector since the first scrape.",
            "action",
            "cause",
            "gc"),
    JVM_GC_PAUSE_MAX(
            "jvm_gc_pause_seconds_max", Type.GAUGE, "The longest of the last few minutes.", "action", "cause", "gc"),
    JVM_THREADS("jvm_threads_live_threads", Type.GAUGE, "Live threads.");

    /** How a metric behaves (OpenMetrics section 5). */
    public enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM,
        SUMMARY,
        INFO
    }

    /** Labels of several metrics. */
    private static final class Labels {
        static final String TRANSPORT = "transport";
        static final String LISTENER = "listener";
        static final String CHECK = "check";
        static final String ADDRESS = "address";
        static final String POOL = "pool";
        static final String AREA = "area";
    }

    private final String scraped;
    private final Type type;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // of List.of, which is immutable
    private final List<String> labels;

    Metric(String scraped, Type type, String help, String... labels) {
        this.scraped = scraped;
        this.type = type;
        this.help = help;
        this.labels = List.of(labels);
    }

    /** The name under which it is scraped. */
    public String scraped() {
        return scraped;
    }

    /** How it behaves. */
    public Type type() {
        return type;
    }

    /** What it says, in a sentence. */
    public String help() {
        return help;
    }

    /** The names of its labels, in the order in which their values are given. */
    public List<String> labels() {
        return labels;
    }

    /** The metric of a name. */
    static Optional<Metric> named(String scraped) {
        return Arrays.stream(values())
                .filter(metric -> metric.scraped.equals(scraped))
                .findFirst();
    }
}
