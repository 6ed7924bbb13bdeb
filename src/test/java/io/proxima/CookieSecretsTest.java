package io.proxima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.proxima.answer.EngineSettings;
import io.proxima.answer.Identity;
import io.proxima.config.ServerConfig;
import io.proxima.conformance.RawQuery;
import io.proxima.conformance.Sections;
import io.proxima.source.Findings;
import io.proxima.wire.ServerCookies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CookieSecretsTest {
    @TempDir
    Path folder;

    private final Findings findings = new Findings();

    private @Nullable ServerCookies fromFile(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("cookies.key"), text);
        return CookieSecrets.cookies(new ServerConfig.Cookies(true, file), null, findings);
    }

    private static @Nullable ServerCookies fromKey(String key) throws IOException {
        return CookieSecrets.cookies(
                new ServerConfig.Cookies(true, null),
                new SecretKeySpec(key.getBytes(java.nio.charset.StandardCharsets.UTF_8), "HmacSHA256"),
                new Findings());
    }

    /** Whether a server with the second secrets takes the cookies of one with the first. */
    private static boolean takes(@Nullable ServerCookies giver, @Nullable ServerCookies taker) {
        byte[] given = ask(giver, "2464c4abcf10c957");
        String cookie = HexFormat.of().formatHex(given, given.length - 24, given.length);
        byte[] response = ask(taker, cookie);
        int extended = response[12 + 5];
        return extended == 0 && (response[3] & 0xf) == 0;
    }

    private static byte[] ask(@Nullable ServerCookies cookies, String cookie) {
        return Sections.usual()
                .with(new EngineSettings(List.of(), EngineSettings.Access.OPEN, Identity.NONE, cookies, 0))
                .answer(
                        RawQuery.empty()
                                .opt(1232, "000a%04x".formatted(cookie.length() / 2) + cookie)
                                .toWire(),
                        false);
    }

    @Test
    void replicasWithOneClusterKeyTakeEachOthersCookies() throws IOException {
        assertEquals(true, takes(fromKey("the cluster's key"), fromKey("the cluster's key")));
        assertEquals(false, takes(fromKey("the cluster's key"), fromKey("another cluster's")));
    }

    @Test
    void theFirstSecretMakesThemAndAllAreTaken() throws IOException {
        String old = "00112233445566778899aabbccddeeff\n";
        String young = "# since June\n\nffeeddccbbaa99887766554433221100\n";
        ServerCookies before = fromFile(old);
        ServerCookies both = fromFile(young + old);
        ServerCookies after = fromFile(young);
        assertEquals(true, takes(before, both));
        assertEquals(true, takes(both, after));
        assertEquals(false, takes(both, before));
        assertEquals(List.of(), findings.sorted());
    }

    @Test
    void aloneAProcessHasItsOwn() throws IOException {
        ServerConfig.Cookies config = new ServerConfig.Cookies(true, null);
        ServerCookies one = CookieSecrets.cookies(config, null, findings);
        assertEquals(true, takes(one, one));
        assertEquals(false, takes(one, CookieSecrets.cookies(config, null, findings)));
    }

    @Test
    void noneWhereTheyAreTurnedOff() throws IOException {
        assertNull(CookieSecrets.cookies(new ServerConfig.Cookies(false, null), null, findings));
    }

    @Test
    void whatIsNoSecretIsAFindingWithItsLine() throws IOException {
        fromFile("00112233445566778899aabbccddeeff\nsecret\n");
        assertEquals(
                "[" + folder.resolve("cookies.key")
                        + ":2:1: error: a cookie secret is 32 hexadecimal digits (openssl rand -hex 16)]",
                findings.sorted().toString());
    }

    @Test
    void aFileWithoutOneIsAFinding() throws IOException {
        assertNull(fromFile("# none\n"));
        assertNotEquals(List.of(), findings.sorted());
    }
}
