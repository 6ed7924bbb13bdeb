package io.proxima.policy;

/** What a pool answers in a family of which no group is up: the value of {@code all-down}. */
public sealed interface AllDown {

    /** As if every member that is not drained or forced down were up. */
    record ServeAll() implements AllDown {}

    /** NODATA. */
    record Empty() implements AllDown {}

    /** SERVFAIL. */
    record Refuse() implements AllDown {}

    /** Whatever another pool answers. */
    record Other(PoolRef pool) implements AllDown {}
}
