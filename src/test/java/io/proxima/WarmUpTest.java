package io.proxima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.EngineSettings;
import io.proxima.answer.QueryEngine;
import io.proxima.answer.Transport;
import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Published;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.ReleaseReader;
import io.proxima.config.ServerConfig;
import io.proxima.source.Findings;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** The questions that a replica asks itself before it is ready. */
class WarmUpTest {
    private static final EngineSettings SETTINGS =
            Setup.engineSettings(ServerConfig.defaults(Path.of("").toAbsolutePath()), null);

    @Test
    void itsQuestionsAreQueries() throws IOException {
        Message query = new Message(WarmUp.question(Name.parse("www.example.com."), RrType.AAAA, 0xc6336400));
        assertEquals("www.example.com.", query.getQuestion().getName().toString());
        assertEquals(RrType.AAAA, query.getQuestion().getType());
        assertEquals(Rcode.NOERROR, query.getRcode());
        ClientSubnetOption subnet =
                (ClientSubnetOption) query.getOPT().getOptions(8).getFirst();
        assertEquals("198.51.100.0", subnet.getAddress().getHostAddress());
        assertEquals(24, subnet.getSourcePrefixLength());
        assertTrue(new Message(WarmUp.question(Name.parse("."), RrType.NS, 0))
                .getOPT()
                .getOptions()
                .isEmpty());
    }

    @Test
    void itIsShortAndLeavesNothingBehind() {
        Published published = new Published(compiled(Setup.filesOf(shipped())));
        WarmUp warmUp = new WarmUp(published.catalog());
        long begun = System.nanoTime();
        warmUp.run(new QueryEngine(published.reader(), SETTINGS, Transport.UDP, 1));
        assertTrue(System.nanoTime() - begun < Duration.ofSeconds(10).toNanos());
        assertTrue(published.acknowledged(published.publish(published.catalog())), "it still reads");
    }

    private static ServerConfig shipped() {
        return ServerConfig.read(Path.of("proxima.yaml"), new Findings()).orElseThrow();
    }

    private static Catalog compiled(ReleaseFiles files) {
        return new CatalogCompiler()
                .compile(new ReleaseReader(files).read(new Findings()).orElseThrow());
    }
}
