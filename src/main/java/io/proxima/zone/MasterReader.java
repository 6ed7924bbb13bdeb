package io.proxima.zone;

import io.proxima.source.Findings;
import io.proxima.wire.Name;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of one file: directives and records (RFC 1035 section 5.1, RFC 2308 section 4). An included file has a
 * reader of its own, so that origin, owner and TTL are afterwards what they were before.
 */
final class MasterReader {
    private static final String RECORD_FORM = "OWNER [TTL] [CLASS] TYPE DATA";
    private static final String TTL_TOO_LARGE = " is over " + Ttl.MAX_SECONDS + " (RFC 2181 section 8)";

    private final MasterFile file;
    private final Gathered gathered;
    private final Findings findings;
    private final RdataReader rdataReader;
    private final Includes includes;
    private final OwnerField owners;
    private Name origin;
    private long defaultTtl;
    private long lastTtl;
    private @Nullable ChunkLog log;

    private MasterReader(
            MasterFile file,
            Gathered gathered,
            Findings findings,
            RdataReader rdataReader,
            Includes includes,
            OwnerField owners,
            Name origin,
            long defaultTtl,
            long lastTtl) {
        this.file = file;
        this.gathered = gathered;
        this.findings = findings;
        this.rdataReader = rdataReader;
        this.includes = includes;
        this.owners = owners;
        this.origin = origin;
        this.defaultTtl = defaultTtl;
        this.lastTtl = lastTtl;
    }

    /** The reader of a zone's own file, or of entries of it that others come before. */
    static MasterReader of(
            MasterFile file, Gathered gathered, Includes includes, RdataReader rdata, Carry start, Findings findings) {
        return new MasterReader(
                file,
                gathered,
                findings,
                rdata,
                includes,
                new OwnerField(gathered.apex(), start),
                start.origin(),
                start.defaultTtl(),
                start.lastTtl());
    }

    /** Reads all entries of a file. */
    void read() {
        read(1);
    }

    /** Reads all entries and notes where they may be told apart; gives the line after the last. */
    int read(int firstLine, @Nullable ChunkLog chunks) {
        log = chunks;
        return read(firstLine);
    }

    /** Reads all entries, the first of which begins a line of this number; gives the line after the last. */
    int read(int firstLine) {
        Splitter splitter = new Splitter(file, firstLine, findings);
        Words words = new Words(file);
        while (splitter.next(words)) {
            try {
                entry(words, splitter);
            } catch (BadEntry e) {
                // What the splitter already complained about needs no second complaint.
                if (words.isSound()) {
                    findings.error(words.place(e.word()), e.sentence(), e.hint());
                }
            }
        }
        return splitter.line();
    }

    /** What the next entry would begin with. */
    Carry carry() {
        return new Carry(origin, defaultTtl, lastTtl, owners.usable(), owners.isKnown());
    }

    private void entry(Words words, Splitter splitter) throws BadEntry {
        if (words.octet0(0) == '$') {
            if (words.isSound()) {
                directive(words);
            }
            return;
        }
        Carry before = log != null && log.isDue(splitter.entryAt()) ? carry() : null;
        int word = owners.read(words, origin, findings);
        if (log != null
                && before != null
                && (log.isOverdue(splitter.entryAt())
                        || (!words.beginsBlank() && !Objects.equals(before.owner(), owners.usable())))) {
            log.cut(splitter.entryAt(), splitter.entryLine(), before);
            if (log.isFirstShare()) {
                gathered.expect(log.shares());
            }
        }
        if (words.isSound()) {
            record(words, word);
        }
    }

    private void directive(Words words) throws BadEntry {
        String name = words.text(0).toUpperCase(Locale.ROOT);
        switch (name) {
            case "$ORIGIN" -> {
                requireCount(words, name + " NAME", 2, 2);
                origin = Names.parse(words, 1, origin);
            }
            case "$TTL" -> {
                defaultTtl = 0; // should the value be bad, its records are not to be reported for want of it
                requireCount(words, name + " TTL", 2, 2);
                defaultTtl = ttl(words, 1);
            }
            case "$INCLUDE" -> {
                requireCount(words, name + " FILE [ORIGIN]", 2, 3);
                Name inner = words.count() == 3 ? Names.parse(words, 2, origin) : origin;
                include(words, inner);
            }
            default ->
                throw new BadEntry(
                        0,
                        "unknown directive " + words.shown(0),
                        name.equals("$GENERATE")
                                ? "write the records out"
                                : "there are $ORIGIN, $TTL and $INCLUDE; a name that begins with $ is written \\$");
        }
    }

    private static void requireCount(Words words, String form, int min, int max) throws BadEntry {
        if (words.count() < min || words.count() > max) {
            String what = words.count() < min ? " lacks its value" : " has words too many";
            throw new BadEntry(Math.min(words.count(), max), words.text(0) + what, form);
        }
    }

    private void include(Words words, Name inner) throws BadEntry {
        if (log != null) {
            log.included();
        }
        MasterFile included = includes.open(file, words);
        new MasterReader(
                        included,
                        gathered,
                        findings,
                        rdataReader,
                        includes,
                        new OwnerField(owners),
                        inner,
                        defaultTtl,
                        Ttl.NONE)
                .read();
        includes.close();
    }

    private static long ttl(Words words, int word) throws BadEntry {
        long ttl = words.isQuoted(word) ? Ttl.NONE : Ttl.parse(words.text(word));
        if (ttl == Ttl.NONE) {
            throw new BadEntry(word, words.shown(word) + " is no TTL", "seconds, or with units as in 1h30m");
        }
        if (ttl > Ttl.MAX_SECONDS) {
            throw new BadEntry(word, "TTL " + words.text(word) + TTL_TOO_LARGE, null);
        }
        return ttl;
    }

    private void record(Words words, int first) throws BadEntry {
        int word = first;
        int ttlWord = -1;
        boolean classSeen = false;
        while (word < words.count()) {
            if (ttlWord < 0 && isDigit(words.octet0(word))) {
                ttlWord = word++;
            } else if (!classSeen && !words.isQuoted(word) && RrClass.isOne(words, word)) {
                RrClass.requireInternet(words, word++);
                classSeen = true;
            } else {
                break;
            }
        }
        if (word == words.count() && ttlWord >= 0 && Ttl.parse(words.text(ttlWord)) == Ttl.NONE) {
            throw new BadEntry(ttlWord, words.shown(ttlWord) + " is neither a TTL nor a type", RECORD_FORM);
        }
        int type = type(words, word);
        try {
            long stated = ttlWord < 0 ? Ttl.NONE : ttl(words, ttlWord);
            Rdata rdata = rdataReader.read(type, words, word + 1, origin);
            long ttl = ttl(words, word, stated);
            Name owner = owners.usable();
            if (owner != null) {
                Name known = gathered.add(owner, type, ttl, rdata, words, findings);
                if (log != null) {
                    log.owner(known);
                }
            }
        } catch (BadEntry e) {
            gathered.broken(type);
            throw e;
        }
    }

    private static boolean isDigit(int octet) {
        return octet >= '0' && octet <= '9';
    }

    private static int type(Words words, int word) throws BadEntry {
        if (word == words.count()) {
            throw new BadEntry(word, "the record has no type", RECORD_FORM);
        }
        if (words.isQuoted(word)) {
            throw new BadEntry(word, "the type is not to be quoted", RECORD_FORM);
        }
        int type = Types.parse(words, word);
        if (type < 0) {
            throw new BadEntry(
                    word,
                    isDigit(words.octet0(word))
                            ? words.shown(word) + " is no type of record"
                            : "unknown type " + words.shown(word),
                    word == 0 ? "an owner begins in the first column: " + RECORD_FORM : RECORD_FORM);
        }
        if (Types.isMeta(type)) {
            throw new BadEntry(word, Types.name(type) + " is for queries and messages; no zone can hold it", null);
        }
        return type;
    }

    /** The TTL of a record: its own, that of $TTL, that of the record before, or at last an hour. */
    private long ttl(Words words, int typeWord, long stated) {
        if (stated != Ttl.NONE) {
            lastTtl = stated;
            return stated;
        }
        if (defaultTtl != Ttl.NONE) {
            return defaultTtl;
        }
        if (lastTtl == Ttl.NONE) {
            lastTtl = Ttl.UNSTATED_SECONDS;
            findings.warning(
                    words.place(typeWord),
                    "no TTL is given; " + Ttl.UNSTATED_SECONDS + " is taken",
                    "begin the file with $TTL 1h");
        }
        return lastTtl;
    }
}
