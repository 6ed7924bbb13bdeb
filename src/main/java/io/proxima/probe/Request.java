package io.proxima.probe;

import io.proxima.policy.Check;
import java.net.Inet6Address;
import java.nio.charset.StandardCharsets;

/** The request of an HTTP probe (RFC 9112 §3): always GET, always the last on its connection. */
final class Request {
    private Request() {}

    /** The whole request as text. */
    static String of(Probe probe) {
        Check check = probe.check();
        return "GET " + printable(check.path()) + " HTTP/1.1\r\n"
                + "Host: " + printable(authority(probe)) + "\r\n"
                + "User-Agent: proxima\r\n"
                + "Accept: */*\r\n"
                + "Connection: close\r\n\r\n";
    }

    /** The host, and the port where it is not the scheme's own (RFC 9110 §7.2). */
    private static String authority(Probe probe) {
        Check check = probe.check();
        String literal = probe.address().getHostAddress();
        String host = check.host() != null
                ? check.host()
                : probe.address() instanceof Inet6Address ? "[" + literal + "]" : literal;
        int usual = check.kind() == Check.Kind.HTTPS ? 443 : 80;
        return check.port() == usual ? host : host + ":" + check.port();
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
