package io.proxima.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.answer.Transport;
import io.proxima.net.Prefix;
import io.proxima.server.Listeners;
import io.proxima.server.TcpSettings;
import io.proxima.server.UdpSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Every file below {@code scenarios}, each in process, over UDP and over TCP.
 *
 * <p>{@code -Dscenarios=all-down} runs those whose path has that in it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScenarioTest {
    private static final Path ROOT = Path.of("src/test/resources/scenarios");
    private static final TcpSettings TCP = new TcpSettings(Duration.ofSeconds(10), 10, 10, 1);

    private final Vertx vertx = Vertx.vertx();

    @AfterAll
    void closeVertx() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @TestFactory
    Stream<DynamicNode> everyScenario(@TempDir Path folder) throws IOException {
        String wanted = System.getProperty("scenarios", "");
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files
                    .filter(file -> file.toString().endsWith(".scn"))
                    .filter(file -> file.toString().contains(wanted))
                    .sorted()
                    .toList()
                    .stream()
                    .map(file -> everyWay(file, folder));
        }
    }

    private DynamicNode everyWay(Path file, Path folder) {
        String name = ROOT.relativize(file).toString();
        Path own = folder.resolve(name);
        return DynamicContainer.dynamicContainer(
                name,
                file.toUri(),
                Stream.of(
                        DynamicTest.dynamicTest(name + " in process", () -> inProcess(file, own.resolve("process"))),
                        DynamicTest.dynamicTest(name + " over UDP", () -> listening(file, own.resolve("udp"), false)),
                        DynamicTest.dynamicTest(name + " over TCP", () -> listening(file, own.resolve("tcp"), true))));
    }

    private static void inProcess(Path file, Path folder) throws IOException {
        Scenario scenario = ScenarioReader.read(file.toString(), Files.readString(file));
        World world = new World(scenario, folder);
        run(scenario, world, new Asker.InProcess(world.engine(Transport.UDP)));
    }

    private void listening(Path file, Path folder, boolean stream) throws IOException {
        Scenario scenario = ScenarioReader.read(file.toString(), Files.readString(file));
        World world = new World(scenario, folder);
        try (Listeners listeners = Listeners.start(
                List.of(new InetSocketAddress(Asker.LOOPBACK, 0)),
                List.of(),
                new UdpSettings(UdpSettings.Engine.AUTO, 1),
                TCP,
                vertx,
                () -> world.engine(Transport.UDP),
                () -> world.engine(Transport.TCP))) {
            InetSocketAddress server = listeners.addresses().getFirst();
            try (Asker asker = stream ? Asker.OverTcp.to(server) : Asker.OverUdp.to(server)) {
                run(scenario, world, asker);
            }
        }
    }

    private static void run(Scenario scenario, World world, Asker asker) throws IOException {
        for (Step step : scenario.steps()) {
            world.take(step);
            InetAddress from = step instanceof Step.Ask ask && ask.from() != null ? ask.from() : Asker.LOOPBACK;
            if (step instanceof Step.Ask ask && asker.canComeFrom(from)) {
                ask(scenario, ask, from, asker);
            }
        }
    }

    private static void ask(Scenario scenario, Step.Ask ask, InetAddress from, Asker asker) throws IOException {
        byte @Nullable [] option = ask.subnet() != null
                ? option(ask.subnet())
                : ask.option() == null ? null : HexFormat.of().parseHex(ask.option());
        Message query = query(scenario, ask, option);
        List<Message> answers = new ArrayList<>();
        for (int i = 0; i < ask.times(); i++) {
            query.getHeader().setID(i & 0xffff);
            Message answer = new Message(asker.exchange(query.toWire(), from));
            assertEquals(i & 0xffff, answer.getHeader().getID(), "the response to another query");
            answers.add(answer);
            for (Expectation expectation : ask.expectations()) {
                if (expectation instanceof Expectation.OfEach each) {
                    fail(scenario, ask, each, each.problem(answer, option), answer);
                }
            }
            if (option == null) {
                Expectation none = new Expectation.Scope(ask.line(), null);
                fail(scenario, ask, none, ((Expectation.OfEach) none).problem(answer, null), answer);
            }
        }
        for (Expectation expectation : ask.expectations()) {
            if (expectation instanceof Expectation.OfAll all) {
                fail(scenario, ask, all, all.problem(answers, Type.value(ask.type())), answers.getLast());
            }
        }
    }

    private static void fail(
            Scenario scenario, Step.Ask ask, Expectation expectation, @Nullable String problem, Message answer) {
        if (problem != null) {
            int line = expectation.line() == 0 ? ask.line() : expectation.line();
            throw new ScenarioError(scenario.file(), line, problem + "\nthe answer was:\n" + answer);
        }
    }

    private static Message query(Scenario scenario, Step.Ask ask, byte @Nullable [] option) throws IOException {
        Name name = Name.fromString(ask.name(), Name.fromString(scenario.origin()));
        Message query = Message.newQuery(Record.newRecord(name, Type.value(ask.type()), DClass.IN));
        query.getHeader().unsetFlag(Flags.RD);
        List<EDNSOption> options =
                option == null ? List.of() : List.of(new GenericEDNSOption(EDNSOption.Code.CLIENT_SUBNET, option));
        query.addRecord(new OPTRecord(1232, 0, 0, 0, options), Section.ADDITIONAL);
        return query;
    }

    /** The octets of a client subnet option (RFC 7871 section 6). */
    private static byte[] option(Prefix subnet) {
        byte[] address = Objects.requireNonNull(subnet.firstAddress()).getAddress();
        int octets = (subnet.length() + 7) / 8;
        byte[] option = new byte[4 + octets];
        option[1] = (byte) (subnet.ipv6() ? 2 : 1);
        option[2] = (byte) subnet.length();
        System.arraycopy(address, 0, option, 4, octets);
        return option;
    }
}
