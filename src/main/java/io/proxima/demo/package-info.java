/**
 * The demo's edges: small HTTP servers that stand for nodes.
 *
 * <p>May import: nothing of ours.
 */
@NullMarked
package io.proxima.demo;

import org.jspecify.annotations.NullMarked;
