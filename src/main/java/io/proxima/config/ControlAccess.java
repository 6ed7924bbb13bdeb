package io.proxima.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask the server over HTTP, {@code control:} of {@code proxima.yaml}.
 *
 * @param tokensFile names, roles and digests of tokens, a line each; null where there are none and everybody who reaches the
 *     address may do everything
 * @param open whether that is wanted on an address that others reach
 * @param metricsOpen whether {@code /metrics} asks for no token
 */
public record ControlAccess(@Nullable Path tokensFile, boolean open, boolean metricsOpen) {
    public ControlAccess {
        if (tokensFile != null && open) {
            throw new IllegalArgumentException("must be open or have a tokens-file, not both");
        }
    }
}
