package io.proxima.server;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.proxima.answer.EveryPath;
import io.proxima.answer.QueryEngine;
import io.proxima.answer.TestEngines;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A program that plays one scene of {@link XdpListenerTest} in a network that has nothing in it. The server is there; clients'
 * sockets are made by a thread in another network, and between the two is a pair of virtual interfaces. All ends with the process.
 */
final class XdpTrial implements AutoCloseable {
    /** The exit code where the kernel has no AF_XDP for us. */
    static final int NOT_HERE = 77;

    private static final int CLONE_NEWNET = 0x40000000;
    private static final String DEVICE = "px-server";
    private static final String PEER = "px-client";
    private static final InetSocketAddress IPV4 = at("192.0.2.1", 53);
    private static final InetSocketAddress SECOND = at("192.0.2.2", 53);
    private static final InetSocketAddress IPV6 = at("2001:db8::1", 53);
    private static final InetSocketAddress OTHER_PORT = at("192.0.2.1", 54);
    private static final List<InetSocketAddress> TAKEN = List.of(IPV4, IPV6);

    private final ExecutorService clients = Executors.newSingleThreadExecutor();
    private final Vertx vertx = Vertx.vertx();

    /** What is played. */
    enum Scene {
        QUERIES_OF_ALL_LENGTHS {
            @Override
            void play(XdpTrial trial) throws Exception {
                try (Listeners listeners = trial.listen(IPV4, IPV6)) {
                    for (InetSocketAddress server : TAKEN) {
                        try (DatagramSocket client = trial.client(server)) {
                            for (int octets = 19; octets < 1400; octets += octets < 300 ? 1 : 97) {
                                Messages.ask(client, Messages.query(octets, octets));
                            }
                        }
                    }
                    long asked = 2 * (281 + 12);
                    assertEquals(asked, received(listeners, Transport.XDP));
                    assertEquals(0, received(listeners, Transport.UDP));
                }
            }
        },
        TCP_AND_FRAGMENTS_AND_OTHER_ENDPOINTS {
            @Override
            void play(XdpTrial trial) throws Exception {
                try (Listeners listeners = trial.listen(IPV4, IPV6);
                        Listeners others = trial.listenWithout(SECOND, OTHER_PORT)) {
                    try (Socket client = trial.stream(IPV4)) {
                        Messages.ask(client, Messages.query(1, 30));
                    }
                    for (InetSocketAddress server : TAKEN) {
                        try (DatagramSocket client = trial.client(server)) {
                            Messages.ask(client, Messages.query(2, 2_000));
                        }
                    }
                    for (InetSocketAddress server : List.of(SECOND, OTHER_PORT)) {
                        try (DatagramSocket client = trial.client(server)) {
                            Messages.ask(client, Messages.query(3, 30));
                        }
                    }
                    assertEquals(0, received(listeners, Transport.XDP));
                    assertEquals(2, received(listeners, Transport.UDP));
                    assertEquals(2, received(others, Transport.UDP));
                }
            }
        },
        WILDCARDS {
            @Override
            void play(XdpTrial trial) throws Exception {
                try (Listeners listeners = trial.listen(at("0.0.0.0", 53), at("::", 53))) {
                    for (InetSocketAddress server : List.of(IPV4, SECOND, IPV6)) {
                        try (DatagramSocket client = trial.client(server)) {
                            Messages.ask(client, Messages.query(1, 30));
                        }
                    }
                    assertEquals(3, received(listeners, Transport.XDP));
                }
            }
        },
        A_CLOSED_ONE_LEAVES_ALL_TO_SOCKETS {
            @Override
            void play(XdpTrial trial) throws Exception {
                UdpListener sockets = NativeUdpListener.open(IPV4, 1, TestEngines::refusing);
                try (DatagramSocket client = trial.client(IPV4)) {
                    for (int time = 1; time <= 3; time++) {
                        XdpListener listener = XdpListener.open(DEVICE, TAKEN, TestEngines::refusing);
                        Messages.ask(client, Messages.query(time, 30));
                        listener.close();
                        listener.close();
                        assertEquals(1, listener.counts().sent());
                        Messages.ask(client, Messages.query(time, 40));
                        assertEquals(time, sockets.counts().received());
                    }
                }
                sockets.close();
            }
        },
        A_SECOND_ONE_IS_REFUSED_AND_THE_FIRST_STAYS {
            @Override
            void play(XdpTrial trial) throws Exception {
                XdpListener first = XdpListener.open(DEVICE, TAKEN, TestEngines::refusing);
                ListenException refused = assertThrows(
                        ListenException.class, () -> XdpListener.open(DEVICE, TAKEN, TestEngines::refusing));
                assertEquals(
                        DEVICE + ": XDP: an XDP program or socket is there already (ip link shows it)",
                        refused.getMessage());
                try (DatagramSocket client = trial.client(IPV6)) {
                    Messages.ask(client, Messages.query(1, 30));
                }
                first.close();
            }
        },
        NOTHING_IS_ALLOCATED {
            @Override
            void play(XdpTrial trial) throws Exception {
                AtomicReference<Thread> thread = new AtomicReference<>(Thread.currentThread());
                Supplier<QueryEngine> engines = TestEngines.over(EveryPath.catalog(), io.proxima.answer.Transport.UDP);
                XdpListener listener = XdpListener.open(DEVICE, TAKEN, () -> {
                    thread.set(Thread.currentThread());
                    return engines.get();
                });
                ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
                List<byte[]> queries = EveryPath.queries();
                long allocated = Long.MAX_VALUE;
                try (DatagramSocket client = trial.client(IPV4)) {
                    for (int round = 0; round < 20 && allocated > 2_000; round++) {
                        long before =
                                threads.getThreadAllocatedBytes(thread.get().threadId());
                        for (int i = 0; i < 20_000; i++) {
                            Messages.send(client, queries.get(i % queries.size()));
                            Messages.receive(client);
                        }
                        allocated = threads.getThreadAllocatedBytes(thread.get().threadId()) - before;
                    }
                }
                listener.close();
                assertTrue(allocated < 2_000, allocated + " octets allocated");
            }
        };

        abstract void play(XdpTrial trial) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        int code;
        try (XdpTrial trial = new XdpTrial()) {
            trial.join();
            Scene.valueOf(arguments[0]).play(trial);
            code = 0;
        } catch (ListenException e) {
            e.printStackTrace();
            boolean notHere =
                    String.valueOf(e.getMessage()).matches(".*XDP: (permission denied|no XDP|address family).*");
            code = notHere ? NOT_HERE : 1;
        } catch (Throwable thrown) {
            thrown.printStackTrace();
            code = 1;
        }
        Runtime.getRuntime().halt(code); // whatever threads are left
    }

    /** Makes the clients' network and the interfaces between it and the server's. */
    private void join() throws Exception {
        String pid = Long.toString(ProcessHandle.current().pid());
        clients.submit(() -> {
                    unshareNetwork();
                    run("ip link add name " + PEER + " type veth peer name " + DEVICE + " netns " + pid);
                    run("ip address add 192.0.2.9/24 dev " + PEER);
                    run("ip address add 2001:db8::9/64 dev " + PEER + " nodad");
                    run("ip link set " + PEER + " up");
                    return null;
                })
                .get();
        for (String address : List.of("192.0.2.1/24", "192.0.2.2/24", "2001:db8::1/64 nodad")) {
            run("ip address add dev " + DEVICE + " " + address);
        }
        run("ip link set " + DEVICE + " up");
    }

    private static void unshareNetwork() {
        Linker linker = Linker.nativeLinker();
        try {
            int returned = (int) linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("unshare"), FunctionDescriptor.of(JAVA_INT, JAVA_INT))
                    .invokeExact(CLONE_NEWNET);
            assertEquals(0, returned, "unshare");
        } catch (Throwable thrown) {
            throw new AssertionError(thrown);
        }
    }

    private Listeners listen(InetSocketAddress... addresses) throws ListenException {
        return listen(List.of(DEVICE), addresses);
    }

    private Listeners listenWithout(InetSocketAddress... addresses) throws ListenException {
        return listen(List.of(), addresses);
    }

    private Listeners listen(List<String> interfaces, InetSocketAddress... addresses) throws ListenException {
        return Listeners.start(
                List.of(addresses),
                interfaces,
                new UdpSettings(UdpSettings.Engine.NATIVE, 1),
                TcpSettings.DEFAULT,
                vertx,
                TestEngines::refusing,
                TestEngines::refusing);
    }

    private static long received(Listeners listeners, Transport transport) {
        return listeners.counts().stream()
                .filter(counts -> counts.transport() == transport)
                .mapToLong(ListenerCounts::received)
                .sum();
    }

    /** A client that takes answers from {@code server} alone. */
    private DatagramSocket client(InetSocketAddress server) throws Exception {
        return clients.submit(() -> {
                    DatagramSocket client = new DatagramSocket();
                    client.connect(server);
                    client.setSoTimeout(5_000);
                    return client;
                })
                .get();
    }

    private Socket stream(InetSocketAddress server) throws Exception {
        return clients.submit(() -> Messages.tcpClient(server)).get();
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    private static void run(String command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), command + ": " + said);
    }

    @Override
    public void close() {
        clients.shutdown();
        Deployments.ended(vertx.close());
    }
}
