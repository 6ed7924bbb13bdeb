package io.proxima.scenario;

import io.proxima.answer.QueryEngine;
import io.proxima.net.ClientAddress;
import io.proxima.net.Prefix;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;

/** A way for queries to reach the server. */
sealed interface Asker extends AutoCloseable {
    InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    /** Whether queries can come from an address. */
    boolean canComeFrom(InetAddress address);

    /** The response to a query that comes from an address. */
    byte[] exchange(byte[] query, InetAddress from) throws IOException;

    @Override
    default void close() throws IOException {}

    /** The engine itself, called by the test's own thread. */
    record InProcess(QueryEngine engine, MemorySegment in, MemorySegment out, ClientAddress client) implements Asker {
        InProcess(QueryEngine engine) {
            this(engine, Arena.ofAuto().allocate(65_536), Arena.ofAuto().allocate(65_536), new ClientAddress());
        }

        @Override
        public boolean canComeFrom(InetAddress address) {
            return true;
        }

        @Override
        public byte[] exchange(byte[] query, InetAddress from) {
            client.set(Prefix.of(from));
            MemorySegment.copy(query, 0, in, ValueLayout.JAVA_BYTE, 0, query.length);
            engine.beginBatch();
            int length = engine.answer(in, 0, query.length, client, out, 0);
            engine.endBatch();
            return out.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** Datagrams through the listener. */
    record OverUdp(DatagramSocket socket) implements Asker {
        static OverUdp to(InetSocketAddress server) throws IOException {
            DatagramSocket socket = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
            socket.connect(server);
            socket.setSoTimeout(5_000);
            return new OverUdp(socket);
        }

        @Override
        public boolean canComeFrom(InetAddress address) {
            return address.equals(LOOPBACK);
        }

        @Override
        public byte[] exchange(byte[] query, InetAddress from) throws IOException {
            socket.send(new DatagramPacket(query, query.length));
            DatagramPacket response = new DatagramPacket(new byte[65_536], 65_536);
            socket.receive(response);
            return Arrays.copyOf(response.getData(), response.getLength());
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    /** A connection through the listener. */
    record OverTcp(Socket socket) implements Asker {
        static OverTcp to(InetSocketAddress server) throws IOException {
            Socket socket = new Socket();
            socket.bind(new InetSocketAddress(LOOPBACK, 0));
            socket.connect(server);
            socket.setSoTimeout(5_000);
            socket.setTcpNoDelay(true);
            return new OverTcp(socket);
        }

        @Override
        public boolean canComeFrom(InetAddress address) {
            return address.equals(LOOPBACK);
        }

        @Override
        public byte[] exchange(byte[] query, InetAddress from) throws IOException {
            byte[] framed = new byte[query.length + 2];
            framed[0] = (byte) (query.length >>> 8);
            framed[1] = (byte) query.length;
            System.arraycopy(query, 0, framed, 2, query.length);
            new DataOutputStream(socket.getOutputStream()).write(framed);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return in.readNBytes(in.readUnsignedShort());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
