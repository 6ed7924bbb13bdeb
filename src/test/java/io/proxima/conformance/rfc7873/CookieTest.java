package io.proxima.conformance.rfc7873;

import static io.proxima.conformance.Sections.counts;
import static io.proxima.conformance.Sections.flags;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.proxima.answer.EngineSettings;
import io.proxima.answer.Identity;
import io.proxima.answer.TestServer;
import io.proxima.conformance.RawQuery;
import io.proxima.conformance.Sections;
import io.proxima.wire.ServerCookies;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** RFC 7873 section 5: cookies. The server cookie's own making is {@code rfc9018.ServerCookieTest}'s. */
class CookieTest {
    private static final String CLIENT = "2464c4abcf10c957";
    private static final int BADCOOKIE = 23;

    private Instant now = Instant.parse("2026-06-05T10:53:05Z");
    private final TestServer server = server(new ServerCookies.Secret(1, 2));

    private TestServer server(ServerCookies.Secret... secrets) {
        return Sections.usual()
                .with(new EngineSettings(
                        List.of(),
                        EngineSettings.Access.OPEN,
                        Identity.NONE,
                        new ServerCookies(() -> now, List.of(secrets)),
                        0));
    }

    private static RawQuery with(RawQuery query, String cookie) {
        return query.opt(1232, "000a%04x".formatted(cookie.length() / 2) + cookie);
    }

    private static RawQuery www() {
        return RawQuery.of("www.example.com.", Type.A);
    }

    private static String cookie(TestServer server, RawQuery query) throws IOException {
        List<EDNSOption> options =
                new Message(server.answer(query.toWire(), false)).getOPT().getOptions(EDNSOption.Code.COOKIE);
        assertEquals(1, options.size());
        CookieOption cookie = (CookieOption) options.getFirst();
        return HexFormat.of().formatHex(cookie.getClientCookie())
                + HexFormat.of().formatHex(cookie.getServerCookie().orElseThrow());
    }

    @Test
    void section523AClientCookieGetsAServerCookieAndAnAnswer() throws IOException {
        String cookie = cookie(server, with(www(), CLIENT));
        assertEquals(48, cookie.length());
        assertEquals(CLIENT, cookie.substring(0, 16));
        assertEquals(
                2, counts(server.answer(with(www(), CLIENT).toWire(), false)).get(1));
    }

    @Test
    void section525AValidServerCookieIsKeptForHalfAnHour() throws IOException {
        String first = cookie(server, with(www(), CLIENT));
        now = now.plusSeconds(1_800);
        assertEquals(first, cookie(server, with(www(), first)));
        now = now.plusSeconds(1);
        String second = cookie(server, with(www(), first));
        assertNotEquals(first, second);
        assertEquals(second, cookie(server, with(www(), second)));
    }

    @Test
    void section524AnInvalidServerCookieIsAsNone() throws IOException {
        String good = cookie(server, with(www(), CLIENT));
        for (String bad : List.of(
                good.substring(0, 46) + "00",
                CLIENT + "02" + good.substring(18),
                CLIENT + "0102030405060708",
                good + "00".repeat(16))) {
            assertEquals(good, cookie(server, with(www(), bad)), bad);
        }
    }

    @Test
    void aServerCookieIsOneClientCookiesOwn() throws IOException {
        String good = cookie(server, with(www(), CLIENT));
        assertEquals(BADCOOKIE, rcode(server, with(RawQuery.empty(), "0000000000000000" + good.substring(16))));
    }

    @Test
    void aServerCookieIsOneAddressesOwn() throws IOException {
        String cookie = cookie(server, with(www(), CLIENT));
        server.from("192.0.2.77");
        assertNotEquals(cookie, cookie(server, with(www(), cookie)));
        assertEquals(BADCOOKIE, rcode(server, with(RawQuery.empty(), cookie)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 9, 15, 41, 100})
    void section522OtherLengthsAreFormatErrors(int octets) {
        assertEquals(
                0x8001, flags(server.answer(with(www(), "ab".repeat(octets)).toWire(), false)));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 23, 24, 25, 40})
    void section4TheseLengthsAreNot(int octets) {
        assertEquals(
                0x8400, flags(server.answer(with(www(), "ab".repeat(octets)).toWire(), false)));
    }

    @Test
    void section53AllButTheFirstAreIgnored() throws IOException {
        RawQuery two = www().opt(1232, "000a0008" + CLIENT + "000a00080000000000000000");
        assertEquals(CLIENT, cookie(server, two).substring(0, 16));
        RawQuery second = www().opt(1232, "000a0008" + CLIENT + "000a0007" + "00".repeat(7));
        assertEquals(0x8001, flags(server.answer(second.toWire(), false)));
    }

    @Test
    void section54AServerCookieCanBeAskedForAlone() throws IOException {
        RawQuery clientOnly = with(RawQuery.empty(), CLIENT);
        String cookie = cookie(server, clientOnly);
        byte[] response = server.answer(clientOnly.toWire(), false);
        assertEquals(0x8000, flags(response));
        assertEquals(List.of(0, 0, 0, 1), counts(response));
        assertEquals(Rcode.NOERROR, rcode(server, with(RawQuery.empty(), cookie)));
        assertEquals(BADCOOKIE, rcode(server, with(RawQuery.empty(), CLIENT + "00".repeat(16))));
        assertEquals(BADCOOKIE, rcode(server, with(RawQuery.empty(), CLIENT + "00".repeat(8))));
    }

    private static int rcode(TestServer server, RawQuery query) throws IOException {
        return new Message(server.answer(query.toWire(), false)).getRcode();
    }

    @Test
    void aServerCookieLastsAnHourAndMayComeFromSlightlyAhead() throws IOException {
        String cookie = cookie(server, with(www(), CLIENT));
        Instant made = now;
        for (int second : new int[] {-300, 0, 3_600}) {
            now = made.plusSeconds(second);
            assertEquals(Rcode.NOERROR, rcode(server, with(RawQuery.empty(), cookie)), "" + second);
        }
        for (int second : new int[] {-301, 3_601, Integer.MIN_VALUE}) {
            now = made.plusSeconds(second);
            assertEquals(BADCOOKIE, rcode(server, with(RawQuery.empty(), cookie)), "" + second);
        }
    }

    @Test
    void aServerThatAnswersNoneIgnoresThem() throws IOException {
        TestServer without = Sections.usual();
        assertEquals(0x8400, flags(without.answer(with(www(), CLIENT).toWire(), false)));
        assertEquals(
                List.of(),
                new Message(without.answer(with(www(), CLIENT).toWire(), false))
                        .getOPT()
                        .getOptions());
        assertEquals(0x8001, flags(without.answer(with(RawQuery.empty(), CLIENT).toWire(), false)));
    }

    @Test
    void errorsCarryThemToo() throws IOException {
        assertEquals(
                48,
                cookie(server, with(RawQuery.of("example.org.", Type.A), CLIENT))
                        .length());
        assertEquals(48, cookie(server, with(www().opcode(2), CLIENT)).length());
    }

    @Test
    void aSecretIs32HexadecimalDigits() {
        assertEquals(
                new ServerCookies.Secret(0x0123456789abcdefL, -2),
                ServerCookies.Secret.parse("0123456789ABCDEFfffffffffffffffe"));
        assertFalse(ServerCookies.Secret.parse("00".repeat(16)).toString().contains("0"));
        for (String bad : List.of("", "00", "0".repeat(33), "g".repeat(32), " ".repeat(32))) {
            assertThrows(IllegalArgumentException.class, () -> ServerCookies.Secret.parse(bad));
        }
        assertThrows(IllegalArgumentException.class, () -> new ServerCookies(InstantSource.system(), List.of()));
    }
}
