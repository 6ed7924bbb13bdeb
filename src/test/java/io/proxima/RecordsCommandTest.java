package io.proxima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./proxima records} and {@code record}, over HTTP to a running replica, and what it answers then. */
class RecordsCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private ServedFolder served;
    private Path zone;

    @BeforeEach
    void serve() throws IOException {
        served = new ServedFolder(folder, "");
        zone = served.write("zones/example.com.zone", ServedFolder.zone("192.0.2.1"));
        served.start();
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] all = Stream.concat(
                        Arrays.stream(arguments),
                        Stream.of("--url", served.url().toString()))
                .toArray(String[]::new);
        return CommandLines.run(folder, out, err, all);
    }

    @Test
    void recordsAreShownAsInAZoneFile() {
        assertEquals(0, run("records", "example.com", "www"), err.toString());
        assertEquals("www.example.com.\t60\tIN\tA\t192.0.2.1\n", out.toString());
        assertEquals(1, run("records", "example.com", "www", "TXT"));
        assertEquals(0, run("records", "example.com", "--json"), err.toString());
        assertTrue(out.toString().contains("\"serial\" : 1"), out.toString());
    }

    @Test
    void setRecordsAreAnsweredWhenTheCommandEnds() throws IOException {
        int code = run("record", "set", "www.example.com", "A", "5m", "192.0.2.8", "192.0.2.9", "--why", "two");
        assertEquals(0, code, err.toString());
        assertEquals(Set.of("192.0.2.8", "192.0.2.9"), served.given("www.example.com."));
        assertTrue(out.toString().startsWith("example.com. serial 2 release "), out.toString());
        assertTrue(
                Files.readString(zone).endsWith("www 300 A 192.0.2.8\nwww 300 A 192.0.2.9\n"), Files.readString(zone));
        assertEquals(0, run("record", "delete", "www", "A", "--zone", "example.com"), err.toString());
        assertEquals(Set.of(), served.given("www.example.com."));
    }

    @Test
    void exitCodesTellWhatWasWrong() throws IOException {
        String before = Files.readString(zone);
        assertEquals(2, run("record", "set", "www.example.com", "A", "60", "192.0.2.300"));
        assertTrue(err.toString().contains("not an IPv4 address"), err.toString());
        assertEquals(2, run("record", "set", "www.example.com", "A", "soon", "192.0.2.3"));
        assertEquals(1, run("record", "set", "www.example.com", "CNAME", "60", "x.example.net."));
        assertTrue(err.toString().contains("zones/example.com.zone:7:1: error"), err.toString());
        assertEquals(1, run("record", "set", "www.example.org", "A", "60", "192.0.2.3"));
        assertEquals(1, run("record", "delete", "gone.example.com", "A"));
        served.write("zones/hosts.inc", "inner A 192.0.2.66\n");
        served.write("zones/example.com.zone", before + "$INCLUDE hosts.inc\n");
        assertEquals(3, run("record", "delete", "inner.example.com", "A"));
        assertEquals(before + "$INCLUDE hosts.inc\n", Files.readString(zone));
    }
}
