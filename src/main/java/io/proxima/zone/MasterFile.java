package io.proxima.zone;

import io.proxima.source.Place;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The octets of one file and what operators call it. */
final class MasterFile {
    private final Path path;
    private final String displayed;
    private final byte[] octets;

    /**
     * A file that was read.
     *
     * @param path what {@code $INCLUDE} is relative to
     * @param displayed the path as findings show it
     * @param octets not to be changed
     */
    MasterFile(Path path, String displayed, byte[] octets) {
        this.path = path;
        this.displayed = displayed;
        this.octets = octets;
    }

    /** A part of the same file. */
    MasterFile part(byte[] text) {
        return new MasterFile(path, displayed, text);
    }

    String displayed() {
        return displayed;
    }

    Path path() {
        return path;
    }

    byte[] octets() {
        return octets;
    }

    /** The text of some octets, which the splitter has seen to be UTF-8. */
    String text(int start, int end) {
        return new String(octets, start, end - start, StandardCharsets.UTF_8);
    }

    /** The place of an octet; columns count characters, not octets. */
    Place place(int line, int lineStart, int at) {
        int column = 1;
        for (int i = lineStart; i < at; i++) {
            if ((octets[i] & 0xc0) != 0x80) {
                column++;
            }
        }
        return new Place(displayed, line, column);
    }
}
