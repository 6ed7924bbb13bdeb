package io.proxima.policy;

/** How a group chooses among its children: the value of {@code choose}. */
public sealed interface Rule {

    /** The child whose line fits the client best; hands over in the order of the client's lines, then as written. */
    record Line() implements Rule {}

    /** The child whose site is nearest to the client by great circle. */
    record Nearest() implements Rule {}

    /** The first live child in the order written. */
    record Failover() implements Rule {}

    /** A draw by weight. */
    record Weighted() implements Rule {}

    /** Each live child in turn. */
    record RoundRobin() implements Rule {}

    /** A draw without weights. */
    record Random() implements Rule {}

    /** Every live child. */
    record All() implements Rule {}
}
