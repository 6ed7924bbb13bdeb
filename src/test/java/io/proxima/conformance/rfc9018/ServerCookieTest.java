package io.proxima.conformance.rfc9018;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.answer.EngineSettings;
import io.proxima.answer.Identity;
import io.proxima.conformance.RawQuery;
import io.proxima.conformance.Sections;
import io.proxima.wire.ServerCookies;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** RFC 9018 appendix A: the test vectors of server cookies of version 1. */
class ServerCookieTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
                    A.1, e5e973e5a6b2a43f48e7dc849e37bfcf, 198.51.100.100, 1559731985, 2464c4abcf10c957, 010000005cf79f111f8130c3eee29480
                    A.2, e5e973e5a6b2a43f48e7dc849e37bfcf, 198.51.100.100, 1559734385, 2464c4abcf10c957010000005cf79f111f8130c3eee29480, 010000005cf7a871d4a564a1442aca77
                    A.3, e5e973e5a6b2a43f48e7dc849e37bfcf, 203.0.113.203, 1559734700, fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5, 010000005cf7a9acf73a7810aca2381e
                    A.4, 445536bcd2513298075a5d379663c962 dd3bdf9344b678b185a6f5cb60fca715, 2001:db8:220:1:59de:d0f4:8769:82b8, 1559741961, 22681ab97d52c298010000005cf7c57926556bd0934c72f8, 010000005cf7c609a6bb79d16625507a
                    """)
    void vector(String section, String secrets, String client, long seconds, String sent, String expected)
            throws IOException {
        List<ServerCookies.Secret> keys = Arrays.stream(secrets.split(" "))
                .map(ServerCookies.Secret::parse)
                .toList();
        // The last one's cookie is valid by the old secret but younger than half an hour: it is kept as it is.
        boolean kept = section.equals("A.4");
        assertEquals(kept ? sent.substring(16) : expected, given(keys, client, seconds, sent), section);
        assertEquals(expected, given(keys, client, seconds, sent.substring(0, 16)), section);
        if (sent.length() > 16) {
            // That of A.3 is older than the hour that section 4.3 allows, so that only its hash is looked at.
            long young = Math.min(seconds, Long.parseLong(sent.substring(24, 32), 16) + 60);
            int valid = rcode(keys, client, young, sent);
            int tampered = rcode(keys, client, young, sent.substring(0, 46) + "00");
            assertEquals("0 23", valid + " " + tampered, section);
        }
    }

    private static byte[] answer(
            List<ServerCookies.Secret> secrets, String client, long seconds, RawQuery query, String cookie) {
        return Sections.usual()
                .with(new EngineSettings(
                        List.of(),
                        EngineSettings.Access.OPEN,
                        Identity.NONE,
                        new ServerCookies(() -> Instant.ofEpochSecond(seconds), secrets),
                        0))
                .from(client)
                .answer(
                        query.opt(1232, "000a%04x".formatted(cookie.length() / 2) + cookie)
                                .toWire(),
                        false);
    }

    private static String given(List<ServerCookies.Secret> secrets, String client, long seconds, String cookie)
            throws IOException {
        RawQuery query = RawQuery.of("example.com.", Type.A);
        CookieOption option = (CookieOption) new Message(answer(secrets, client, seconds, query, cookie))
                .getOPT()
                .getOptions(EDNSOption.Code.COOKIE)
                .getFirst();
        return HexFormat.of().formatHex(option.getServerCookie().orElseThrow());
    }

    private static int rcode(List<ServerCookies.Secret> secrets, String client, long seconds, String cookie)
            throws IOException {
        return new Message(answer(secrets, client, seconds, RawQuery.empty(), cookie)).getRcode();
    }
}
