/**
 * What any octets may be given to: the query path, names, zone files, policy files, and what must then hold.
 *
 * <p>Each class is one target of Jazzer. {@code ./mvnw verify} replays the inputs kept in {@code src/fuzz/resources};
 * {@code ./mvnw verify -Pfuzz} looks for new ones.
 */
package io.proxima.fuzz;
