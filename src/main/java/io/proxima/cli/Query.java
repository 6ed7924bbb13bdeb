package io.proxima.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A path with parameters, as a server is asked for it. */
final class Query {
    private final StringBuilder path;
    private char before = '?';

    Query(String path) {
        this.path = new StringBuilder(path);
    }

    /** Adds a parameter, where it has a value. */
    Query with(String name, @Nullable Object value) {
        if (value != null) {
            String escaped = URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
            path.append(before).append(name).append('=').append(escaped);
            before = '&';
        }
        return this;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
