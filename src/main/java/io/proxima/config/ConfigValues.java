package io.proxima.config;

import io.proxima.source.Fields;
import java.time.Duration;
import java.util.OptionalInt;

/** Values of {@code proxima.yaml}, read from their texts; each throws IllegalArgumentException with what it must be. */
final class ConfigValues {
    private ConfigValues() {}

    static ServerConfig.Udp.Engine engine(String text) {
        return switch (text) {
            case "auto" -> ServerConfig.Udp.Engine.AUTO;
            case "native" -> ServerConfig.Udp.Engine.NATIVE;
            case "vertx" -> ServerConfig.Udp.Engine.VERTX;
            default -> throw new IllegalArgumentException("must be auto, native or vertx, not \"" + text + "\"");
        };
    }

    /** The name of a network interface, as Linux allows it. */
    static String networkInterface(String text) {
        if (!text.matches("[^/:%\\s]{1,15}") || text.matches("\\.{1,2}")) {
            throw new IllegalArgumentException("must be the name of an interface such as eth0, not \"" + text + "\"");
        }
        return text;
    }

    static int count(String text) {
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException("must be a whole number of at least 1, not \"" + text + "\"");
        }
        return Integer.parseInt(text);
    }

    static OptionalInt threads(String text) {
        if (text.equals("auto")) {
            return OptionalInt.empty();
        }
        if (!text.matches("[1-9]\\d{0,2}") || Integer.parseInt(text) > ServerConfig.Udp.MAX_THREADS) {
            throw new IllegalArgumentException(
                    "must be auto or 1 to " + ServerConfig.Udp.MAX_THREADS + ", not \"" + text + "\"");
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    static Duration quiet(String text) {
        Duration quiet = Fields.parseDuration(text);
        if (quiet.toMillis() < 10 || quiet.toMillis() > 60_000) {
            throw new IllegalArgumentException("must be 10ms to 1m, not " + text);
        }
        return quiet;
    }

    static boolean onOrOff(String text) {
        return switch (text) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new IllegalArgumentException("must be on or off, not \"" + text + "\"");
        };
    }

    static boolean metricsOpen(String text) {
        return switch (text) {
            case "open" -> true;
            case "read" -> false;
            default -> throw new IllegalArgumentException("must be open or read, not \"" + text + "\"");
        };
    }
}
