package io.proxima.probe;

/** What a probe says of its member. */
public enum Outcome {
    /** It is well. */
    SUCCESS,
    /** It is not. */
    FAILURE,
    /** Nothing: this machine could not ask. */
    NONE
}
