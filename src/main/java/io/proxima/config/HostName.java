package io.proxima.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine's own name, asked of the system and never of a resolver. */
final class HostName {
    private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /** The name, made to fit for a node's; {@code localhost} where the system tells none. */
    static String own() {
        try {
            if (Files.isReadable(LINUX)) {
                return fit(Files.readString(LINUX));
            }
        } catch (IOException e) {
            // The environment may know it as well.
            return fit(environment());
        }
        return fit(environment());
    }

    private static String environment() {
        String unix = System.getenv("HOSTNAME");
        String windows = System.getenv("COMPUTERNAME");
        return unix != null ? unix : windows != null ? windows : "";
    }

    static String fit(String name) {
        String fit = name.strip().replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[._-]+", "");
        return fit.isEmpty() ? "localhost" : fit.substring(0, Math.min(63, fit.length()));
    }
}
