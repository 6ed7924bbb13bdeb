package io.proxima.zone;

import io.proxima.source.Findings;
import io.proxima.wire.Name;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the entries of a file that was read and found sound, and says of each where it stands and what was in force
 * there. {@link MasterReader} says what is wrong with a file; here all is known to be right.
 */
final class FileWalk {
    private final MasterFile file;
    private final Splitter splitter;
    private final Words words;
    private Name origin;
    private @Nullable Name owner;
    private long defaultTtl;
    private long lastTtl = Ttl.NONE;

    private int ordinal = -1;
    private Kind kind = Kind.DIRECTIVE;
    private int ttlWord;
    private int classWord;
    private int typeWord;
    private int type;
    private long ttl;

    /** What an entry can be. */
    enum Kind {
        RECORD,
        INCLUDE,
        DIRECTIVE
    }

    FileWalk(MasterFile file, Name origin, @Nullable Name owner, long defaultTtl) {
        this.file = file;
        this.splitter = new Splitter(file, new Findings());
        this.words = new Words(file);
        this.origin = origin;
        this.owner = owner;
        this.defaultTtl = defaultTtl;
    }

    /** Goes to the next entry; false where there is none. */
    boolean next() throws BadEntry {
        if (!splitter.next(words)) {
            return false;
        }
        ordinal++;
        kind = Kind.DIRECTIVE;
        if (words.octet0(0) == '$') {
            directive();
        } else {
            kind = Kind.RECORD;
            record();
        }
        return true;
    }

    private void directive() throws BadEntry {
        switch (words.text(0).toUpperCase(Locale.ROOT)) {
            case "$ORIGIN" -> origin = Names.parse(words, 1, origin);
            case "$TTL" -> defaultTtl = Ttl.parse(words.text(1));
            case "$INCLUDE" -> kind = Kind.INCLUDE;
            default -> throw new BadEntry(0, words.shown(0) + " is not understood", null);
        }
    }

    private void record() throws BadEntry {
        int word = 0;
        if (!words.beginsBlank()) {
            owner = Names.parse(words, 0, origin);
            word = 1;
        }
        ttlWord = -1;
        classWord = -1;
        while (word < words.count()) {
            int octet = words.octet0(word);
            if (ttlWord < 0 && octet >= '0' && octet <= '9') {
                ttlWord = word++;
            } else if (classWord < 0 && !words.isQuoted(word) && RrClass.isOne(words, word)) {
                classWord = word++;
            } else {
                break;
            }
        }
        typeWord = word;
        type = word < words.count() ? Types.parse(words, word) : -1;
        if (type < 0) {
            throw new BadEntry(Math.min(word, words.count() - 1), "no type is found here", null);
        }
        if (ttlWord >= 0) {
            lastTtl = Ttl.parse(words.text(ttlWord));
            ttl = lastTtl;
        } else {
            ttl = inherited(lastTtl);
            lastTtl = defaultTtl == Ttl.NONE ? ttl : lastTtl;
        }
    }

    /** The TTL of a record that states none, after one whose TTL was so. */
    long inherited(long last) {
        if (defaultTtl != Ttl.NONE) {
            return defaultTtl;
        }
        return last == Ttl.NONE ? Ttl.UNSTATED_SECONDS : last;
    }

    MasterFile file() {
        return file;
    }

    Words words() {
        return words;
    }

    /** The number of the entry, from 0. */
    int ordinal() {
        return ordinal;
    }

    Kind kind() {
        return kind;
    }

    /** Where its first line begins. */
    int start() {
        return splitter.entryAt();
    }

    /** Where the line after its last begins. */
    int end() {
        return splitter.entryEnd();
    }

    /** What names are relative to, here. */
    Name origin() {
        return origin;
    }

    /** What {@code $TTL} says here; {@link Ttl#NONE} where nothing does. */
    long defaultTtl() {
        return defaultTtl;
    }

    /** The owner of the record, or of the record before. */
    @Nullable
    Name owner() {
        return owner;
    }

    int type() {
        return type;
    }

    /** What the record's TTL amounts to. */
    long ttl() {
        return ttl;
    }

    /** The word that states the TTL; -1 where none does. */
    int ttlWord() {
        return ttlWord;
    }

    /** The word that states the class; -1 where none does. */
    int classWord() {
        return classWord;
    }

    int typeWord() {
        return typeWord;
    }

    /** The first octet of a word, its quotation mark included. */
    int rawStart(int word) {
        return words.start(word) - (words.isQuoted(word) ? 1 : 0);
    }

    /** The octet after a word, its quotation mark included. */
    int rawEnd(int word) {
        return words.end(word) + (words.isQuoted(word) ? 1 : 0);
    }

    /** Whether the record begins in one line and goes on in another, or might. */
    boolean hasParentheses() {
        int at = start();
        for (int word = 0; word <= words.count(); word++) {
            int until = word < words.count() ? rawStart(word) : end();
            for (; at < until && file.octets()[at] != ';'; at++) {
                if (file.octets()[at] == '(') {
                    return true;
                }
            }
            at = word < words.count() ? rawEnd(word) : until;
        }
        return false;
    }
}
