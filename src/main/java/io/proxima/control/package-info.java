/**
 * What an operator asks of a server: why an answer is what it is.
 *
 * <p>May import: every room but server, cli and demo.
 */
@NullMarked
package io.proxima.control;

import org.jspecify.annotations.NullMarked;
