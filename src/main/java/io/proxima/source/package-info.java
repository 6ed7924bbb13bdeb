/**
 * What an operator wrote, with its place: findings by file, line and column, and YAML nodes that know where they stand.
 *
 * <p>May import: the JDK and snakeyaml-engine.
 */
@NullMarked
package io.proxima.source;

import org.jspecify.annotations.NullMarked;
