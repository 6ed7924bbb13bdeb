package io.proxima.zone;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.util.Arrays;

/**
 * One record's RDATA as dnsjava's tokenizer is to read it: a line of ASCII, words parted by one blank, octets beyond ASCII as
 * escapes (the tokenizer would take them for Latin-1 and encode them anew). It counts what was read, so that a complaint can
 * be traced to a word.
 *
 * <p>A {@link BufferedInputStream} by name only: the tokenizer would wrap any other stream in one, with 8192 octets a record.
 */
final class RdataText extends BufferedInputStream {
    private final byte[] text;
    private final int[] wordStarts;
    private final int firstWord;
    private int at;

    private RdataText(byte[] text, int[] wordStarts, int firstWord) {
        super(InputStream.nullInputStream(), 1);
        this.text = text;
        this.wordStarts = wordStarts;
        this.firstWord = firstWord;
    }

    /** The words from an index on. */
    static RdataText of(Words words, int from) {
        int room = 1;
        for (int word = from; word < words.count(); word++) {
            room += 4 * words.length(word) + 3;
        }
        byte[] text = new byte[room];
        int[] starts = new int[words.count() - from];
        int length = 0;
        for (int word = from; word < words.count(); word++) {
            if (word > from && !words.isGlued(word)) {
                text[length++] = ' ';
            }
            starts[word - from] = length;
            length = copy(words, word, text, length);
        }
        text[length++] = '\n';
        return new RdataText(Arrays.copyOf(text, length), starts, from);
    }

    private static int copy(Words words, int word, byte[] text, int start) {
        int length = start;
        boolean quoted = words.isQuoted(word);
        if (quoted) {
            text[length++] = '"';
        }
        for (int i = 0; i < words.length(word); i++) {
            int octet = words.octet(word, i) & 0xff;
            if (octet >= ' ' && octet < 0x7f) {
                text[length++] = (byte) octet;
            } else {
                boolean escapedAlready = length > start && endsInOddBackslashes(text, start, length);
                if (!escapedAlready) {
                    text[length++] = '\\';
                }
                text[length++] = (byte) ('0' + octet / 100);
                text[length++] = (byte) ('0' + octet / 10 % 10);
                text[length++] = (byte) ('0' + octet % 10);
            }
        }
        if (quoted) {
            text[length++] = '"';
        }
        return length;
    }

    private static boolean endsInOddBackslashes(byte[] text, int start, int length) {
        int count = 0;
        while (length - 1 - count >= start && text[length - 1 - count] == '\\') {
            count++;
        }
        return count % 2 == 1;
    }

    /** The word that was read last; the last one where a word more was wanted. */
    int wordReadLast() {
        // The tokenizer has read the delimiter after the word, too, and pushed it back on its own side.
        int found = Arrays.binarySearch(wordStarts, Math.max(at - 2, 0));
        return firstWord + (found >= 0 ? found : Math.max(-found - 2, 0));
    }

    @Override
    public synchronized int read() {
        return at == text.length ? -1 : text[at++];
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
        if (at == text.length) {
            return -1;
        }
        int count = Math.min(length, text.length - at);
        System.arraycopy(text, at, into, offset, count);
        at += count;
        return count;
    }
}
