/**
 * The demo: small HTTP servers that stand for nodes, replicas as processes, and commands that stop and start them.
 *
 * <p>What they are is handed to it by the root.
 *
 * <p>May import: nothing of ours.
 */
@NullMarked
package io.proxima.demo;

import org.jspecify.annotations.NullMarked;
