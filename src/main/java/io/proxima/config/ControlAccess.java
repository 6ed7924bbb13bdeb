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
 * @param tls null for HTTP in clear
 */
public record ControlAccess(
        @Nullable Path tokensFile,
        boolean open,
        boolean metricsOpen,
        @Nullable Tls tls) {
    public ControlAccess {
        if (tokensFile != null && open) {
            throw new IllegalArgumentException("must be open or have a tokens-file, not both");
        }
    }

    /**
     * HTTPS; all files are PEM.
     *
     * @param certificate the server's own and those that lead to whoever signed it
     * @param key of the first of them, PKCS #8
     * @param clientCa who signs the certificates that callers must show; null where they show none
     */
    public record Tls(Path certificate, Path key, @Nullable Path clientCa) {}
}
