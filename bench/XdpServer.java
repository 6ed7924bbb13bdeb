import io.proxima.answer.EngineSettings;
import io.proxima.answer.QueryEngine;
import io.proxima.answer.Transport;
import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Published;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.ReleaseReader;
import io.proxima.health.Verdict;
import io.proxima.server.Listeners;
import io.proxima.server.TcpSettings;
import io.proxima.server.UdpSettings;
import io.proxima.source.Findings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Answers from Proxima's own catalog and engine, through an AF_XDP socket or through the server's own UDP listener: two programs
 * that differ in nothing else. It runs until it is killed.
 *
 * <pre>
 *   XdpServer FOLDER udp ADDRESS PORT
 *   XdpServer FOLDER xdp INTERFACE PORT
 * </pre>
 *
 * {@code FOLDER} has {@code zones} and, where needed, {@code geoip/lines.yaml}.
 */
final class XdpServer {
    private XdpServer() {}

    public static void main(String[] arguments) throws IOException {
        Published published = new Published(catalog(Path.of(arguments[0])));
        int port = Integer.parseInt(arguments[3]);
        if (arguments[1].equals("udp")) {
            Listeners listeners = Listeners.start(
                    List.of(new InetSocketAddress(arguments[2], port)),
                    new UdpSettings(UdpSettings.Engine.NATIVE, 1),
                    TcpSettings.DEFAULT,
                    Vertx.vertx(),
                    () -> engine(published, Transport.UDP),
                    () -> engine(published, Transport.TCP));
            System.out.println("listens to " + listeners.addresses());
            return; // its threads go on
        }
        try (Arena arena = Arena.ofConfined()) {
            XdpSocket socket = new XdpSocket(arena, arguments[2], port);
            System.out.println("listens to " + arguments[2]);
            new XdpLoop(arena, socket, engine(published, Transport.UDP)).run();
        }
    }

    private static QueryEngine engine(Published published, Transport transport) {
        return new QueryEngine(published.reader(), EngineSettings.OPEN, transport, System.nanoTime());
    }

    private static Catalog catalog(Path folder) throws IOException {
        Path lines = folder.resolve("geoip/lines.yaml");
        Findings findings = new Findings();
        Catalog catalog = new CatalogCompiler()
                .compile(new ReleaseReader(new ReleaseFiles(
                                folder.resolve("zones"), List.of(), Files.exists(lines) ? lines : null, null))
                        .read(findings)
                        .orElseThrow(() -> new IOException(findings.sorted().toString())));
        catalog.applyAll(_ -> Verdict.INITIAL, 0);
        return catalog;
    }
}
