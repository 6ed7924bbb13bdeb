package io.proxima.catalog;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a release are.
 *
 * @param zones the folder of {@code APEX.zone} and {@code APEX.policy.yaml} files
 * @param databases MaxMind DB files, the first that knows a fact wins
 * @param lines {@code lines.yaml}, or null for none
 * @param home the country outside which a client is overseas, or null
 * @param state the folder of what the server writes, never part of a release wherever it is; null for none
 */
public record ReleaseFiles(
        Path zones,
        List<Path> databases,
        @Nullable Path lines,
        @Nullable String home,
        @Nullable Path state) {
    public ReleaseFiles {
        databases = List.copyOf(databases);
    }

    /** Files of which the server writes none. */
    public ReleaseFiles(Path zones, List<Path> databases, @Nullable Path lines, @Nullable String home) {
        this(zones, databases, lines, home, null);
    }
}
