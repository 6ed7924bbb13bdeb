package io.proxima.probe;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/** What is said over an open connection, until its course has an outcome. Confined to the event loop. */
interface Talk {

    /** The connection is open, and secured where it is to be. */
    void opened(NetSocket socket);

    /** The other side said something; also after the outcome. */
    void heard(Buffer octets);

    /** The other side hung up before there was an outcome. */
    void closed();
}
