package io.proxima.cluster;

import io.proxima.health.Ballot;
import io.proxima.health.Pair;
import io.proxima.health.Replica;
import io.proxima.health.Vote;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The octets in which replicas tell each other things, and the proof that it was a replica who said them.
 *
 * <pre>
 * +---------+------+--------+------+-------+----------+-------------------------------+
 * | version | kind |  node  | site | epoch | sequence | payload                       |
 * |    1    |  1   | 2 + n  | 2+n  |   8   |    8     | ballot: check, address (2 + n |
 * |         |      |        |      |       |          | each), vote 1, pending 1,     |
 * |         |      |        |      |       |          | reason (2 + n);               |
 * |         |      |        |      |       |          | push: check, address, up 1,   |
 * |         |      |        |      |       |          | why (2 + n)                   |
 * +---------+------+--------+------+-------+----------+-------------------------------+
 * | HMAC-SHA256 over all of the above: 32 octets; absent where no key is set          |
 * +-----------------------------------------------------------------------------------+
 * </pre>
 *
 * <p>Network order; names are UTF-8 behind their length. Whatever is too short, too long, of another version, not UTF-8 or
 * not sealed with our key opens to nothing. A replayed message is authentic but carries an old epoch or sequence: the
 * receivers' order turns it away. Immutable; any thread.
 */
final class Seal {
    static final String ALGORITHM = "HmacSHA256";

    private static final byte VERSION = 2;
    private static final byte HEARTBEAT = 1;
    private static final byte BALLOT = 2;
    private static final byte PUSHED = 5;
    private static final int MAC_OCTETS = 32;
    private static final int MAX_OCTETS = 4096;
    private static final int MAX_NAME_OCTETS = 255;
    private static final int MAX_CHECK_OCTETS = 1024;
    private static final int MAX_REASON_OCTETS = 4 * Ballot.REASON_LENGTH;

    private final @Nullable SecretKey key;

    Seal(@Nullable SecretKey key) {
        this.key = key;
    }

    /** What a replica says. */
    sealed interface Message {
        String node();

        long epoch();

        long sequence();
    }

    /** That it is alive. */
    record Heartbeat(Replica replica, long epoch, long sequence) implements Message {
        @Override
        public String node() {
            return replica.node();
        }
    }

    /** Its vote. */
    record Cast(Ballot ballot) implements Message {
        @Override
        public String node() {
            return ballot.node();
        }

        @Override
        public long epoch() {
            return ballot.epoch();
        }

        @Override
        public long sequence() {
            return ballot.sequence();
        }
    }

    /** What a member, or someone for it, told this replica. */
    record Pushed(String node, long epoch, long sequence, Pair pair, boolean up, String why) implements Message {}

    static boolean tooLong(String name) {
        return utf8(name).length > MAX_NAME_OCTETS;
    }

    /** Whether a ballot's names are short enough to be told. */
    static boolean fits(Ballot ballot) {
        return fits(ballot.pair());
    }

    static boolean fits(Pair pair) {
        return utf8(pair.check()).length <= MAX_CHECK_OCTETS && !tooLong(pair.address());
    }

    byte[] close(Message message) {
        ByteBuffer out = ByteBuffer.allocate(MAX_OCTETS);
        out.put(VERSION);
        switch (message) {
            case Heartbeat heartbeat -> {
                out.put(HEARTBEAT);
                put(out, heartbeat.replica().node());
                put(out, heartbeat.replica().site());
                out.putLong(heartbeat.epoch()).putLong(heartbeat.sequence());
            }
            case Cast(Ballot ballot) -> {
                out.put(BALLOT);
                put(out, ballot.node());
                put(out, "");
                out.putLong(ballot.epoch()).putLong(ballot.sequence());
                put(out, ballot.pair().check());
                put(out, ballot.pair().address());
                out.put(code(ballot.vote())).put((byte) (ballot.pending() ? 1 : 0));
                put(out, ballot.reason());
            }
            case Pushed pushed -> {
                out.put(PUSHED);
                put(out, pushed.node());
                put(out, "");
                out.putLong(pushed.epoch()).putLong(pushed.sequence());
                put(out, pushed.pair().check());
                put(out, pushed.pair().address());
                out.put((byte) (pushed.up() ? 1 : 0));
                put(out, pushed.why());
            }
        }
        if (key != null) {
            out.put(mac(key, out.array(), out.position()));
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    Optional<Message> open(byte[] octets) {
        int length = octets.length - (key == null ? 0 : MAC_OCTETS);
        if (length < 0 || octets.length > MAX_OCTETS) {
            return Optional.empty();
        }
        if (key != null
                && !MessageDigest.isEqual(
                        mac(key, octets, length), Arrays.copyOfRange(octets, length, octets.length))) {
            return Optional.empty();
        }
        try {
            ByteBuffer in = ByteBuffer.wrap(octets, 0, length);
            Message message = in.get() == VERSION ? read(in) : null;
            return message == null || in.hasRemaining() ? Optional.empty() : Optional.of(message);
        } catch (BufferUnderflowException | CharacterCodingException malformed) {
            return Optional.empty();
        }
    }

    private static @Nullable Message read(ByteBuffer in) throws CharacterCodingException {
        byte kind = in.get();
        String node = name(in, MAX_NAME_OCTETS);
        String site = name(in, MAX_NAME_OCTETS);
        long epoch = in.getLong();
        long sequence = in.getLong();
        if (node.isEmpty()) {
            return null;
        }
        if (kind == HEARTBEAT) {
            return new Heartbeat(new Replica(node, site), epoch, sequence);
        }
        if (kind != BALLOT && kind != PUSHED) {
            return null;
        }
        Pair pair = new Pair(name(in, MAX_CHECK_OCTETS), name(in, MAX_NAME_OCTETS));
        if (kind == PUSHED) {
            boolean up = in.get() != 0;
            return new Pushed(node, epoch, sequence, pair, up, name(in, MAX_REASON_OCTETS));
        }
        Optional<Vote> vote = switch (in.get()) {
            case 0 -> Optional.of(Vote.NONE);
            case 1 -> Optional.of(Vote.UP);
            case 2 -> Optional.of(Vote.DOWN);
            default -> Optional.empty();
        };
        boolean pending = in.get() != 0;
        String reason = name(in, MAX_REASON_OCTETS);
        return vote.map(said -> new Cast(new Ballot(node, epoch, sequence, pair, said, pending, reason)))
                .orElse(null);
    }

    private static byte code(Vote vote) {
        return switch (vote) {
            case NONE -> 0;
            case UP -> 1;
            case DOWN -> 2;
        };
    }

    private static void put(ByteBuffer out, String name) {
        byte[] octets = utf8(name);
        out.putShort((short) octets.length).put(octets);
    }

    private static String name(ByteBuffer in, int max) throws CharacterCodingException {
        int length = in.getShort() & 0xffff;
        if (length > max || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer octets = in.slice(in.position(), length);
        in.position(in.position() + length);
        return StandardCharsets.UTF_8.newDecoder().decode(octets).toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] mac(SecretKey key, byte[] octets, int length) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(octets, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
