package io.proxima.server;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * A listener could not begin: the message names the address, the transport, what went wrong and what may help, such as
 * {@code 127.0.0.1:53: UDP: permission denied (ports below 1024 need CAP_NET_BIND_SERVICE; try 5300)}.
 */
public final class ListenException extends IOException {
    private static final long serialVersionUID = 1L;

    ListenException(InetSocketAddress address, Transport transport, String reason, Throwable cause) {
        super(Addresses.text(address) + ": " + transport + ": " + reason, cause);
    }

    ListenException(InetSocketAddress address, Transport transport, String reason) {
        super(Addresses.text(address) + ": " + transport + ": " + reason);
    }

    /** From an error number of Linux. */
    static ListenException ofErrno(InetSocketAddress address, Transport transport, int errno) {
        return new ListenException(address, transport, reason(Errno.text(errno), address));
    }

    /** From what the JDK, Netty or Vert.x threw: the system's own words are somewhere in the causes. */
    static ListenException of(InetSocketAddress address, Transport transport, Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ListenException already) {
                return already;
            }
            String message = cause.getMessage();
            if (message != null) {
                for (String known : Errno.TEXTS) {
                    if (message.regionMatches(true, 0, known, 0, known.length())
                            || message.toLowerCase(java.util.Locale.ROOT).contains(known)) {
                        return new ListenException(address, transport, reason(known, address), thrown);
                    }
                }
            }
        }
        return new ListenException(address, transport, "cannot listen: " + thrown, thrown);
    }

    private static String reason(String text, InetSocketAddress address) {
        return switch (text) {
            case Errno.PERMISSION_DENIED ->
                address.getPort() < 1024 ? text + " (ports below 1024 need CAP_NET_BIND_SERVICE; try 5300)" : text;
            case Errno.IN_USE -> text + " (another server answers there: stop it or choose another port)";
            case Errno.NOT_AVAILABLE -> text + " (no interface of this machine has it)";
            case Errno.NO_FAMILY -> text + " (this machine has no " + Addresses.family(address) + ")";
            case Errno.TOO_MANY_FILES -> text + " (raise the limit: ulimit -n)";
            default -> text;
        };
    }
}
