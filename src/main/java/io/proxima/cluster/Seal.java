package io.proxima.cluster;

import io.proxima.health.Ballot;
import io.proxima.health.OverrideRegister;
import io.proxima.health.Pair;
import io.proxima.health.PoolMember;
import io.proxima.health.Replica;
import io.proxima.health.Vote;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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
 * |         |      |        |      |       |          | reason (2 + n), run 8         |
 * |         |      |        |      |   0   | counter  | override: zone, pool, member  |
 * |         |      |        |      |       |          | (2 + n each), word 1, until 8,|
 * |         |      |        |      |       |          | set at 8, owner, reason       |
 * |         |      |        |      |       |          | push: check, address, up 1,   |
 * |         |      |        |      |       |          | why (2 + n)                   |
 * |         |      |        |      |       |          | release: see NewsCode         |
 * +---------+------+--------+------+-------+----------+-------------------------------+
 * | HMAC-SHA256 over all of the above: 32 octets; absent where no key is set          |
 * +-----------------------------------------------------------------------------------+
 * </pre>
 *
 * <p>Network order; names are UTF-8 behind their length. Whatever is too short, too long, of another version, not UTF-8 or
 * not sealed with our key opens to nothing. A replayed message is authentic but carries an old epoch or sequence: the
 * receivers' order turns it away. An override may be told by any replica, not only by the one that it names. Immutable; any thread.
 */
final class Seal {
    static final String ALGORITHM = "HmacSHA256";

    private static final byte VERSION = 3;
    private static final byte HEARTBEAT = 1;
    private static final byte BALLOT = 2;
    private static final byte OVERRIDE = 3;
    private static final byte PUSHED = 5;
    private static final byte SERVED = 6;
    private static final int MAC_OCTETS = 32;
    private static final int MAX_OCTETS = 4096;
    static final int MAX_NAME_OCTETS = 255;
    private static final int MAX_CHECK_OCTETS = 1024;
    static final int MAX_REASON_OCTETS = 4 * Ballot.REASON_LENGTH;
    static final int MAX_MEMBER_OCTETS = 1024;

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

    /** What a replica was told of a member. */
    record Said(OverrideRegister register) implements Message {
        @Override
        public String node() {
            return register.node();
        }

        @Override
        public long epoch() {
            return 0;
        }

        @Override
        public long sequence() {
            return register.counter();
        }
    }

    /** What a member, or someone for it, told this replica. */
    record Pushed(String node, long epoch, long sequence, Pair pair, boolean up, String why) implements Message {}

    /** What a replica serves. */
    record Served(ReleaseNews news) implements Message {
        @Override
        public String node() {
            return news.node();
        }

        @Override
        public long epoch() {
            return news.epoch();
        }

        @Override
        public long sequence() {
            return news.sequence();
        }
    }

    static boolean tooLong(String name) {
        return Texts.length(name) > MAX_NAME_OCTETS;
    }

    /** Whether a ballot's names are short enough to be told. */
    static boolean fits(Ballot ballot) {
        return fits(ballot.pair());
    }

    static boolean fits(Pair pair) {
        return Texts.length(pair.check()) <= MAX_CHECK_OCTETS && !tooLong(pair.address());
    }

    /** Whether a register's names are short enough to be told. */
    static boolean fits(OverrideRegister register) {
        PoolMember member = register.member();
        return Texts.length(member.zone()) <= MAX_MEMBER_OCTETS
                && !tooLong(member.pool())
                && Texts.length(member.member()) <= MAX_MEMBER_OCTETS
                && !tooLong(register.node());
    }

    byte[] close(Message message) {
        ByteBuffer out = ByteBuffer.allocate(MAX_OCTETS);
        out.put(VERSION);
        switch (message) {
            case Heartbeat heartbeat -> {
                out.put(HEARTBEAT);
                Texts.put(out, heartbeat.replica().node());
                Texts.put(out, heartbeat.replica().site());
                out.putLong(heartbeat.epoch()).putLong(heartbeat.sequence());
            }
            case Cast(Ballot ballot) -> {
                out.put(BALLOT);
                Texts.put(out, ballot.node());
                Texts.put(out, "");
                out.putLong(ballot.epoch()).putLong(ballot.sequence());
                Texts.put(out, ballot.pair().check());
                Texts.put(out, ballot.pair().address());
                out.put(Codes.of(ballot.vote())).put((byte) (ballot.pending() ? 1 : 0));
                Texts.put(out, ballot.reason());
                out.putLong(ballot.runMillis());
            }
            case Said(OverrideRegister register) -> {
                out.put(OVERRIDE);
                Texts.put(out, register.node());
                Texts.put(out, "");
                out.putLong(0).putLong(register.counter());
                OverrideCode.put(out, register);
            }
            case Pushed pushed -> {
                out.put(PUSHED);
                Texts.put(out, pushed.node());
                Texts.put(out, "");
                out.putLong(pushed.epoch()).putLong(pushed.sequence());
                Texts.put(out, pushed.pair().check());
                Texts.put(out, pushed.pair().address());
                out.put((byte) (pushed.up() ? 1 : 0));
                Texts.put(out, pushed.why());
            }
            case Served(ReleaseNews news) -> {
                out.put(SERVED);
                Texts.put(out, news.node());
                Texts.put(out, "");
                out.putLong(news.epoch()).putLong(news.sequence());
                NewsCode.put(out, news);
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
        String node = Texts.take(in, MAX_NAME_OCTETS);
        String site = Texts.take(in, MAX_NAME_OCTETS);
        long epoch = in.getLong();
        long sequence = in.getLong();
        if (node.isEmpty()) {
            return null;
        }
        if (kind == HEARTBEAT) {
            return new Heartbeat(new Replica(node, site), epoch, sequence);
        }
        if (kind == OVERRIDE) {
            OverrideRegister register = OverrideCode.take(in, node, sequence);
            return epoch == 0 && sequence > 0 && register != null ? new Said(register) : null;
        }
        if (kind == SERVED) {
            ReleaseNews news = NewsCode.take(in, node, epoch, sequence);
            return news == null ? null : new Served(news);
        }
        if (kind != BALLOT && kind != PUSHED) {
            return null;
        }
        Pair pair = new Pair(Texts.take(in, MAX_CHECK_OCTETS), Texts.take(in, MAX_NAME_OCTETS));
        if (kind == PUSHED) {
            boolean up = in.get() != 0;
            return new Pushed(node, epoch, sequence, pair, up, Texts.take(in, MAX_REASON_OCTETS));
        }
        Optional<Vote> vote = Codes.vote(in.get());
        boolean pending = in.get() != 0;
        String reason = Texts.take(in, MAX_REASON_OCTETS);
        long runMillis = in.getLong();
        return vote.map(said -> new Cast(new Ballot(node, epoch, sequence, pair, said, pending, reason, runMillis)))
                .orElse(null);
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
