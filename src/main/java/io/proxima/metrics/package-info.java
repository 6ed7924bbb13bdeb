/**
 * What is measured: one catalogue of names, and their values as Prometheus reads them.
 *
 * <p>May import: nothing of ours.
 */
@NullMarked
package io.proxima.metrics;

import org.jspecify.annotations.NullMarked;
