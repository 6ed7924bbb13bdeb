package io.proxima.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.proxima.wire.Name;
import io.proxima.wire.NameView;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.TextParseException;

/**
 * Any octets as a name in a message, and the same octets as a name in a file.
 *
 * <p>The query path's {@link NameView} and the loaders' {@link Name} must agree on what is a name; what is printed reads
 * back octet for octet; dnsjava is the referee of both forms and of the order.
 */
class NameFuzzTest {
    private static final Name ORIGIN = Name.parse("example.com.");

    @FuzzTest(maxDuration = "5m")
    void wireAndTextAgree(byte[] octets) throws IOException {
        Optional<Name> wire = wire(octets);
        Optional<Name> text = text(new String(octets, StandardCharsets.UTF_8));
        if (wire.isPresent()) {
            related(wire.get(), text.orElse(ORIGIN));
        }
        if (octets.length > 0) {
            int cut = 1 + (octets[0] & 0xff) % octets.length;
            Optional<Name> other = wire(Arrays.copyOfRange(octets, cut, octets.length));
            if (other.isPresent()) {
                related(other.get(), wire.orElse(ORIGIN));
            }
        }
    }

    /** The name at the beginning of the octets. */
    private static Optional<Name> wire(byte[] octets) throws IOException {
        NameView view = new NameView();
        boolean stands = view.read(MemorySegment.ofArray(octets), 0, octets.length);
        Optional<Name> whole = ofOctets(octets);
        assertTrue(whole.isEmpty() || (stands && view.length() == octets.length));
        if (!stands) {
            return Optional.empty();
        }
        byte[] own = Arrays.copyOf(octets, view.length());
        Name name = Name.ofOctets(own);
        assertArrayEquals(own, name.octets());
        assertEquals(own.length, name.length());
        assertEquals(view.labelCount(), name.labelCount());
        assertEquals(own.length, new org.xbill.DNS.Name(own).length());
        labels(view, name);
        printed(name);
        return Optional.of(name);
    }

    private static Optional<Name> ofOctets(byte[] octets) {
        try {
            return Optional.of(Name.ofOctets(octets));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Each label has the place and hash that the loaders' name has. */
    private static void labels(NameView view, Name name) {
        Name rest = name;
        int offset = 0;
        for (int label = 0; label < view.labelCount(); label++) {
            byte[] octets = rest.firstLabel();
            byte[] lower = lowerCase(octets);
            assertEquals(offset, view.offsetOf(label));
            assertEquals(NameView.hash(lower), view.labelHash(label));
            assertTrue(view.labelEquals(label, lower));
            assertFalse(view.labelEquals(label, Arrays.copyOf(lower, lower.length + 1)));
            offset += 1 + octets.length;
            rest = rest.parent();
        }
        assertSame(Name.ROOT, rest.length() == 1 ? Name.ROOT : rest);
        assertEquals(offset, view.offsetOf(view.labelCount()));
        assertTrue(view.sameAs(view.at()));
    }

    private static byte[] lowerCase(byte[] octets) {
        byte[] lower = octets.clone();
        for (int i = 0; i < lower.length; i++) {
            lower[i] = (byte) (lower[i] >= 'A' && lower[i] <= 'Z' ? lower[i] + 32 : lower[i]);
        }
        return lower;
    }

    /** What is printed is ASCII without blanks, and reads back as it was, here and in dnsjava. */
    private static void printed(Name name) throws IOException {
        String text = name.toString();
        assertTrue(text.chars().allMatch(c -> c > ' ' && c < 0x7f), text);
        assertArrayEquals(name.octets(), Name.parse(text).octets(), text);
        assertArrayEquals(name.octets(), Name.parse(text, ORIGIN).octets(), text);
        assertArrayEquals(name.octets(), org.xbill.DNS.Name.fromString(text).toWire(), text);
        if (name.length() > 1) {
            assertArrayEquals(
                    name.octets(),
                    Name.parse(text.substring(0, text.length() - 1)).octets(),
                    text);
        }
    }

    /** A name in presentation format, or a sentence that says why it is none. */
    private static Optional<Name> text(String text) throws IOException {
        Name name;
        try {
            name = Name.parse(text, ORIGIN);
        } catch (IllegalArgumentException e) {
            assertFalse(String.valueOf(e.getMessage()).isBlank());
            assertTrue(isAsciiRefused(text), () -> "dnsjava reads " + text + ", but " + e.getMessage());
            return Optional.empty();
        }
        assertArrayEquals(name.octets(), Name.ofOctets(name.octets()).octets());
        printed(name);
        if (isAscii(text)) {
            org.xbill.DNS.Name origin = new org.xbill.DNS.Name(ORIGIN.octets());
            assertArrayEquals(
                    org.xbill.DNS.Name.fromString(text, origin).toWire(), name.octets(), () -> "dnsjava of " + text);
        }
        return Optional.of(name);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** Whether dnsjava has no name for the text either, or what it has cannot be asked, since it is not ASCII. */
    private static boolean isAsciiRefused(String text) {
        if (!isAscii(text)) {
            return true;
        }
        try {
            org.xbill.DNS.Name.fromString(text, new org.xbill.DNS.Name(ORIGIN.octets()));
            return false;
        } catch (TextParseException _) {
            return true;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Equality, order and descent are one with each other and with dnsjava's (RFC 4034 section 6.1). */
    private static void related(Name one, Name other) throws IOException {
        int order = Integer.signum(one.compareTo(other));
        org.xbill.DNS.Name first = new org.xbill.DNS.Name(one.octets());
        org.xbill.DNS.Name second = new org.xbill.DNS.Name(other.octets());
        assertEquals(-order, Integer.signum(other.compareTo(one)));
        assertEquals(Integer.signum(first.compareTo(second)), order);
        assertEquals(order == 0, one.equals(other));
        assertEquals(first.equals(second), one.equals(other));
        assertEquals(first.subdomain(second), one.isAtOrBelow(other));
        assertTrue(!one.equals(other) || one.hashCode() == other.hashCode());
        assertEquals(order == 0, one.isAtOrBelow(other) && other.isAtOrBelow(one));
        assertEquals(first.isWild(), one.isWildcard());
    }
}
