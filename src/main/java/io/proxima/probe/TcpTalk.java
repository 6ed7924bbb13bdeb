package io.proxima.probe;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/** Nothing is said: that the connection opens is enough. */
record TcpTalk(Course course) implements Talk {

    @Override
    public void opened(NetSocket socket) {
        course.succeed("connected");
        socket.close();
    }

    @Override
    public void heard(Buffer octets) {
        // a greeting, perhaps: nobody asked
    }

    @Override
    public void closed() {
        course.fail("connection closed while " + course.doing());
    }
}
