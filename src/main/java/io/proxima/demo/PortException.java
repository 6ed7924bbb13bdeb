package io.proxima.demo;

import java.io.IOException;
import java.net.InetSocketAddress;

/** An address of the demo cannot be listened on; the message names it and what may help. */
public final class PortException extends IOException {
    private static final long serialVersionUID = 1L;

    PortException(InetSocketAddress address, IOException cause) {
        super(
                address.getAddress().getHostAddress() + ":" + address.getPort() + ": " + cause.getMessage()
                        + " (stop what answers there, perhaps another demo)",
                cause);
    }
}
