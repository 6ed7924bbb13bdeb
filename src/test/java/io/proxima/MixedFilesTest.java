package io.proxima;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/**
 * Twenty zones that all say the same number are written again and again, in any order and with pauses, some by renaming and some
 * in pieces; who asks for all of them, again and again and in any order, never finds an older number behind a newer one, and a
 * number that stays is that of all.
 */
class MixedFilesTest {
    private static final int FILES = 20;
    private static final int ROUNDS = 25;
    private static final long SEED = 5;
    private static final long QUIET_MILLIS = 250;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong asked = new AtomicLong();
    private final Queue<String> mixtures = new ConcurrentLinkedQueue<>();
    /** Rounds whose writer this machine kept waiting for longer than files have to be quiet: those may be seen half way. */
    private final AtomicLong lastExcused = new AtomicLong(-1);

    private static String zone(int file, int round) {
        return ServedFolder.ZONE.replace("example.com", name(file)) + "marker A 192.0.2." + round + "\n";
    }

    private static String name(int file) {
        return "z" + file + ".example.com";
    }

    @Test
    void noMixtureIsAnswered() throws Exception {
        try (ServedFolder served = new ServedFolder(folder, "releases: {quiet: " + QUIET_MILLIS + "ms}")) {
            for (int file = 0; file < FILES; file++) {
                served.write("zones/" + name(file) + ".zone", zone(file, 0));
            }
            served.start();
            List<Thread> clients = List.of(client(served, 1), client(served, 2));
            int excused = 0;
            for (int round = 1; round <= ROUNDS; round++) {
                excused += write(served, round) ? 0 : 1;
                if (round % 3 == 0) { // else the next begins where this one may not be noticed yet
                    int wanted = round;
                    await().atMost(Duration.ofSeconds(20)).until(() -> marker(served, 0) == wanted);
                }
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> marker(served, FILES - 1) == ROUNDS);
            over.set(true);
            for (Thread client : clients) {
                client.join();
            }
            System.out.println("seed " + SEED + ", " + asked + " answers, " + excused + " of " + ROUNDS
                    + " rounds excused, releases: "
                    + served.get("/v1/releases").path("releases").size());
            assertTrue(excused < ROUNDS, "this machine is too busy to tell");
            assertEquals(List.of(), List.copyOf(mixtures), "seed " + SEED);
            assertTrue(asked.get() > 1_000, asked + " answers");
        }
    }

    /** Writes all files of a round; gives whether no pause was too long. */
    private boolean write(ServedFolder served, int round) throws IOException {
        List<Integer> order = new ArrayList<>(IntStream.range(0, FILES).boxed().toList());
        Collections.shuffle(order, random);
        long last = System.nanoTime();
        long longest = 0;
        for (int file : order) {
            String text = zone(file, round);
            if (random.nextInt(3) == 0) {
                Path there = served.folder().resolve("zones/" + name(file) + ".zone");
                int half = random.nextInt(text.length());
                Files.writeString(there, text.substring(0, half));
                pause(20);
                Files.writeString(there, text.substring(half), StandardOpenOption.APPEND);
            } else {
                served.write("zones/" + name(file) + ".zone", text);
            }
            long now = System.nanoTime();
            longest = Math.max(longest, now - last);
            last = now;
            pause(40);
        }
        boolean meant = longest < Duration.ofMillis(QUIET_MILLIS / 2).toNanos();
        if (!meant) {
            lastExcused.set(round);
        }
        return meant;
    }

    private void pause(int atMostMillis) {
        LockSupport.parkNanos(random.nextInt(atMostMillis * 1_000_000));
    }

    private Thread client(ServedFolder served, long seed) {
        return Thread.ofPlatform().start(() -> {
            Random order = new Random(seed);
            List<Integer> files =
                    new ArrayList<>(IntStream.range(0, FILES).boxed().toList());
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.setSoTimeout(2_000);
                socket.connect(served.dns());
                int newest = 0;
                while (!over.get()) {
                    Collections.shuffle(files, order);
                    List<Integer> sweep = new ArrayList<>();
                    for (int file : files) {
                        sweep.add(marker(socket, file));
                        asked.incrementAndGet();
                    }
                    for (int marker : sweep) {
                        if (marker < newest && newest > lastExcused.get() + 1) {
                            mixtures.add("after " + newest + " came " + sweep);
                        }
                        newest = Math.max(newest, marker);
                    }
                    LockSupport.parkNanos(200_000);
                }
            } catch (IOException e) {
                mixtures.add("a client failed: " + e);
            }
        });
    }

    private static int marker(ServedFolder served, int file) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(2_000);
            socket.connect(served.dns());
            return marker(socket, file);
        }
    }

    private static int marker(DatagramSocket socket, int file) throws IOException {
        byte[] question =
                WarmUp.question(io.proxima.wire.Name.parse("marker." + name(file) + "."), io.proxima.wire.RrType.A, 0);
        socket.send(new DatagramPacket(question, question.length));
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        socket.receive(packet);
        Message answer = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        ARecord record = (ARecord) answer.getSection(Section.ANSWER).getFirst();
        return record.getAddress().getAddress()[3] & 0xff;
    }
}
