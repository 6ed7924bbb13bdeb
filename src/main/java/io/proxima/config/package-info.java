/**
 * {@code proxima.yaml} as records.
 *
 * <p>May import: source, net.
 */
@NullMarked
package io.proxima.config;

import org.jspecify.annotations.NullMarked;
