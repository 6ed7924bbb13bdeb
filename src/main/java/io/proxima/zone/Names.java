package io.proxima.zone;

import io.proxima.wire.Name;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Names in words and in RDATA. */
final class Names {
    private static final int LONGEST_MESSAGE = 200;

    private Names() {}

    /** A word as a name, relative to the origin. */
    static Name parse(Words words, int word, Name origin) throws BadEntry {
        Name plain = Name.parsePlain(words.octets(), words.start(word), words.end(word), origin);
        if (plain != null) {
            return plain;
        }
        try {
            return Name.parse(words.text(word), origin);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            if (message.length() > LONGEST_MESSAGE) {
                message = words.shown(word) + message.substring(words.text(word).length() + 2);
            }
            throw new BadEntry(word, message, null);
        }
    }

    /** The name that begins at an offset of RDATA that is known to be well formed. */
    static Name in(byte[] rdata, int offset) {
        int at = offset;
        while (rdata[at] != 0) {
            at += 1 + rdata[at];
        }
        return Name.ofOctets(Arrays.copyOfRange(rdata, offset, at + 1));
    }

    /** Every name that has one of these below it. */
    static Set<Name> enclosing(Iterable<Name> names) {
        Set<Name> all = new HashSet<>();
        for (Name name : names) {
            Name at = name;
            do {
                at = at.parent();
            } while (all.add(at));
        }
        return all;
    }

    /** A name's octets with ASCII letters in lower case; the same array where they are already. */
    static byte[] lowerCase(byte[] name) {
        int at = 0;
        while (at < name.length && !isUpperCase(name[at])) {
            at++;
        }
        if (at == name.length) {
            return name;
        }
        byte[] lower = name.clone();
        for (; at < name.length; at++) {
            if (isUpperCase(name[at])) {
                lower[at] = (byte) (name[at] + ('a' - 'A'));
            }
        }
        return lower;
    }

    /** No length octet is mistaken for a letter: lengths end at 63, letters begin at 65. */
    private static boolean isUpperCase(byte octet) {
        return octet >= 'A' && octet <= 'Z';
    }
}
