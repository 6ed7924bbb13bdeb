/**
 * What a change would do, before it is made: two catalogs and a sample of queries to a report. Pure.
 *
 * <p>May import: net, wire, policy, geo, steer, catalog, answer.
 */
@NullMarked
package io.proxima.trial;

import org.jspecify.annotations.NullMarked;
