package io.proxima.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Archives of plain files in the POSIX ustar format, of the one form that backups have: any {@code tar} reads what is written
 * here, but only what is written here is read.
 *
 * <p>A header is a block of 512 octets: name (100), mode, owner and group (8 each), size and time in octal (12 each), checksum
 * (8), type (1), then {@code ustar}. Each octet of it follows from name, size and time, so that a header is read by writing it
 * again: links, devices, folders, extended headers and whatever else the format can say are not understood, and no octet can be
 * altered unseen. The archive ends with two blocks of zeros and the file with them.
 */
final class Tar {
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int SIZE_AT = 124;
    private static final int TIME_AT = 136;
    private static final int SUM_AT = 148;
    private static final int TYPE_AT = 156;
    private static final long MOST_OCTETS = (1L << 33) - 1;

    private Tar() {}

    /** A file of an archive. */
    record Entry(String name, long size) {}

    private static byte[] header(String name, long size, long seconds) {
        byte[] octets = name.getBytes(StandardCharsets.US_ASCII);
        if (octets.length == 0 || octets.length > NAME || size < 0 || size > MOST_OCTETS) {
            throw new IllegalArgumentException(name + " of " + size + " octets is no entry");
        }
        byte[] header = new byte[BLOCK];
        System.arraycopy(octets, 0, header, 0, octets.length);
        text(header, 100, "0000600");
        text(header, 108, "0000000");
        text(header, 116, "0000000");
        text(header, SIZE_AT, String.format(Locale.ROOT, "%011o", size));
        text(header, TIME_AT, String.format(Locale.ROOT, "%011o", seconds));
        text(header, SUM_AT, "        ");
        header[TYPE_AT] = '0';
        text(header, 257, "ustar");
        text(header, 263, "00");
        int sum = 0;
        for (byte octet : header) {
            sum += octet & 0xff;
        }
        text(header, SUM_AT, String.format(Locale.ROOT, "%06o\0 ", sum));
        return header;
    }

    private static void text(byte[] header, int at, String text) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(octets, 0, header, at, octets.length);
    }

    private static MessageDigest sha256() {
        return Blobs.sha256();
    }

    /** Writes an archive; confined to one thread. */
    static final class Writer {
        private final OutputStream out;
        private final long seconds;
        private final MessageDigest whole = sha256();

        Writer(OutputStream out, long seconds) {
            this.out = out;
            this.seconds = seconds;
        }

        /**
         * Writes a file.
         *
         * @param size how many octets of the stream it has
         * @return the SHA-256 of its octets
         * @throws IOException if there are fewer
         */
        String put(String name, long size, InputStream in) throws IOException {
            MessageDigest digest = sha256();
            write(header(name, size, seconds), BLOCK);
            byte[] buffer = new byte[1 << 16];
            for (long left = size; left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new IOException(name + " has become shorter while it was read");
                }
                digest.update(buffer, 0, read);
                write(buffer, read);
                left -= read;
            }
            write(new byte[BLOCK], (int) (-size & (BLOCK - 1)));
            return HexFormat.of().formatHex(digest.digest());
        }

        private void write(byte[] octets, int length) throws IOException {
            whole.update(octets, 0, length);
            out.write(octets, 0, length);
        }

        /** The SHA-256 of all octets so far. */
        String whole() {
            return HexFormat.of().formatHex(copy(whole).digest());
        }

        /** Writes the end. */
        void end() throws IOException {
            out.write(new byte[2 * BLOCK]);
        }
    }

    /** Reads an archive, entry by entry; confined to one thread. Nothing is taken for granted. */
    static final class Reader {
        private final InputStream in;
        private final MessageDigest whole = sha256();
        private String before = "";
        private String name = "";
        private long left;
        private int padding;

        Reader(InputStream in) {
            this.in = in;
        }

        /**
         * The next file; empty at the end of the archive, which is the end of the stream.
         *
         * @throws StoreException if something else comes
         */
        Optional<Entry> next() throws IOException, StoreException {
            if (left > 0) {
                throw new IllegalStateException(name + " is not read to its end");
            }
            pad();
            before = HexFormat.of().formatHex(copy(whole).digest());
            byte[] header = in.readNBytes(BLOCK);
            if (header.length < BLOCK) {
                throw new StoreException(
                        "the archive ends " + (name.isEmpty() ? "within its first header" : "after the entry " + name));
            }
            if (isZero(header)) {
                byte[] rest = in.readNBytes(BLOCK + 1);
                if (rest.length != BLOCK || !isZero(rest)) {
                    throw new StoreException("the archive does not end as it should, after the entry " + name);
                }
                return Optional.empty();
            }
            whole.update(header);
            Entry entry = entry(header);
            name = entry.name();
            left = entry.size();
            padding = (int) (-left & (BLOCK - 1));
            return Optional.of(entry);
        }

        private Entry entry(byte[] header) throws StoreException {
            int end = 0;
            while (end < NAME && header[end] != 0) {
                end++;
            }
            String found = new String(header, 0, end, StandardCharsets.ISO_8859_1);
            long size = octal(header, SIZE_AT);
            long seconds = octal(header, TIME_AT);
            boolean ours = end > 0
                    && found.chars().allMatch(character -> character > ' ' && character < 0x7f)
                    && size >= 0
                    && seconds >= 0
                    && Arrays.equals(header, header(found, size, seconds));
            if (!ours) {
                throw new StoreException("the entry " + printable(found) + (name.isEmpty() ? "" : " after " + name)
                        + " is damaged, or not as a backup writes it" + kind(header[TYPE_AT]));
            }
            return new Entry(found, size);
        }

        private static String kind(byte type) {
            return switch (type) {
                case '1', '2' -> " (a link)";
                case '3', '4', '6' -> " (a device)";
                case '5' -> " (a folder)";
                default -> "";
            };
        }

        /** The SHA-256 of all octets before the header of the entry that came last. */
        String before() {
            return before;
        }

        /** The octets of the entry that came last, to its end. */
        InputStream content() {
            return new Content();
        }

        private void pad() throws IOException, StoreException {
            byte[] zeros = in.readNBytes(padding);
            whole.update(zeros);
            if (zeros.length < padding) {
                throw new StoreException("the archive ends within the entry " + name);
            }
            if (!isZero(zeros)) {
                throw new StoreException("the entry " + name + " is damaged behind its end");
            }
            padding = 0;
        }

        private final class Content extends InputStream {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (left == 0) {
                    return -1;
                }
                int read = in.read(into, offset, (int) Math.min(length, left));
                if (read < 0) {
                    throw new java.io.EOFException("the archive ends within the entry " + name);
                }
                whole.update(into, offset, read);
                left -= read;
                return read;
            }
        }
    }

    /** Eleven octal digits and a zero; -1 for anything else. */
    private static long octal(byte[] header, int at) {
        long value = 0;
        for (int i = at; i < at + 11; i++) {
            if (header[i] < '0' || header[i] > '7') {
                return -1;
            }
            value = value * 8 + header[i] - '0';
        }
        return header[at + 11] == 0 ? value : -1;
    }

    private static boolean isZero(byte[] octets) {
        for (byte octet : octets) {
            if (octet != 0) {
                return false;
            }
        }
        return true;
    }

    /** A name that may hold anything, for a message. */
    static String printable(String name) {
        StringBuilder text = new StringBuilder("\"");
        name.chars()
                .forEach(character -> text.append(
                        character >= ' ' && character < 0x7f
                                ? String.valueOf((char) character)
                                : "\\%03d".formatted(character)));
        return text.append('"').toString();
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's SHA-256 can be copied", e);
        }
    }
}
