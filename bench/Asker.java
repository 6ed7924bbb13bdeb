import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Asks one name over and over, until the answer is a certain address. */
final class Asker implements AutoCloseable {
    private static final int HEADER_OCTETS = 12;
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final DatagramChannel channel;

    Asker(String address, int port) throws IOException {
        channel = DatagramChannel.open().connect(new InetSocketAddress(address, port));
        channel.configureBlocking(false);
    }

    /** When the answer came, on the clock of {@link System#nanoTime}; -1 where it did not in time. */
    long until(String name, byte[] address, long withinSeconds, BooleanSupplier going)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(withinSeconds);
        ByteBuffer query = query(name);
        ByteBuffer answer = ByteBuffer.allocate(1232);
        while (System.nanoTime() < deadline && going.getAsBoolean()) {
            try {
                channel.write(query.rewind());
                TimeUnit.NANOSECONDS.sleep(EVERY_NANOS);
                while (channel.read(answer.clear()) > 0) {
                    answer.flip();
                    byte[] all = new byte[answer.remaining()];
                    answer.get(all);
                    if (isRight(all, query.limit(), address)) {
                        return System.nanoTime();
                    }
                }
            } catch (PortUnreachableException _) {
                continue; // nobody listens yet
            }
        }
        return -1;
    }

    /** Whether a response has the question's octets and, in its first record, the address. */
    private static boolean isRight(byte[] response, int questionEnd, byte[] address) {
        int rdata = questionEnd + HEADER_OCTETS; // a pointer, type, class, TTL, length
        return response.length >= rdata + address.length
                && (response[3] & 15) == 0
                && response[7] > 0
                && Arrays.equals(response, rdata, rdata + address.length, address, 0, address.length);
    }

    private static ByteBuffer query(String name) {
        ByteBuffer query = ByteBuffer.allocate(512);
        query.putShort((short) 7)
                .putShort((short) 0)
                .putShort((short) 1)
                .putShort((short) 0)
                .putInt(0);
        for (String label : name.split("\\.")) {
            query.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
        }
        return query.put((byte) 0).putShort((short) 1).putShort((short) 1).flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
