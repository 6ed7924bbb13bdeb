package io.proxima.probe;

import io.proxima.policy.Check;
import java.net.InetAddress;

/**
 * One check of one address, ready to be asked.
 *
 * @param address where it is asked, at the check's port; nothing is ever resolved
 */
public record Probe(Check check, InetAddress address) {}
