package io.proxima.demo;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * One node of the demo: where its HTTP server listens, and how soon its end and its return are noticed.
 *
 * @param name as people call it; the addresses of one node share it
 * @param healthPath what the check asks for, {@code /healthz}
 * @param downWithin at most so long after it stops, answers leave it out
 * @param upWithin at most so long after it starts, answers name it again
 */
public record Edge(
        String name, InetSocketAddress socketAddress, String healthPath, Duration downWithin, Duration upWithin) {

    /** Its address. */
    public InetAddress address() {
        return socketAddress.getAddress();
    }
}
