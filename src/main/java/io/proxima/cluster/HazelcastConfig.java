package io.proxima.cluster;

import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.ReplicatedMapConfig;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** Hazelcast reduced to what replicas need: members over TCP, three replicated maps, one partitioned, one topic. */
final class HazelcastConfig {
    static final String BALLOTS = "ballots";
    static final String OVERRIDES = "overrides";
    static final String RELEASES = "releases";
    static final String CHUNKS = "release-chunks";
    static final String HEARTBEATS = "heartbeats";

    private HazelcastConfig() {}

    static Config of(ClusterSettings settings) {
        Config config = new Config();
        config.setClusterName("proxima");
        network(config, settings);
        nothingElse(config);
        timing(config);
        config.addReplicatedMapConfig(octets(BALLOTS));
        config.addReplicatedMapConfig(octets(OVERRIDES));
        config.addReplicatedMapConfig(octets(RELEASES));
        // Each chunk twice among all replicas, however many they are; what a merge loses is put there again.
        config.addMapConfig(new MapConfig(CHUNKS)
                .setInMemoryFormat(InMemoryFormat.BINARY)
                .setBackupCount(1)
                .setStatisticsEnabled(false)
                .setMergePolicyConfig(new MergePolicyConfig(DiscardMergePolicy.class.getName(), 100)));
        return config;
    }

    private static ReplicatedMapConfig octets(String map) {
        return new ReplicatedMapConfig(map)
                // Octets stay octets: another format would deserialize whatever a member puts in, here.
                .setInMemoryFormat(InMemoryFormat.BINARY)
                .setAsyncFillup(false)
                .setStatisticsEnabled(false);
    }

    private static void network(Config config, ClusterSettings settings) {
        InetSocketAddress bind = settings.bind();
        String host = bind.getAddress().getHostAddress();
        NetworkConfig network = config.getNetworkConfig();
        network.setPort(bind.getPort()).setPortAutoIncrement(false).setReuseAddress(true);
        network.getInterfaces().setEnabled(true).addInterface(host);
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(2);
        for (InetSocketAddress member : settings.members()) {
            join.getTcpIpConfig().addMember(text(member));
        }
        // Taken as it stands: Hazelcast's own search sees only the first address of the loopback interface.
        config.setProperty("hazelcast.local.localAddress", host);
        config.setProperty("hazelcast.socket.bind.any", "false");
        config.setProperty("hazelcast.prefer.ipv4.stack", String.valueOf(!(bind.getAddress() instanceof Inet6Address)));
    }

    private static String text(InetSocketAddress address) {
        String host = address.isUnresolved()
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static void nothingElse(Config config) {
        // Hazelcast tells members "try again, a partition moves" by exceptions of its own: refused, its calls would
        // wait
        // for ever. They and what every exception is made of are admitted, nothing else.
        config.getSerializationConfig()
                .setJavaSerializationFilterConfig(new JavaSerializationFilterConfig()
                        .setDefaultsDisabled(true)
                        .setWhitelist(new ClassFilter()
                                .addPrefixes("com.hazelcast.spi.exception.")
                                .addClasses(
                                        "com.hazelcast.internal.cluster.impl.ClusterTopologyChangedException",
                                        "com.hazelcast.internal.cluster.impl.MasterNodeChangedException",
                                        "com.hazelcast.core.IndeterminateOperationStateException",
                                        "com.hazelcast.internal.partition.PartitionStateVersionMismatchException",
                                        "com.hazelcast.core.HazelcastException",
                                        "com.hazelcast.core.HazelcastInstanceNotActiveException",
                                        "com.hazelcast.core.HazelcastOverloadException",
                                        "com.hazelcast.core.MemberLeftException",
                                        "com.hazelcast.core.OperationTimeoutException",
                                        "java.lang.Throwable",
                                        "java.lang.Exception",
                                        "java.lang.RuntimeException",
                                        "java.lang.IllegalStateException",
                                        "java.lang.IllegalArgumentException",
                                        "java.lang.StackTraceElement",
                                        "[Ljava.lang.StackTraceElement;",
                                        "java.util.Collections$EmptyList",
                                        "java.util.Collections$UnmodifiableCollection",
                                        "java.util.Collections$UnmodifiableList",
                                        "java.util.Collections$UnmodifiableRandomAccessList",
                                        "java.util.ArrayList")))
                .setAllowUnsafe(false);
        config.getRestConfig().setEnabled(false);
        config.getNetworkConfig().getMemcacheProtocolConfig().setEnabled(false);
        config.getJetConfig().setEnabled(false).setResourceUploadEnabled(false);
        config.getManagementCenterConfig().setScriptingEnabled(false).setConsoleEnabled(false);
        config.getMetricsConfig().setEnabled(false);
        config.getNamespacesConfig().setEnabled(false);
        config.getCPSubsystemConfig().setCPMemberCount(0);
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.setProperty("hazelcast.health.monitoring.level", "OFF");
        config.setProperty("hazelcast.jmx", "false");
    }

    private static void timing(Config config) {
        config.setProperty("hazelcast.wait.seconds.before.join", "0");
        config.setProperty("hazelcast.max.wait.seconds.before.join", "1");
        config.setProperty("hazelcast.max.join.seconds", "10");
        // Replicas that started apart, or were parted, look for each other again soon.
        config.setProperty("hazelcast.merge.first.run.delay.seconds", "3");
        config.setProperty("hazelcast.merge.next.run.delay.seconds", "3");
        config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
        config.setProperty("hazelcast.max.no.heartbeat.seconds", "5");
        config.setProperty("hazelcast.operation.call.timeout.millis", "5000");
        config.setProperty("hazelcast.graceful.shutdown.max.wait", "1");
        // A few kilobytes of votes need neither 271 partitions nor a thread a core.
        config.setProperty("hazelcast.partition.count", "17");
        config.setProperty("hazelcast.operation.thread.count", "2");
        config.setProperty("hazelcast.operation.generic.thread.count", "2");
        config.setProperty("hazelcast.io.thread.count", "1");
        config.setProperty("hazelcast.event.thread.count", "1");
    }
}
