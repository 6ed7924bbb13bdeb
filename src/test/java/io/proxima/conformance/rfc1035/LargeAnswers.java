package io.proxima.conformance.rfc1035;

import io.proxima.answer.TestServer;
import java.util.Map;
import java.util.stream.IntStream;

/** A server that has as many addresses at a name as the name says: a20 to a44, a4000 and a4200. */
final class LargeAnswers {
    private LargeAnswers() {}

    static TestServer server() {
        StringBuilder zone = new StringBuilder("""
                $ORIGIN example.com.
                $TTL 60
                @ SOA ns hostmaster 1 3600 600 86400 60
                @ NS ns.example.net.
                """);
        IntStream.concat(IntStream.range(20, 45), IntStream.of(4000, 4200)).forEach(records -> {
            for (int i = 0; i < records; i++) {
                zone.append("a%d A 127.0.%d.%d\n".formatted(records, i / 256, i % 256));
            }
        });
        return TestServer.of(Map.of("example.com.", zone.toString()));
    }
}
