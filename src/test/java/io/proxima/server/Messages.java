package io.proxima.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;

/** Queries as octets, and clients that send them over real sockets. */
final class Messages {
    static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    static final InetSocketAddress LOOPBACK6 = new InetSocketAddress(InetAddress.ofLiteral("::1"), 0);

    private Messages() {}

    /** A message of {@code octets}, 12 at least, with the ID and recognizable octets behind the header. */
    static byte[] query(int id, int octets) {
        byte[] query = new byte[octets];
        query[0] = (byte) (id >>> 8);
        query[1] = (byte) id;
        query[5] = 1;
        for (int i = 12; i < octets; i++) {
            query[i] = (byte) (i * 31 + id);
        }
        return query;
    }

    /** What the placeholder engine answers: the query with QR set and REFUSED. */
    static byte[] refused(byte[] query) {
        byte[] response = query.clone();
        response[2] = (byte) 0x80;
        response[3] = 5;
        return response;
    }

    static int id(byte[] message) {
        return (message[0] & 0xff) << 8 | (message[1] & 0xff);
    }

    /** A client bound to the loopback and connected, so that only replies from {@code server} itself arrive. */
    static DatagramSocket udpClient(InetSocketAddress server) throws IOException {
        DatagramSocket client = new DatagramSocket(new InetSocketAddress(
                server.getAddress().getAddress().length == 16 ? LOOPBACK6.getAddress() : LOOPBACK.getAddress(), 0));
        client.connect(server);
        client.setSoTimeout(5_000);
        return client;
    }

    static void send(DatagramSocket client, byte[] message) throws IOException {
        client.send(new DatagramPacket(message, message.length));
    }

    static byte[] receive(DatagramSocket client) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        client.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    /** Asks and expects what the placeholder engine answers. */
    static void ask(DatagramSocket client, byte[] query) throws IOException {
        send(client, query);
        assertArrayEquals(refused(query), receive(client));
    }

    static Socket tcpClient(InetSocketAddress server) throws IOException {
        Socket client = new Socket();
        client.setSoTimeout(5_000);
        client.setTcpNoDelay(true);
        client.connect(server, 5_000);
        return client;
    }

    static byte[] framed(byte[] message) {
        byte[] framed = new byte[message.length + 2];
        framed[0] = (byte) (message.length >>> 8);
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, 2, message.length);
        return framed;
    }

    static void send(Socket client, byte[] message) throws IOException {
        new DataOutputStream(client.getOutputStream()).write(framed(message));
    }

    static byte[] receive(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        byte[] message = new byte[in.readUnsignedShort()];
        in.readFully(message);
        return message;
    }

    static void ask(Socket client, byte[] query) throws IOException {
        send(client, query);
        assertArrayEquals(refused(query), receive(client));
    }
}
