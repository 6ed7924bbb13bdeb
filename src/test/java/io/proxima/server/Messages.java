package io.proxima.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.proxima.wire.Header;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Queries as octets, and clients that send them over real sockets. */
final class Messages {
    static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    static final InetSocketAddress LOOPBACK6 = new InetSocketAddress(InetAddress.ofLiteral("::1"), 0);

    private Messages() {}

    /** The shortest query: a header and a question for the root. */
    static final int SHORTEST = 17;

    private static final int LONGEST_NAME = 255;
    private static final int OPT_OCTETS = 11;

    /**
     * A query of just so many octets, 17 or 19 and more, for a name that depends on the ID.
     *
     * <p>What the name cannot fill, an OPT record's padding does (RFC 7830).
     */
    static byte[] query(int id, int octets) {
        int nameOctets = octets - Header.LENGTH - 4;
        if (nameOctets <= LONGEST_NAME) {
            return question(id, name(id, nameOctets));
        }
        return padded(question(id, name(id, 20)), octets);
    }

    /** A query for a TXT RRset, without EDNS. */
    static byte[] question(int id, String ownerName) {
        return question(id, Name.parse(ownerName).octets());
    }

    private static byte[] question(int id, byte[] name) {
        return ByteBuffer.allocate(Header.LENGTH + name.length + 4)
                .putShort((short) id)
                .putShort((short) 0)
                .putShort((short) 1)
                .position(Header.LENGTH)
                .put(name)
                .putShort((short) RrType.TXT)
                .putShort((short) 1)
                .array();
    }

    /** A query with an OPT record, padded to so many octets. */
    static byte[] padded(byte[] question, int octets) {
        int padding = octets - question.length - OPT_OCTETS - 4;
        return ByteBuffer.allocate(octets)
                .put(question)
                .put(opt(padding + 4))
                .putShort((short) 12)
                .putShort((short) padding)
                .putShort(Header.ARCOUNT, (short) 1)
                .array();
    }

    private static byte[] opt(int rdataOctets) {
        return ByteBuffer.allocate(OPT_OCTETS)
                .putShort(1, (short) RrType.OPT)
                .putShort(3, (short) 1232)
                .putShort(9, (short) rdataOctets)
                .array();
    }

    /** A name of so many octets, 1 or 3 and more. */
    private static byte[] name(int id, int octets) {
        byte[] name = new byte[octets];
        int at = 0;
        while (at < octets - 1) {
            int left = octets - 1 - at;
            int label = left <= 64 ? left - 1 : left == 65 ? 62 : 63;
            name[at] = (byte) label;
            for (int i = 1; i <= label; i++) {
                name[at + i] = (byte) ('a' + (i * 7 + id) % 26);
            }
            at += label + 1;
        }
        return name;
    }

    /**
     * What an engine without zones answers: the question with QR set and REFUSED, and for an OPT record one that says why
     * (RFC 8914).
     */
    static byte[] refused(byte[] query) {
        int end = Header.LENGTH;
        while (query[end] != 0) {
            end += query[end] + 1;
        }
        end += 5;
        boolean edns = query[Header.ARCOUNT + 1] == 1;
        byte[] why = "\0\17\0\23\0\24not authoritative".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer response =
                ByteBuffer.allocate(end + (edns ? OPT_OCTETS + why.length : 0)).put(query, 0, end);
        response.put(2, (byte) 0x80).put(3, (byte) 5);
        if (edns) {
            response.put(opt(why.length)).put(why);
        }
        return response.array();
    }

    /** A TXT record as a master file has it whose RDATA has so many octets. */
    static String text(String ownerName, int rdataOctets) {
        StringBuilder text = new StringBuilder(ownerName).append(" TXT");
        for (int left = rdataOctets; left > 0; left -= 256) {
            text.append(" \"").append("x".repeat(Math.min(left, 256) - 1)).append('"');
        }
        return text.append('\n').toString();
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

    /** Asks and expects what an engine without zones answers. */
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
