package io.proxima.zone;

import io.proxima.source.Findings;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes within one entry, the rest of it left octet for octet. */
final class EntryPatch {
    private final FileWalk walk;
    private final Words words;
    private final byte[] octets;
    private final List<Cut> cuts = new ArrayList<>();

    /** What takes the place of some octets. */
    private record Cut(int from, int to, String text) {}

    /** Changes of the entry that a walk is at. */
    EntryPatch(FileWalk walk) {
        this.walk = walk;
        this.words = walk.words();
        this.octets = walk.file().octets();
    }

    /** Writes an owner into its blank column. */
    void owner(String text) {
        int to = walk.start();
        while (to < octets.length && (octets[to] == ' ' || octets[to] == '\t')) {
            to++;
        }
        StringBuilder column = new StringBuilder(text);
        EntryLine.fill(column, EntryLine.column(octets, walk.start(), to), octets[to - 1] == '\t');
        cuts.add(new Cut(walk.start(), to, column.toString()));
    }

    /**
     * States a TTL.
     *
     * @param text null for none
     */
    void ttl(@Nullable String text) {
        int word = walk.ttlWord();
        if (word >= 0) {
            boolean same = text != null && text.equals(words.text(word));
            if (!same) {
                cuts.add(new Cut(walk.rawStart(word), walk.rawEnd(word), text == null ? blanks(word) : text));
            }
        } else if (text != null) {
            insertTtl(text, walk.classWord() >= 0 ? walk.classWord() : walk.typeWord());
        }
    }

    private String blanks(int word) {
        return " ".repeat(words.length(word));
    }

    /** Where there is room in a gap of blanks, what comes after stays in its column. */
    private void insertTtl(String text, int next) {
        int to = walk.rawStart(next);
        int from = to;
        while (from > walk.start() && octets[from - 1] == ' ') {
            from--;
        }
        boolean fits = from > walk.start() && to - from >= text.length() + 2;
        cuts.add(new Cut(fits ? to - text.length() - 1 : to, to, text + " "));
    }

    /**
     * Writes RDATA where others stand; false where a line must be written anew.
     *
     * @param text in one line
     */
    boolean rdata(String text) {
        int first = walk.typeWord() + 1;
        int count = words.count() - first;
        List<String> tokens = tokens(text);
        if (count == tokens.size() && count > 0 && !isGlued(first)) {
            for (int i = 0; i < count; i++) {
                if (!isSame(first, i, tokens.get(i))) {
                    cuts.add(new Cut(walk.rawStart(first + i), walk.rawEnd(first + i), tokens.get(i)));
                }
            }
            return true;
        }
        if (count == 0 || walk.hasParentheses()) {
            return false;
        }
        cuts.add(new Cut(walk.rawStart(first), walk.rawEnd(words.count() - 1), text));
        return true;
    }

    private boolean isGlued(int first) {
        for (int word = first + 1; word < words.count(); word++) {
            if (words.isGlued(word)) {
                return true;
            }
        }
        return false;
    }

    private boolean isSame(int first, int index, String token) {
        int word = first + index;
        byte[] octetsOfToken = token.getBytes(StandardCharsets.UTF_8);
        if (Arrays.equals(octets, walk.rawStart(word), walk.rawEnd(word), octetsOfToken, 0, octetsOfToken.length)) {
            return true;
        }
        if (walk.type() != RrType.SOA) {
            return false;
        }
        try {
            return index < 2
                    ? Names.parse(words, word, walk.origin()).equals(Name.parse(token, walk.origin()))
                    : Ttl.parse(words.text(word)) == Ttl.parse(token);
        } catch (BadEntry _) {
            return false;
        }
    }

    /** The words of a line, those in quotation marks with them; none where one is glued to another. */
    private static List<String> tokens(String text) {
        MasterFile file = new MasterFile(Path.of("data"), "data", (" " + text).getBytes(StandardCharsets.UTF_8));
        Words words = new Words(file);
        List<String> tokens = new ArrayList<>();
        if (new Splitter(file, new Findings()).next(words)) {
            for (int word = 0; word < words.count(); word++) {
                if (words.isGlued(word)) {
                    return List.of();
                }
                tokens.add(words.isQuoted(word) ? "\"" + words.text(word) + "\"" : words.text(word));
            }
        }
        return tokens;
    }

    /** The entry with the changes. */
    byte[] apply() {
        cuts.sort(Comparator.comparingInt(Cut::from));
        ByteArrayOutputStream out = new ByteArrayOutputStream(walk.end() - walk.start() + 64);
        int at = walk.start();
        for (Cut cut : cuts) {
            out.write(octets, at, cut.from - at);
            out.writeBytes(cut.text.getBytes(StandardCharsets.UTF_8));
            at = cut.to;
        }
        out.write(octets, at, walk.end() - at);
        return out.toByteArray();
    }

    /** What follows the data in the entry's last line: blanks and a comment, where there is one, and the line's end. */
    byte[] tail() {
        int comment = -1;
        int blank = walk.rawEnd(words.count() - 1);
        for (int i = blank; i < walk.end(); i++) {
            byte octet = octets[i];
            if (octet == '\n' && i + 1 < walk.end()) {
                comment = -1;
                blank = i + 1;
            } else if (comment < 0 && octet == ';') {
                comment = blank;
            } else if (comment < 0 && octet != ' ' && octet != '\t') {
                blank = octet == '\r' || octet == '\n' ? blank : i + 1;
            }
        }
        if (comment >= 0) {
            byte[] kept = Arrays.copyOfRange(octets, comment, walk.end());
            byte[] blanked = new byte[kept.length + 1];
            blanked[0] = ' ';
            System.arraycopy(kept, 0, blanked, 1, kept.length);
            return kept[0] == ';' ? blanked : kept;
        }
        int end = walk.end();
        int from = end;
        if (from > walk.start() && octets[from - 1] == '\n') {
            from -= octets[from - 2] == '\r' ? 2 : 1;
        }
        return Arrays.copyOfRange(octets, from, end);
    }
}
