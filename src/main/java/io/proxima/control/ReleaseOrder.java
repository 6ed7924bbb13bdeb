package io.proxima.control;

import org.jspecify.annotations.Nullable;

/**
 * An operator's wish to have a release in force.
 *
 * @param release a beginning of its hash, {@code current} or {@code previous}; null for what the files say now
 * @param author who wants it
 * @param why empty where nobody said
 * @param waits whether it counts only once no listener answers from before it
 * @param everywhere whether it counts only once that is so on every replica that is alive
 */
public record ReleaseOrder(@Nullable String release, String author, String why, boolean waits, boolean everywhere) {}
