package io.proxima.zone;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes a record in one line, its columns where another entry has them. */
final class EntryLine {
    private static final int TAB = 8;

    private final FileWalk like;
    private final byte[] octets;
    private final StringBuilder line = new StringBuilder();

    /** Lines like the entry that a walk is at. */
    EntryLine(FileWalk like) {
        this.like = like;
        this.octets = like.file().octets();
    }

    /**
     * The line, without its end.
     *
     * @param owner empty where it is left out
     * @param ttl null where none is stated
     */
    String write(String owner, @Nullable String ttl, String type, String rdata) {
        line.setLength(0);
        line.append(owner);
        boolean classFirst = like.classWord() >= 0 && like.classWord() < like.ttlWord();
        if (classFirst) {
            field(like.classWord(), like.words().text(like.classWord()));
        }
        if (ttl != null) {
            if (like.ttlWord() >= 0) {
                field(like.ttlWord(), ttl);
            } else {
                squeeze(ttl, like.classWord() >= 0 ? like.classWord() : like.typeWord());
            }
        }
        if (like.classWord() >= 0 && !classFirst) {
            field(like.classWord(), like.words().text(like.classWord()));
        }
        field(like.typeWord(), type);
        if (like.typeWord() + 1 < like.words().count()) {
            field(like.typeWord() + 1, rdata);
        } else {
            line.append(' ').append(rdata);
        }
        return line.toString();
    }

    private void field(int word, String text) {
        fill(line, column(octets, like.start(), like.rawStart(word)), usesTabs(word));
        line.append(text);
    }

    /** A word that the other entry lacks, before the column of one that it has. */
    private void squeeze(String text, int next) {
        int column = column(octets, like.start(), like.rawStart(next)) - text.length() - 1;
        fill(line, usesTabs(next) ? 0 : column, usesTabs(next));
        line.append(text);
    }

    private boolean usesTabs(int word) {
        return like.rawStart(word) > like.start() && octets[like.rawStart(word) - 1] == '\t';
    }

    /** Blanks up to a column, one at least. */
    static void fill(StringBuilder line, int column, boolean tabs) {
        int width = width(line);
        do {
            line.append(tabs ? '\t' : ' ');
            width = tabs ? (width / TAB + 1) * TAB : width + 1;
        } while (width < column);
    }

    private static int width(CharSequence line) {
        int width = 0;
        for (int i = 0; i < line.length(); i++) {
            width = line.charAt(i) == '\t' ? (width / TAB + 1) * TAB : width + 1;
        }
        return width;
    }

    /** The column of an octet, counted from the start of the first line of its entry; 0 where it is in a later line. */
    static int column(byte[] octets, int start, int at) {
        for (int i = start; i < at; i++) {
            if (octets[i] == '\n') {
                return 0;
            }
        }
        return width(new String(octets, start, at - start, StandardCharsets.UTF_8));
    }
}
