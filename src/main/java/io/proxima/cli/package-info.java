/**
 * The commands (picocli); what they start is handed to them by the root.
 *
 * <p>May import: source, config, zone, policy, geo, catalog, store, control.
 */
@NullMarked
package io.proxima.cli;

import org.jspecify.annotations.NullMarked;
