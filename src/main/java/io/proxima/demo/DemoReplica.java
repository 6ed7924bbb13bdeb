package io.proxima.demo;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * One replica of the demo.
 *
 * @param dns where it will answer
 * @param command what starts it
 */
public record DemoReplica(String node, InetSocketAddress dns, List<String> command) {
    public DemoReplica {
        command = List.copyOf(command);
    }
}
