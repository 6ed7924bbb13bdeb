package io.proxima.probe;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** Answers each connection with what it makes of the request's head, then waits for the client to hang up. */
final class RawServer implements AutoCloseable {
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final ServerSocket listener;
    final List<Socket> open = new CopyOnWriteArrayList<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<InetAddress> clients = new CopyOnWriteArrayList<>();

    /** What it does with a connection once the head of a request has come. */
    @FunctionalInterface
    interface Answer {
        void answer(String head, Socket client, OutputStream out) throws IOException;
    }

    static RawServer answering(UnaryOperator<String> response) throws IOException {
        return answering(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), response);
    }

    static RawServer answering(ServerSocket listener, UnaryOperator<String> response) {
        return new RawServer(
                listener, (head, client, out) -> out.write(response.apply(head).getBytes(StandardCharsets.ISO_8859_1)));
    }

    static RawServer doing(Answer answer) throws IOException {
        return new RawServer(new ServerSocket(0, 600, InetAddress.getLoopbackAddress()), answer);
    }

    private RawServer(ServerSocket listener, Answer answer) {
        this.listener = listener;
        Thread.ofVirtual().start(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket client = listener.accept();
                    open.add(client);
                    clients.add(client.getInetAddress());
                    Thread.ofVirtual().start(() -> serve(client, answer));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    private void serve(Socket client, Answer answer) {
        try (client) {
            StringBuilder head = new StringBuilder();
            int octet;
            while (head.indexOf("\r\n\r\n") < 0
                    && (octet = client.getInputStream().read()) >= 0) {
                head.append((char) octet);
            }
            requests.add(head.toString());
            answer.answer(head.toString(), client, client.getOutputStream());
            while (client.getInputStream().read() >= 0) {
                // until the client hangs up
            }
        } catch (IOException gone) {
            // the client hung up
        } finally {
            open.remove(client);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket client : open) {
            client.close();
        }
    }
}
