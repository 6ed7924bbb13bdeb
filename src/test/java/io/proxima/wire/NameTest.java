package io.proxima.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameTest {
    private static final Name ORIGIN = Name.parse("example.com");

    @ParameterizedTest
    @CsvSource({
        "www,www.example.com.",
        "www.,www.",
        "@,example.com.",
        ".,.",
        "a.b,a.b.example.com.",
        "'a\\.b','a\\.b.example.com.'",
        "'\\097',a.example.com.",
        "'\\000\\255','\\000\\255.example.com.'",
        "'\\@\\;\\$','\\@\\;\\$.example.com.'",
        "'\\\\','\\\\.example.com.'"
    })
    void readsPresentationFormat(String text, String name) {
        assertEquals(name, Name.parse(text, ORIGIN).toString());
        assertEquals(Name.parse(text, ORIGIN), Name.parse(name));
    }

    @Test
    void shownOctetsThatAreNoTextAreEscaped() {
        assertEquals("\\032\\127\\\".", Name.parse("\\032\\127\\\"").toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|an empty name",
                "a..b|\"a..b\" has an empty label",
                "..|\"..\" has an empty label",
                "a\\|\"a\\\" ends in a backslash",
                "\\1|\"\\1\" has a \\ without three digits",
                "\\12x|\"\\12x\" has a \\ without three digits",
                "\\12/|\"\\12/\" has a \\ without three digits",
                "\\256|\"\\256\" has an octet above 255"
            })
    void saysWhatIsWrong(String text, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> Name.parse(text))
                        .getMessage());
    }

    @Test
    void lengthsAreBounded() {
        String label = "a".repeat(63);
        assertEquals(64 + 13, Name.parse(label, ORIGIN).length());
        assertThrows(IllegalArgumentException.class, () -> Name.parse(label + "a", ORIGIN));
        String longest = label + "." + label + "." + label + "." + "a".repeat(61) + ".";
        assertEquals(255, Name.parse(longest).length());
        assertThrows(
                IllegalArgumentException.class,
                () -> Name.parse("a" + longest.substring(1, 192) + "aa" + longest.substring(191)));
        assertThrows(IllegalArgumentException.class, () -> Name.parse(longest.substring(0, 253), ORIGIN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00ff00", "0161", "40", "c00c", "016100016200"})
    void octetsThatAreNoNameAreRefused(String octets) {
        byte[] bytes = java.util.HexFormat.of().parseHex(octets);
        assertThrows(IllegalArgumentException.class, () -> Name.ofOctets(bytes));
    }

    @Test
    void tooManyOctetsAreNoName() {
        byte[] octets = new byte[257];
        for (int at = 0; at < 256; at += 2) {
            octets[at] = 1;
        }
        assertThrows(IllegalArgumentException.class, () -> Name.ofOctets(octets));
        assertSame(Name.ROOT, Name.ofOctets(new byte[1]));
        assertArrayEquals(ORIGIN.octets(), Name.ofOctets(ORIGIN.octets()).octets());
    }

    @Test
    void caseDoesNotMatter() {
        Name upper = Name.parse("EXAMPLE.Com.");
        assertEquals(ORIGIN, upper);
        assertEquals(ORIGIN.hashCode(), upper.hashCode());
        assertEquals(0, ORIGIN.compareTo(upper));
        assertNotEquals(ORIGIN, Name.parse("example.con."));
        assertNotEquals(ORIGIN, Name.parse("example.co."));
    }

    /** The example of RFC 4034 section 6.1, in our names. */
    @Test
    void orderIsCanonical() {
        List<Name> ordered = new ArrayList<>();
        for (String name : List.of(
                ".",
                "example.",
                "a.example.",
                "yljkjljk.a.example.",
                "Z.a.example.",
                "zABC.a.EXAMPLE.",
                "z.example.",
                "\\001.z.example.",
                "*.z.example.",
                "\\200.z.example.")) {
            ordered.add(Name.parse(name));
        }
        List<Name> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(1));
        Collections.sort(shuffled);
        assertEquals(ordered, shuffled);
    }

    @Test
    void theWildcardBelowANameAsLongAsThereIsRoom() {
        assertEquals(Name.parse("*.example.com."), Name.parse("example.com.").wildcard());
        String octets252 = ("x".repeat(63) + ".").repeat(3) + "y".repeat(57) + ".a.";
        assertEquals(253, Name.parse(octets252).octets().length);
        assertEquals(Name.parse("*." + octets252), Name.parse(octets252).wildcard());
        assertNull(Name.parse(octets252.replace(".a.", ".aa.")).wildcard());
        assertFalse(Name.parse("example.com.").equals((Object) "example.com."));
    }

    @Test
    void partsOfNames() {
        Name name = Name.parse("*.WWW", ORIGIN);
        assertEquals(4, name.labelCount());
        assertTrue(name.isWildcard());
        assertFalse(name.parent().isWildcard());
        assertFalse(Name.parse("**", ORIGIN).isWildcard());
        assertFalse(Name.parse("a", ORIGIN).isWildcard());
        assertArrayEquals(new byte[] {'W', 'W', 'W'}, name.parent().firstLabel());
        assertTrue(name.isAtOrBelow(ORIGIN));
        assertTrue(ORIGIN.isAtOrBelow(ORIGIN));
        assertFalse(ORIGIN.isAtOrBelow(name));
        assertFalse(name.isAtOrBelow(Name.parse("example.net.")));
        assertTrue(name.isAtOrBelow(Name.ROOT));
        assertSame(Name.ROOT, Name.ROOT.parent());
        assertEquals(0, Name.ROOT.firstLabel().length);
    }

    private static @Nullable Name plain(String word, Name origin) {
        byte[] text = ("< " + word + " >").getBytes(StandardCharsets.UTF_8);
        return Name.parsePlain(text, 2, text.length - 2, origin);
    }

    @Test
    void plainWordsAreReadAsAllWordsAre() {
        Name origin = Name.parse("Example.com.");
        for (String word : List.of("www", "www.", "a.b.c", "*.shop", "例", "x".repeat(63), "www.example.net.")) {
            assertEquals(Name.parse(word, origin), plain(word, origin), word);
        }
        String long255 = "x".repeat(63) + "." + "y".repeat(63) + "." + "z".repeat(63);
        for (String word : List.of(
                "", "@", ".", "..", "a..b", ".a", "a\\.b", "x".repeat(64), "x".repeat(64) + ".a", long255 + ".long")) {
            assertNull(plain(word, Name.parse(long255.substring(0, 63), origin)), word);
        }
    }
}
