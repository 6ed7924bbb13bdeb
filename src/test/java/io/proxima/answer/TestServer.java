package io.proxima.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Published;
import io.proxima.catalog.Release;
import io.proxima.geo.Geography;
import io.proxima.health.Verdict;
import io.proxima.net.ClientAddress;
import io.proxima.net.Prefix;
import io.proxima.policy.Policy;
import io.proxima.policy.PolicyReader;
import io.proxima.source.Findings;
import io.proxima.wire.Name;
import io.proxima.zone.Zone;
import io.proxima.zone.ZoneReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;

/** An engine over zones given as text, asked in process with dnsjava's messages. */
public final class TestServer {
    private final Catalog catalog;
    private final QueryEngine udp;
    private final QueryEngine tcp;
    private final MemorySegment in = Arena.ofAuto().allocate(65_536);
    private final MemorySegment out = Arena.ofAuto().allocate(65_536);
    private final ClientAddress client = new ClientAddress();

    public TestServer(Catalog catalog) {
        this(catalog, EngineSettings.OPEN);
    }

    private TestServer(Catalog catalog, EngineSettings settings) {
        this.catalog = catalog;
        Published published = new Published(catalog);
        udp = new QueryEngine(published.reader(), settings, Transport.UDP, 1);
        tcp = new QueryEngine(published.reader(), settings, Transport.TCP, 2);
        client.setIpv4(0x7f000001);
    }

    /** Serves zones, apex to master file, without policies. */
    public static TestServer of(Map<String, String> zones) {
        return of(zones, Map.of());
    }

    /** Serves zones, apex to master file, some with a policy, apex to policy file; every member is up. */
    public static TestServer of(Map<String, String> zones, Map<String, String> policies) {
        return of(zones, policies, Geography.empty());
    }

    /** Serves zones whose policies choose by a geography; every member is up. */
    public static TestServer of(Map<String, String> zones, Map<String, String> policies, Geography geography) {
        Findings findings = new Findings();
        List<Zone> read = new ArrayList<>();
        zones.forEach((apex, text) -> new ZoneReader(path -> text.getBytes(StandardCharsets.UTF_8))
                .read(Path.of(apex + ".zone"), apex + ".zone", Name.parse(apex), findings)
                .ifPresent(read::add));
        List<Policy> steering = new ArrayList<>();
        policies.forEach((apex, text) -> PolicyReader.read(apex + ".policy.yaml", text, Name.parse(apex), findings)
                .ifPresent(steering::add));
        assertEquals(false, findings.hasErrors(), () -> findings.sorted().toString());
        Catalog catalog = new CatalogCompiler().compile(new Release(read, steering, geography));
        catalog.applyAll(_ -> Verdict.INITIAL, 1_000_000_000);
        return new TestServer(catalog);
    }

    /** A server of the same zones with other settings. */
    public TestServer with(EngineSettings settings) {
        return new TestServer(catalog, settings);
    }

    /** Asks from another address than loopback from now on. */
    public TestServer from(String address) {
        client.set(Prefix.of(java.net.InetAddress.ofLiteral(address)));
        return this;
    }

    public Catalog catalog() {
        return catalog;
    }

    /** A query for a name and type as a resolver sends it. */
    public static Message query(String name, int type) {
        try {
            Message query = Message.newQuery(Record.newRecord(org.xbill.DNS.Name.fromString(name), type, DClass.IN));
            query.getHeader().unsetFlag(Flags.RD);
            return query;
        } catch (TextParseException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    /** Asks over UDP. */
    public Message ask(String name, int type) {
        return ask(query(name, type));
    }

    /** Asks over UDP. */
    public Message ask(Message query) {
        return parsed(answer(query.toWire(), false));
    }

    /** Asks over TCP. */
    public Message askTcp(Message query) {
        return parsed(answer(query.toWire(), true));
    }

    /** The octets of the response, none where nothing is sent. */
    public byte[] answer(byte[] message, boolean stream) {
        MemorySegment.copy(message, 0, in, ValueLayout.JAVA_BYTE, 0, message.length);
        QueryEngine engine = stream ? tcp : udp;
        out.fill((byte) 0xa5); // what the engine does not write must not be read as zeros
        engine.beginBatch();
        int length = engine.answer(in, 0, message.length, client, out, 0);
        engine.endBatch();
        return out.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }

    private static Message parsed(byte[] response) {
        try {
            return new Message(response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
