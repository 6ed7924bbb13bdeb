package io.proxima;

/**
 * Who wants a release in force, and why.
 *
 * @param author a name; empty where nobody knows
 * @param reason in the author's words; empty where nobody said
 */
record Cause(String author, String reason) {
    /** Nobody said anything: files were found that are others. */
    static final Cause UNKNOWN = new Cause("", "");
}
