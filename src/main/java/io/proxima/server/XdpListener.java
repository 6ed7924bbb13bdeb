package io.proxima.server;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.proxima.answer.QueryEngine;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * UDP of one interface by AF_XDP: queries to the given addresses and ports are taken in the driver, before the kernel's network stack
 * sees them, one thread a receive queue of the interface. What it does not take, the sockets of the other listeners get.
 *
 * <p>The kernel takes the program from the interface when this is closed, and when the process ends in any way.
 */
final class XdpListener implements UdpListener {
    private static final int BPF_MAP_TYPE_XSKMAP = 17;
    private static final int BPF_PROG_TYPE_XDP = 6;
    private static final int BPF_XDP = 37;
    private static final int XDP_FLAGS_DRV_MODE = 4;
    /** Every response and its headers fit: 1,232 octets, 8 of UDP, 40 of IPv6. */
    private static final int LEAST_MTU = 1280;

    private static final int NOTHING = -1;

    private final InetSocketAddress address;
    private final String device;
    private final List<XdpThread> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Tally> tallies = new ArrayList<>();
    private int map = NOTHING;
    private int program = NOTHING;
    private int link = NOTHING;

    private XdpListener(String device) {
        this.device = device;
        address = named(device);
    }

    /** An interface where others have an address. */
    private static InetSocketAddress named(String device) {
        return InetSocketAddress.createUnresolved(device, 0);
    }

    /**
     * Takes queries off an interface.
     *
     * @param endpoints where clients ask; a wildcard stands for the addresses that this machine has now
     * @param engines called once on each thread
     * @throws ListenException if that cannot be; nothing stays open
     */
    static XdpListener open(String device, List<InetSocketAddress> endpoints, Supplier<QueryEngine> engines)
            throws ListenException {
        if (!NativeUdpListener.supported()) {
            throw new ListenException(named(device), Transport.XDP, "needs Linux on x86_64 or aarch64");
        }
        XdpListener listener = new XdpListener(device);
        try (Arena arena = Arena.ofConfined()) {
            NetworkInterface known = NetworkInterface.getByName(device);
            if (known == null) {
                throw new ListenException(named(device), Transport.XDP, "no such interface");
            }
            if (known.getMTU() < LEAST_MTU) {
                throw new ListenException(
                        named(device), Transport.XDP, "its MTU of " + known.getMTU() + " is less than " + LEAST_MTU);
            }
            listener.begin(new XdpCalls(arena), arena, known.getIndex(), concrete(endpoints), engines);
            return listener;
        } catch (CompletionException e) {
            listener.close();
            throw ListenException.of(named(device), Transport.XDP, e.getCause() == null ? e : e.getCause());
        } catch (IOException e) {
            listener.close();
            throw ListenException.of(named(device), Transport.XDP, e);
        }
    }

    private void begin(
            XdpCalls calls, Arena arena, int index, List<InetSocketAddress> endpoints, Supplier<QueryEngine> engines)
            throws IOException {
        int queues = queues();
        MemorySegment attributes = arena.allocate(128, 8);
        attributes.set(JAVA_INT, 0, BPF_MAP_TYPE_XSKMAP);
        attributes.set(JAVA_INT, 4, Integer.BYTES);
        attributes.set(JAVA_INT, 8, Integer.BYTES);
        attributes.set(JAVA_INT, 12, queues);
        map = checked(device, calls.bpf(XdpCalls.BPF_MAP_CREATE, attributes));
        for (int queue = 0; queue < queues; queue++) {
            start(index, queue, engines);
        }
        for (int queue = 0; queue < queues; queue++) {
            int socket = loops.get(queue).ready().join();
            attributes.fill((byte) 0);
            attributes.set(JAVA_INT, 0, map);
            attributes.set(JAVA_LONG, 8, arena.allocateFrom(JAVA_INT, queue).address());
            attributes.set(JAVA_LONG, 16, arena.allocateFrom(JAVA_INT, socket).address());
            checked(device, calls.bpf(XdpCalls.BPF_MAP_UPDATE_ELEM, attributes));
        }
        long[] instructions = XdpProgram.instructions(endpoints, map);
        attributes.fill((byte) 0);
        attributes.set(JAVA_INT, 0, BPF_PROG_TYPE_XDP);
        attributes.set(JAVA_INT, 4, instructions.length);
        attributes.set(JAVA_LONG, 8, arena.allocateFrom(JAVA_LONG, instructions).address());
        attributes.set(JAVA_LONG, 16, arena.allocateFrom("Apache-2.0").address());
        attributes.set(JAVA_INT, 68, BPF_XDP);
        program = checked(device, calls.bpf(XdpCalls.BPF_PROG_LOAD, attributes));
        attributes.fill((byte) 0);
        attributes.set(JAVA_INT, 0, program);
        attributes.set(JAVA_INT, 4, index);
        attributes.set(JAVA_INT, 8, BPF_XDP);
        attributes.set(JAVA_INT, 12, XDP_FLAGS_DRV_MODE);
        link = checked(device, calls.bpf(XdpCalls.BPF_LINK_CREATE, attributes));
    }

    private void start(int index, int queue, Supplier<QueryEngine> engines) {
        Tally tally = new Tally();
        XdpThread loop = new XdpThread(device, index, queue, tally, engines);
        loops.add(loop);
        tallies.add(tally);
        threads.add(Thread.ofPlatform().name("xdp-" + device + "-" + queue).start(loop));
    }

    /** The interface's receive queues; what comes through one that is not seen here goes to the other listeners. */
    private int queues() throws IOException {
        Path folder = Path.of("/sys/class/net", device, "queues");
        if (!Files.isDirectory(folder)) {
            return 1;
        }
        try (Stream<Path> queues = Files.list(folder)) {
            return (int) Math.max(
                    1,
                    queues.filter(queue -> queue.getFileName().toString().startsWith("rx-"))
                            .count());
        }
    }

    private static List<InetSocketAddress> concrete(List<InetSocketAddress> endpoints) throws IOException {
        List<InetAddress> own = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .toList();
        return endpoints.stream()
                .flatMap(endpoint -> Addresses.wildcard(endpoint)
                        ? own.stream()
                                .map(address -> new InetSocketAddress(address, endpoint.getPort()))
                                .filter(address -> Addresses.ipv6(address) == Addresses.ipv6(endpoint))
                        : Stream.of(endpoint))
                .filter(endpoint -> !endpoint.getAddress().isLoopbackAddress()) // no interface brings these
                .distinct()
                .toList();
    }

    /** What a call returned, unless it was an error number, negated. */
    static int checked(String device, int returned) throws ListenException {
        if (returned < 0) {
            throw failed(device, returned);
        }
        return returned;
    }

    static ListenException failed(String device, int negated) {
        String reason = switch (-negated) {
            case 1, 13 -> "permission denied (needs root, or CAP_BPF, CAP_NET_ADMIN and CAP_NET_RAW)";
            case 12, 105 -> "no memory to share with the kernel (raise the limit: ulimit -l)";
            case 16 -> "an XDP program or socket is there already (ip link shows it)";
            case 22, 95 -> "no XDP in its driver (leave it out of listen.xdp: sockets answer there)";
            default -> Errno.text(-negated);
        };
        return new ListenException(named(device), Transport.XDP, reason);
    }

    /** The interface, as a name that no address belongs to. */
    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public ListenerCounts counts() {
        return Tally.sum(Transport.XDP, address, tallies);
    }

    /** Gives the interface back to the kernel, answers what had come, and returns when every socket is closed. */
    @Override
    public synchronized void close() {
        try (Arena arena = Arena.ofConfined()) {
            Libc libc = new Libc(arena);
            link = closed(libc, link);
            loops.forEach(XdpThread::stop);
            NativeUdpListener.join(threads);
            program = closed(libc, program);
            map = closed(libc, map);
        }
    }

    private static int closed(Libc libc, int fd) {
        if (fd != NOTHING) {
            libc.close(fd);
        }
        return NOTHING;
    }
}
