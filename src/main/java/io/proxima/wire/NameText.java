package io.proxima.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Reads names in presentation format (RFC 1035 section 5.1). */
final class NameText {
    private NameText() {}

    /** As {@link Name#parse(String, Name)}. */
    static Name parse(String text, Name origin) {
        if (text.equals("@")) {
            return origin;
        }
        if (text.equals(".")) {
            return Name.ROOT;
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an empty name");
        }
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        ByteArrayOutputStream label = new ByteArrayOutputStream();
        byte[] source = text.getBytes(StandardCharsets.UTF_8);
        boolean absolute = false;
        for (int i = 0; i < source.length; i++) {
            byte octet = source[i];
            if (octet == '.') {
                endLabel(text, label, name);
                absolute = i == source.length - 1;
            } else if (octet == '\\') {
                i += escaped(text, source, i + 1, label);
            } else {
                label.write(octet);
            }
        }
        if (!absolute) {
            endLabel(text, label, name);
        }
        name.writeBytes(absolute ? Name.ROOT.octets : origin.octets);
        if (name.size() > Name.MAX_OCTETS) {
            throw new IllegalArgumentException("\"" + text + "\" is longer than 255 octets");
        }
        return new Name(name.toByteArray());
    }

    private static int escaped(String text, byte[] source, int at, ByteArrayOutputStream label) {
        if (at >= source.length) {
            throw new IllegalArgumentException("\"" + text + "\" ends in a backslash");
        }
        if (source[at] < '0' || source[at] > '9') {
            label.write(source[at]);
            return 1;
        }
        int value = 0;
        for (int i = at; i < at + 3; i++) {
            if (i >= source.length || source[i] < '0' || source[i] > '9') {
                throw new IllegalArgumentException("\"" + text + "\" has a \\ without three digits");
            }
            value = value * 10 + source[i] - '0';
        }
        if (value > 255) {
            throw new IllegalArgumentException("\"" + text + "\" has an octet above 255");
        }
        label.write(value);
        return 3;
    }

    private static void endLabel(String text, ByteArrayOutputStream label, ByteArrayOutputStream name) {
        if (label.size() == 0) {
            throw new IllegalArgumentException("\"" + text + "\" has an empty label");
        }
        if (label.size() > Name.MAX_LABEL_OCTETS) {
            throw new IllegalArgumentException("\"" + text + "\" has a label longer than 63 octets");
        }
        name.write(label.size());
        name.writeBytes(label.toByteArray());
        label.reset();
    }
}
