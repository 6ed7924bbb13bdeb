package io.proxima.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.net.ClientAddress;
import io.proxima.wire.Header;
import io.proxima.wire.Name;
import io.proxima.wire.Query;
import io.proxima.wire.QueryParser;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Asks an engine over TCP; every answer keeps the {@link AnswerRules}. */
final class Questions {
    private static final int OPT = 41;
    private static final int ECS = 8;
    private static final int OPT_OCTETS = 11;

    private final GuardedEngine engine;
    private final ClientAddress client = new ClientAddress();

    Questions(GuardedEngine engine) {
        this.engine = engine;
    }

    /** Asks as a resolver without EDNS does. */
    StrictMessage ask(Name name, int type) {
        return ask(question(name, type, 0));
    }

    /** Asks for a client subnet: the option's data in hexadecimal digits. */
    StrictMessage ask(Name name, int type, String subnet) {
        byte[] data = HexFormat.of().parseHex(subnet);
        byte[] message = question(name, type, OPT_OCTETS + 4 + data.length);
        message[Header.ARCOUNT + 1] = 1;
        ByteBuffer.wrap(message)
                .position(message.length - OPT_OCTETS - 4 - data.length + 1)
                .putShort((short) OPT)
                .putShort((short) 1232)
                .putInt(0)
                .putShort((short) (4 + data.length))
                .putShort((short) ECS)
                .putShort((short) data.length)
                .put(data);
        return ask(message);
    }

    private static byte[] question(Name name, int type, int more) {
        byte[] octets = name.octets();
        return ByteBuffer.allocate(Header.LENGTH + octets.length + 4 + more)
                .putShort(Header.ID, (short) 0x1234)
                .putShort(Header.QDCOUNT, (short) 1)
                .position(Header.LENGTH)
                .put(octets)
                .putShort((short) type)
                .putShort((short) 1)
                .array();
    }

    private StrictMessage ask(byte[] message) {
        Query query = new Query();
        QueryParser.Outcome outcome = QueryParser.parse(MemorySegment.ofArray(message), 0, message.length, query);
        assertEquals(QueryParser.Outcome.QUERY, outcome);
        byte[] octets = engine.answer(message, client);
        StrictMessage answer = AnswerRules.read(message, octets);
        new AnswerRules(message, query, outcome, true).check(answer, octets.length);
        return answer;
    }
}
