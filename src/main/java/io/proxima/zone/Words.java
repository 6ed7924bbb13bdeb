package io.proxima.zone;

import io.proxima.source.Place;
import java.util.Arrays;

/**
 * The words of one entry of a master file (RFC 1035 section 5.1), comments and parentheses taken out: where each begins and
 * ends in the file's octets. Filled anew for each entry, so that a million records need no million lists.
 */
final class Words {
    /** Enough for the largest RDATA with every octet written as an escape, four times over. */
    static final int MAX_OCTETS = 1 << 20;

    private static final int LONGEST_SHOWN = 60;

    private final MasterFile file;
    private int count;
    private int octets;
    private boolean blankFirst;
    private int defects;
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private int[] lines = new int[16];
    private int[] lineStarts = new int[16];
    private boolean[] quoted = new boolean[16];
    private boolean[] glued = new boolean[16];

    Words(MasterFile file) {
        this.file = file;
    }

    void begin(boolean blankFirst) {
        this.blankFirst = blankFirst;
        count = 0;
        octets = 0;
        defects = 0;
    }

    /** Adds a word, unless the entry grows too large. */
    boolean add(int start, int end, int line, int lineStart, boolean isQuoted, boolean isGlued) {
        octets += end - start + 1;
        if (octets > MAX_OCTETS) {
            return false;
        }
        if (count == starts.length) {
            grow();
        }
        starts[count] = start;
        ends[count] = end;
        lines[count] = line;
        lineStarts[count] = lineStart;
        quoted[count] = isQuoted;
        glued[count] = isGlued;
        count++;
        return true;
    }

    private void grow() {
        int length = count * 2;
        starts = Arrays.copyOf(starts, length);
        ends = Arrays.copyOf(ends, length);
        lines = Arrays.copyOf(lines, length);
        lineStarts = Arrays.copyOf(lineStarts, length);
        quoted = Arrays.copyOf(quoted, length);
        glued = Arrays.copyOf(glued, length);
    }

    /** Marks the entry as one whose words are not what the operator meant; gives how often that was done. */
    int spoil() {
        return ++defects;
    }

    boolean isSound() {
        return defects == 0;
    }

    int count() {
        return count;
    }

    /** Whether the entry's line begins with a blank, which means the owner of the record before. */
    boolean beginsBlank() {
        return blankFirst;
    }

    String text(int word) {
        return file.text(starts[word], ends[word]);
    }

    /** The word in quotation marks, for a message; shortened where it is long. */
    String shown(int word) {
        return shown(text(word));
    }

    static String shown(String text) {
        StringBuilder shown = new StringBuilder("\"");
        text.codePoints()
                .limit(LONGEST_SHOWN)
                .forEach(point -> shown.appendCodePoint(Character.isISOControl(point) ? '?' : point));
        return shown.append(text.codePointCount(0, text.length()) > LONGEST_SHOWN ? "…\"" : "\"")
                .toString();
    }

    boolean isQuoted(int word) {
        return quoted[word];
    }

    /** Whether nothing separates the word from the one before, as in {@code alpn="h2"}. */
    boolean isGlued(int word) {
        return glued[word];
    }

    /**
     * A word of at most eight octets in one number, ASCII letters in upper case, the last octet lowest; 0 where it is longer,
     * empty or quoted. So mnemonics are told apart without a text for each.
     */
    long packed(int word) {
        int length = length(word);
        if (length > Long.BYTES || quoted[word]) {
            return 0;
        }
        long packed = 0;
        for (int i = 0; i < length; i++) {
            byte octet = octet(word, i);
            packed = packed << 8 | (octet >= 'a' && octet <= 'z' ? octet - 0x20 : octet & 0xff);
        }
        return packed;
    }

    /** What {@link #packed} gives for a mnemonic in upper case. */
    static long pack(String mnemonic) {
        long packed = 0;
        for (int i = 0; i < mnemonic.length(); i++) {
            packed = packed << 8 | mnemonic.charAt(i);
        }
        return packed;
    }

    /** Whether a word has the very octets that stand elsewhere in the file. */
    boolean isAt(int word, int start, int end) {
        byte[] file = octets();
        return Arrays.equals(file, starts[word], ends[word], file, start, end);
    }

    /** Where a word begins in the file's octets. */
    int start(int word) {
        return starts[word];
    }

    /** Where a word ends in the file's octets. */
    int end(int word) {
        return ends[word];
    }

    /** The file's octets. */
    byte[] octets() {
        return file.octets();
    }

    /** The octets a word has in the file, quotation marks left out. */
    int length(int word) {
        return ends[word] - starts[word];
    }

    byte octet(int word, int index) {
        return file.octets()[starts[word] + index];
    }

    /** The first octet of a word, 0 where it has none or is quoted. */
    int octet0(int word) {
        return quoted[word] || length(word) == 0 ? 0 : octet(word, 0);
    }

    /** Where a word stands; one past the last means the last. */
    Place place(int word) {
        int known = Math.min(word, count - 1);
        int start = quoted[known] ? starts[known] - 1 : starts[known];
        return file.place(lines[known], lineStarts[known], start);
    }
}
