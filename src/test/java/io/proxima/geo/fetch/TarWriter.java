package io.proxima.geo.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Writes tar archives, those that nobody should unpack too. */
final class TarWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    TarWriter file(String name, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return entry(name, '0', octets.length, octets);
    }

    /** An entry whose header may say another size than it has. */
    TarWriter entry(String name, char type, long size, byte[] octets) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 124, String.format("%011o", size));
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 257, "ustar");
        put(header, 263, "00");
        int sum = 0;
        for (byte octet : header) {
            sum += octet & 0xff;
        }
        put(header, 148, String.format("%06o", sum));
        header[154] = 0;
        out.writeBytes(header);
        out.writeBytes(octets);
        out.writeBytes(new byte[-octets.length & 511]);
        return this;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(octets, 0, header, at, octets.length);
    }

    /** Gzipped, with the two blocks of zeros at the end. */
    byte[] gzipped() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(out.toByteArray());
            gzip.write(new byte[1024]);
        }
        return zipped.toByteArray();
    }
}
