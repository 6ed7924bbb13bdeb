package io.proxima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/**
 * Names whose address is a number that only grows. Clients ask for them without end, over UDP and TCP, several questions at a
 * time; an editor raises numbers and has the files activated. Once that is acknowledged, a question that is sent gets no lower
 * number.
 */
final class StaleHunt {
    private static final int NAMES = 16;
    private static final int AT_A_TIME = 8;
    /** So that there is processor left for the server and the editor. */
    private static final long REST_NANOS = 1_000_000;

    private final ServedFolder served;
    private final Random random;
    private final int[] written = new int[NAMES];
    private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(NAMES);
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong udpAnswers = new AtomicLong();
    private final AtomicLong tcpAnswers = new AtomicLong();
    private final Queue<String> stale = new ConcurrentLinkedQueue<>();

    private StaleHunt(ServedFolder served, long seed) {
        this.served = served;
        this.random = new Random(seed);
    }

    /** Hunts through so many changes, or as many as there is time for. */
    static void hunt(Path folder, int most, Duration atMost, long seed) throws Exception {
        try (ServedFolder served = new ServedFolder(folder, "")) {
            StaleHunt hunt = new StaleHunt(served, seed);
            hunt.write();
            served.start();
            List<Thread> clients = List.of(
                    hunt.client(hunt::udp), hunt.client(hunt::udp), hunt.client(hunt::tcp), hunt.client(hunt::tcp));
            long begin = System.nanoTime();
            int changes = 0;
            while (changes < most && System.nanoTime() - begin < atMost.toNanos()) {
                hunt.change();
                changes++;
            }
            long tookMillis = (System.nanoTime() - begin) / 1_000_000;
            hunt.over.set(true);
            for (Thread client : clients) {
                client.join();
            }
            System.out.println("seed " + seed + ": " + changes + " changes in " + tookMillis + " ms, answers over UDP "
                    + hunt.udpAnswers + ", over TCP " + hunt.tcpAnswers);
            assertEquals(List.of(), List.copyOf(hunt.stale), "seed " + seed);
            assertTrue(changes > most / 10, "too few changes to tell: " + changes);
            assertTrue(hunt.udpAnswers.get() > changes, "too few answers over UDP to tell");
            assertTrue(hunt.tcpAnswers.get() > changes, "too few answers over TCP to tell");
        }
    }

    private void write() throws IOException {
        StringBuilder zone = new StringBuilder(ServedFolder.ZONE);
        for (int name = 0; name < NAMES; name++) {
            zone.append("n%d AAAA 2001:db8::%x:%x\n".formatted(name, written[name] >>> 16, written[name] & 0xffff));
        }
        served.write("zones/example.com.zone", zone.toString());
    }

    private void change() throws IOException {
        int touched = 1 + random.nextInt(3);
        for (int i = 0; i < touched; i++) {
            written[random.nextInt(NAMES)]++;
        }
        write();
        assertTrue(served.order(Optional.empty(), "").path("answering").asBoolean(), "not in force in time");
        for (int name = 0; name < NAMES; name++) {
            acknowledged.set(name, written[name]);
        }
    }

    /** What one client does until it is over. */
    @FunctionalInterface
    private interface Asking {
        void ask(Random own) throws IOException;
    }

    private Thread client(Asking asking) {
        long seed = random.nextLong();
        return Thread.ofPlatform().start(() -> {
            try {
                asking.ask(new Random(seed));
            } catch (IOException e) {
                stale.add("a client failed: " + e);
            }
        });
    }

    private void udp(Random own) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(2_000);
            socket.connect(served.dns());
            DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
            while (!over.get()) {
                int[] names = new int[AT_A_TIME];
                int[] least = new int[AT_A_TIME];
                for (int i = 0; i < AT_A_TIME; i++) {
                    names[i] = own.nextInt(NAMES);
                    least[i] = acknowledged.get(names[i]);
                    byte[] question = question(names[i], i);
                    socket.send(new DatagramPacket(question, question.length));
                }
                for (int i = 0; i < AT_A_TIME; i++) {
                    socket.receive(packet);
                    check("UDP", Arrays.copyOf(packet.getData(), packet.getLength()), names, least);
                    udpAnswers.incrementAndGet();
                }
                LockSupport.parkNanos(REST_NANOS);
            }
        }
    }

    private void tcp(Random own) throws IOException {
        try (Socket socket = new Socket(served.dns().getAddress(), served.dns().getPort())) {
            socket.setSoTimeout(2_000);
            socket.setTcpNoDelay(true);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (!over.get()) {
                int[] names = new int[AT_A_TIME];
                int[] least = new int[AT_A_TIME];
                for (int i = 0; i < AT_A_TIME; i++) {
                    names[i] = own.nextInt(NAMES);
                    least[i] = acknowledged.get(names[i]);
                    byte[] question = question(names[i], i);
                    ByteBuffer framed = ByteBuffer.allocate(question.length + 2);
                    out.write(framed.putShort((short) question.length)
                            .put(question)
                            .array());
                }
                for (int i = 0; i < AT_A_TIME; i++) {
                    byte[] answer = new byte[in.readUnsignedShort()];
                    in.readFully(answer);
                    check("TCP", answer, names, least);
                    tcpAnswers.incrementAndGet();
                }
                LockSupport.parkNanos(REST_NANOS);
            }
        }
    }

    private static byte[] question(int name, int id) {
        byte[] question = WarmUp.question(Name.parse("n" + name + ".example.com."), RrType.AAAA, 0);
        question[1] = (byte) id;
        return question;
    }

    private void check(String transport, byte[] octets, int[] names, int[] least) throws IOException {
        Message answer = new Message(octets);
        byte[] address = ((AAAARecord) answer.getSection(Section.ANSWER).getFirst())
                .getAddress()
                .getAddress();
        int number = ByteBuffer.wrap(address, 12, 4).getInt();
        int id = answer.getHeader().getID();
        if (number < least[id]) {
            stale.add("over " + transport + ", n" + names[id] + " was " + number + " after " + least[id]
                    + " was acknowledged");
        }
    }
}
