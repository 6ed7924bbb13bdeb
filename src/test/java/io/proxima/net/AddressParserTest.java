package io.proxima.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressParserTest {
    private static final String ALPHABET = "0123456789abcdefABCDEF:::...%/ ";

    private final AddressParser parser = new AddressParser();

    private boolean parses(String literal) {
        byte[] text = ("<" + literal + ">").getBytes(StandardCharsets.UTF_8);
        return parser.parse(text, 1, text.length - 1);
    }

    private void assertSame(String literal) {
        Prefix expected = Prefix.of(Prefix.address(literal));
        assertEquals(
                expected, new Prefix(parser.ipv6(), parser.high(), parser.low(), Prefix.width(parser.ipv6())), literal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "192.0.2.1",
                "255.255.255.255",
                "::",
                "::1",
                "1::",
                "2001:db8::",
                "2001:db8::1:0:0:1",
                "1:2:3:4:5:6:7:8",
                "1::8",
                "::2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7::",
                "2001:DB8::ABCD",
                "64:ff9b::c000:201"
            })
    void usualFormsAreRead(String literal) {
        assertTrue(parses(literal), literal);
        assertSame(literal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1..2.3",
                ".1.2.3",
                "1.2.3.",
                "01.2.3.4",
                "1.2.3.4 ",
                "-1.2.3.4",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "1:",
                ":1",
                "12345::",
                "g::",
                "::ffff:c000:201",
                "::ffff:192.0.2.1",
                "fe80::1%eth0",
                "1:2:3:4:5:6:7::8:9",
                "é::"
            })
    void othersAreLeftToTheFullParser(String literal) {
        assertFalse(parses(literal), literal);
    }

    /** What is read is read as the JDK does; and every address as the JDK writes it is read. */
    @Test
    void agreesWithTheJdk() throws UnknownHostException {
        long seed = 20260701;
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(18); length > 0; length--) {
                text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            if (parses(text.toString())) {
                assertSame(text.toString());
                read++;
            }
        }
        assertTrue(read > 100, "only " + read + " of the texts were addresses, seed " + seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(octets);
            String literal = InetAddress.getByAddress(octets).getHostAddress();
            assertTrue(parses(literal), literal);
            assertSame(literal);
        }
    }
}
