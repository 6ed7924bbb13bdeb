package io.proxima.config;

import io.proxima.net.Prefix;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address and a port, both as numbers: {@code 127.0.0.1:5300} or {@code [::1]:5300}.
 *
 * @param port 0 to 65535; 0 lets the system choose, and is never read from a file
 */
public record Endpoint(InetAddress address, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:(\\d+(?:\\.\\d+){3})|\\[([0-9A-Fa-f:.]+)])" + ":(\\d{1,5})");

    public Endpoint {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
        }
    }

    /**
     * Reads an endpoint; never asks a resolver.
     *
     * @throws IllegalArgumentException with a sentence for the operator
     */
    public static Endpoint parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be an address and a port such as 127.0.0.1:5300 or [::1]:5300, not \"" + text + "\"");
        }
        InetAddress address = Prefix.address(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        int port = Integer.parseInt(matcher.group(3));
        if (port == 0 || port > 65_535) {
            throw new IllegalArgumentException("must have a port from 1 to 65535, not \"" + text + "\"");
        }
        return new Endpoint(address, port);
    }

    /** Whether it stands for every address of the machine. */
    public boolean isWildcard() {
        return address.isAnyLocalAddress();
    }

    /** For the JDK's sockets. */
    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(address, port);
    }

    /** RFC 5952 section 4.2: the longest run of zeros, the first of equals, as two colons. */
    private static String shortened(String literal) {
        for (int run = 8; run > 1; run--) {
            String shorter = literal.replaceFirst("(^|:)0(:0){" + (run - 1) + "}(:|$)", "::");
            if (!shorter.equals(literal)) {
                return shorter;
            }
        }
        return literal;
    }

    @Override
    public String toString() {
        String literal = address.getHostAddress();
        return (address instanceof Inet6Address ? "[" + shortened(literal) + "]" : literal) + ":" + port;
    }
}
