package io.proxima.geo.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The entries of a tar archive (POSIX ustar), one after another; refuses all that a package of data has no need for.
 *
 * <p>A header is a block of 512 octets: name (100), mode, owner and group (24), size in octal (12 at 124), checksum (8 at 148),
 * type (1 at 156), and for ustar a prefix of the name (155 at 345). An absolute name, one with {@code ..}, a link, a device and
 * what is larger than the bounds end the reading with an exception. Extended headers are skipped.
 */
final class TarReader {
    private static final int BLOCK = 512;

    private final InputStream in;
    private final long octetsAtMost;
    private final int entriesAtMost;
    private long octets;
    private int entries;
    private long left;
    private int padding;

    /** A file of the archive. */
    record Entry(String name, long size) {}

    TarReader(InputStream in, long octetsAtMost, int entriesAtMost) {
        this.in = in;
        this.octetsAtMost = octetsAtMost;
        this.entriesAtMost = entriesAtMost;
    }

    /** The next file; empty at the end. What was not read of the last one is skipped. */
    Optional<Entry> next() throws IOException {
        while (true) {
            skip();
            byte[] header = in.readNBytes(BLOCK);
            if (header.length == 0 || isZero(header)) {
                return Optional.empty();
            }
            if (header.length < BLOCK) {
                throw new EOFException("the archive ends within a header");
            }
            Optional<Entry> entry = entry(header);
            if (entry.isPresent()) {
                return entry;
            }
        }
    }

    private void skip() throws IOException {
        try {
            in.skipNBytes(left + padding);
        } catch (EOFException e) {
            throw new IOException("the archive ends within a file", e);
        }
        left = 0;
        padding = 0;
    }

    private Optional<Entry> entry(byte[] header) throws IOException {
        int sum = 8 * ' ';
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? 0 : header[i] & 0xff;
        }
        if (octal(header, 148, 8) != sum) {
            throw new IOException("a header of the archive is damaged");
        }
        String prefix = text(header, 257, 5).equals("ustar") ? text(header, 345, 155) : "";
        String name = prefix.isEmpty() ? text(header, 0, 100) : prefix + "/" + text(header, 0, 100);
        char type = (char) header[156];
        left = octal(header, 124, 12);
        padding = (int) (-left & (BLOCK - 1));
        octets += left;
        if (octets > octetsAtMost || ++entries > entriesAtMost) {
            throw new IOException("the archive unpacks to more than "
                    + (octets > octetsAtMost ? octetsAtMost + " octets" : entriesAtMost + " entries"));
        }
        return switch (type) {
            case 'x', 'g' -> Optional.empty();
            case '5', '0', 0 -> {
                if (name.startsWith("/") || name.contains("\\") || name.matches("(.*/)?\\.\\.(/.*)?")) {
                    throw new IOException("the archive holds \"" + name + "\", a name that leads outside");
                }
                yield type == '5' ? Optional.empty() : Optional.of(new Entry(name, left));
            }
            default -> throw new IOException("the archive holds \"" + name + "\", which is no plain file");
        };
    }

    /** Some octets of the file that came last, or -1 at its end. */
    int read(byte[] into) throws IOException {
        if (left == 0) {
            return -1;
        }
        int read = in.read(into, 0, (int) Math.min(into.length, left));
        if (read < 0) {
            throw new EOFException("the archive ends within a file");
        }
        left -= read;
        return read;
    }

    private static boolean isZero(byte[] block) {
        for (byte octet : block) {
            if (octet != 0) {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] header, int from, int length) throws IOException {
        String digits = text(header, from, length).strip();
        if (!digits.matches("[0-7]{1,11}")) {
            throw new IOException("a header of the archive is damaged");
        }
        return Long.parseLong(digits, 8);
    }
}
