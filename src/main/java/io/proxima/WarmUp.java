package io.proxima;

import io.proxima.answer.QueryEngine;
import io.proxima.catalog.Catalog;
import io.proxima.catalog.ZoneTree;
import io.proxima.net.ClientAddress;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Questions that a replica asks itself before it says that it answers, so that its first clients find compiled code.
 *
 * <p>They are about its own zones, go through an engine of their own and never to a socket. Nothing else learns of them: the
 * engine's turns and draws are its own.
 */
final class WarmUp {
    private static final Duration AT_MOST = Duration.ofMillis(120);
    private static final int QUESTIONS_AT_MOST = 20_000;
    private static final int ZONES_AT_MOST = 16;
    private static final int NAMES_AT_MOST = 64;
    private static final int RESPONSE_OCTETS = 65_535;
    private static final int LOOPBACK = 0x7f000001;
    private static final int CLIENT_SUBNET = 8;

    private final List<byte[]> questions = new ArrayList<>();

    /** Takes names of a catalog: apexes, names that are not there, steered names. */
    WarmUp(Catalog catalog) {
        catalog.zones().stream().limit(ZONES_AT_MOST).map(ZoneTree::apexName).forEach(apex -> {
            questions.add(question(apex, RrType.SOA, 0));
            questions.add(question(apex, RrType.NS, 0));
            questions.add(question(apex, RrType.A, 0));
            below(apex).ifPresent(name -> questions.add(question(name, RrType.A, 0)));
        });
        catalog.policies().stream()
                .flatMap(policy -> policy.names().keySet().stream())
                .limit(NAMES_AT_MOST)
                .forEach(name -> {
                    int network = questions.size() * 0x9e3779b1; // scattered over the whole space
                    questions.add(question(name, RrType.A, network));
                    questions.add(question(name, RrType.AAAA, ~network));
                    questions.add(question(name, RrType.A, 0));
                });
    }

    /** Asks one question after another, for some 100 ms at most, and closes the engine. */
    void run(QueryEngine engine) {
        long end = System.nanoTime() + AT_MOST.toNanos();
        ClientAddress client = new ClientAddress();
        client.setIpv4(LOOPBACK);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(RESPONSE_OCTETS);
            List<MemorySegment> in = questions.stream()
                    .map(question -> arena.allocateFrom(ValueLayout.JAVA_BYTE, question))
                    .toList();
            int asked = 0;
            while (asked < QUESTIONS_AT_MOST && System.nanoTime() < end) {
                engine.beginBatch();
                for (MemorySegment question : in) {
                    engine.answer(question, 0, (int) question.byteSize(), client, out, 0);
                }
                engine.endBatch();
                asked += in.size();
            }
        } finally {
            engine.close();
        }
    }

    private static java.util.Optional<Name> below(Name apex) {
        return apex.length() > 200
                ? java.util.Optional.empty()
                : java.util.Optional.of(Name.parse("no-such-name", apex));
    }

    /**
     * A query with EDNS.
     *
     * @param network the first 24 bits of a client subnet (RFC 7871 section 6); 0 for none
     */
    static byte[] question(Name name, int type, int network) {
        ByteBuffer query = ByteBuffer.allocate(12 + name.length() + 4 + 11 + 11);
        query.putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 1)
                .putInt(0)
                .putShort((short) 1);
        query.put(name.octets()).putShort((short) type).putShort((short) 1);
        query.put((byte) 0).putShort((short) RrType.OPT).putShort((short) 1232).putInt(0);
        if (network == 0) {
            query.putShort((short) 0);
        } else {
            query.putShort((short) 11).putShort((short) CLIENT_SUBNET).putShort((short) 7);
            query.putShort((short) 1).put((byte) 24).put((byte) 0);
            query.putShort((short) (network >>> 16)).put((byte) (network >>> 8));
        }
        return Arrays.copyOf(query.array(), query.position());
    }
}
