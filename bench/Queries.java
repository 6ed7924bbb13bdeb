import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of queries as {@code dnsperf -B} and {@code pace} read them: messages, two octets of length before each. */
final class Queries implements AutoCloseable {
    private static final int OPT = 41;
    private static final int UDP_PAYLOAD = 1232;
    private static final int CLIENT_SUBNET = 8;

    private final DataOutputStream out;
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private final DataOutputStream message = new DataOutputStream(octets);

    Queries(Path file) throws IOException {
        out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
    }

    /** Adds a query with EDNS, as resolvers send them. */
    void add(String name, int type) throws IOException {
        begin(name, type);
        message.writeShort(0);
        end();
    }

    /** Adds a query with the client subnet of an IPv4 address, 24 bits of it (RFC 7871 section 6). */
    void addWithSubnet(String name, int type, int address) throws IOException {
        begin(name, type);
        message.writeShort(4 + 7);
        message.writeShort(CLIENT_SUBNET);
        message.writeShort(7);
        message.writeShort(1);
        message.writeByte(24);
        message.writeByte(0);
        message.writeShort(address >>> 16);
        message.writeByte(address >>> 8);
        end();
    }

    private void begin(String name, int type) throws IOException {
        octets.reset();
        message.writeLong(0x0000_0000_0001_0000L); // identifier, flags, one question, no answers
        message.writeInt(1); // no authority, one additional record
        for (String label : name.split("\\.")) {
            message.writeByte(label.length());
            message.write(label.getBytes(StandardCharsets.US_ASCII));
        }
        message.writeByte(0);
        message.writeShort(type);
        message.writeShort(1);
        message.writeByte(0);
        message.writeShort(OPT);
        message.writeShort(UDP_PAYLOAD);
        message.writeInt(0);
    }

    private void end() throws IOException {
        out.writeShort(octets.size());
        octets.writeTo(out);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
