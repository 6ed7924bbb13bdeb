package io.proxima.zone;

import io.proxima.source.Findings;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a master file into entries and these into words (RFC 1035 section 5.1): comments, parentheses over several lines,
 * quoted strings, escapes. One pass over the octets; an entry that is cut badly is reported and does not take the next one
 * with it.
 */
final class Splitter {
    /** A parenthesis that stays open costs a pass to the end of the file; so many of them may. */
    private static final int MAX_REWINDS = 16;

    /** A finding costs a pass over its line for the column; a line of nothing but mistakes must not cost its square. */
    private static final int MAX_DEFECTS_SHOWN = 8;

    private final MasterFile file;
    private final byte[] octets;
    private final Findings findings;
    private int at;
    private int line;
    private int lineStart;
    private int rewinds;
    private int entryAt;
    private int entryLine;

    private int openAt;
    private int openLine;
    private int openLineStart;

    /** A splitter of a whole file. */
    Splitter(MasterFile file, Findings findings) {
        this(file, 1, findings);
    }

    /** A splitter of what begins with a line of a file. */
    Splitter(MasterFile file, int firstLine, Findings findings) {
        this.file = file;
        this.octets = file.octets();
        this.findings = findings;
        this.line = firstLine;
        if (firstLine == 1
                && octets.length >= 3
                && octets[0] == (byte) 0xef
                && octets[1] == (byte) 0xbb
                && octets[2] == (byte) 0xbf) {
            at = 3; // a byte order mark, as some editors write it
            lineStart = 3;
        }
    }

    /** Reads the next entry that has words; false at the end of the file. */
    boolean next(Words words) {
        while (at < octets.length) {
            entryAt = at;
            entryLine = line;
            entry(words);
            if (words.count() > 0) {
                return true;
            }
        }
        return false;
    }

    /** Where the first line of the entry read last begins. */
    int entryAt() {
        return entryAt;
    }

    /** Where the line after that entry begins. */
    int entryEnd() {
        return at;
    }

    /** The number of that line. */
    int entryLine() {
        return entryLine;
    }

    /** The line that the splitter is at. */
    int line() {
        return line;
    }

    private void entry(Words words) {
        words.begin(octets[at] == ' ' || octets[at] == '\t');
        int depth = 0;
        boolean glued = false;
        while (at < octets.length) {
            byte octet = octets[at];
            if (octet == '\n') {
                newline();
                if (depth == 0) {
                    return;
                }
            } else if (octet == ';') {
                skipComment();
            } else if (octet == '(') {
                if (depth++ == 0) {
                    open();
                }
                at++;
            } else if (octet == ')') {
                if (depth == 0) {
                    spoil(words, at, "a parenthesis closes that was not opened", null);
                } else {
                    depth--;
                }
                at++;
            } else if (octet == '"') {
                quoted(words, glued);
            } else if (isBlank(octet)) {
                at++;
            } else {
                word(words, glued);
            }
            glued = octet == '"' || !isDelimiter(octet);
        }
        if (depth > 0) {
            unclosed(words);
        }
    }

    private void newline() {
        at++;
        line++;
        lineStart = at;
    }

    private void open() {
        openAt = at;
        openLine = line;
        openLineStart = lineStart;
    }

    /** Goes on after the line of the parenthesis, so that what follows is still read. */
    private void unclosed(Words words) {
        var _ = words.spoil();
        findings.error(
                file.place(openLine, openLineStart, openAt), "a parenthesis is never closed", "add the closing one");
        if (++rewinds > MAX_REWINDS) {
            return;
        }
        at = openAt;
        line = openLine;
        lineStart = openLineStart;
        skipComment();
        if (at < octets.length) {
            newline();
        }
    }

    private void skipComment() {
        while (at < octets.length && octets[at] != '\n') {
            at++;
        }
    }

    private void word(Words words, boolean glued) {
        int start = at;
        while (at < octets.length && !isDelimiter(octets[at])) {
            escape(words);
            at++;
        }
        add(words, start, at, false, glued);
    }

    private void quoted(Words words, boolean glued) {
        int start = ++at;
        while (at < octets.length && octets[at] != '"' && octets[at] != '\n') {
            escape(words);
            at++;
        }
        add(words, start, at, true, glued);
        if (at < octets.length && octets[at] == '"') {
            at++;
        } else {
            spoil(words, start - 1, "a quoted string does not end on its line", "add the closing quotation mark");
        }
    }

    /** At a backslash, steps onto what it escapes. */
    private void escape(Words words) {
        if (octets[at] != '\\') {
            return;
        }
        boolean lineEnds = at + 1 == octets.length
                || octets[at + 1] == '\n'
                || (octets[at + 1] == '\r' && (at + 2 == octets.length || octets[at + 2] == '\n'));
        if (lineEnds) {
            spoil(words, at, "a backslash at the end of a line", "use parentheses to go on in the next line");
        } else {
            at++;
        }
    }

    private void add(Words words, int start, int end, boolean quoted, boolean glued) {
        boolean wasSound = words.isSound();
        if (!words.add(start, end, line, lineStart, quoted, glued) && wasSound) {
            spoil(words, start, "an entry of more than " + Words.MAX_OCTETS + " octets", null);
        }
        for (int i = start; i < end; i++) {
            if (octets[i] < 0) {
                requireUtf8(words, start, end);
                return;
            }
        }
    }

    private void requireUtf8(Words words, int start, int end) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, start, end - start));
        } catch (CharacterCodingException _) {
            spoil(
                    words,
                    start,
                    "octets that are not UTF-8",
                    "write octets above 127 as \\DDD, or save the file as UTF-8");
        }
    }

    private void spoil(Words words, int where, String message, @Nullable String hint) {
        if (words.spoil() <= MAX_DEFECTS_SHOWN) {
            findings.error(file.place(line, lineStart, where), message, hint);
        }
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t' || octet == '\r';
    }

    private static boolean isDelimiter(byte octet) {
        return isBlank(octet) || octet == '\n' || octet == ';' || octet == '(' || octet == ')' || octet == '"';
    }
}
