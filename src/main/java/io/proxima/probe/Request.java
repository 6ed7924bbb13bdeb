package io.proxima.probe;

import io.proxima.policy.Ask;
import java.net.Inet6Address;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The request of an HTTP probe (RFC 9112 §3): always the last on its connection. */
final class Request {
    private Request() {}

    /** The whole request as text. */
    static String of(Probe probe, Ask.Http ask) {
        StringBuilder request = new StringBuilder(ask.head() ? "HEAD " : "GET ")
                .append(printable(ask.path()))
                .append(" HTTP/1.1\r\nHost: ")
                .append(printable(authority(probe, ask.host(), ask.tls() == null ? 80 : 443)))
                .append("\r\n");
        field(request, ask, "User-Agent", "proxima");
        field(request, ask, "Accept", "*/*");
        ask.headers()
                .forEach((name, value) ->
                        request.append(name).append(": ").append(value).append("\r\n"));
        return request.append("Connection: close\r\n\r\n").toString();
    }

    /** A field of ours, unless the check has its own. */
    private static void field(StringBuilder request, Ask.Http ask, String name, String value) {
        if (ask.headers().keySet().stream().noneMatch(name::equalsIgnoreCase)) {
            request.append(name).append(": ").append(value).append("\r\n");
        }
    }

    /** The host, and the port where it is not the scheme's own (RFC 9110 §7.2). */
    static String authority(Probe probe, @Nullable String host, int usualPort) {
        String literal = probe.address().getHostAddress();
        String named = host != null ? host : probe.address() instanceof Inet6Address ? "[" + literal + "]" : literal;
        int port = probe.check().port();
        return port == usualPort ? named : named + ":" + port;
    }

    /** Blanks, controls and whatever is not ASCII, percent-encoded: a path can neither end the line nor the header. */
    private static String printable(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet > ' ' && octet < 0x7f) {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(String.format("%02X", octet & 0xff));
            }
        }
        return encoded.toString();
    }
}
