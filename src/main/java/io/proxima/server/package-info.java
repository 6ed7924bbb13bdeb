/**
 * Listeners: UDP and TCP, their limits.
 *
 * <p>May import: net, wire, answer, catalog's reader.
 */
@NullMarked
package io.proxima.server;

import org.jspecify.annotations.NullMarked;
