package io.proxima.geo;

import io.proxima.net.Prefix;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes ip2region databases of version 2, without the table of the first two octets that we do not read. */
final class Ip2RegionWriter {
    private static final int HEADER = 256;

    private final ByteArrayOutputStream regions = new ByteArrayOutputStream();
    private final List<int[]> entries = new ArrayList<>();

    /** Adds a range, which must come after those before. */
    Ip2RegionWriter put(String first, String last, String region) {
        byte[] octets = region.getBytes(StandardCharsets.UTF_8);
        entries.add(new int[] {bits(first), bits(last), octets.length, HEADER + regions.size()});
        regions.writeBytes(octets);
        return this;
    }

    private static int bits(String address) {
        return (int) (Prefix.parse(address).high() >>> 32);
    }

    byte[] bytes() {
        int first = HEADER + regions.size();
        ByteBuffer file = ByteBuffer.allocate(first + 14 * entries.size()).order(ByteOrder.LITTLE_ENDIAN);
        file.putShort((short) 2).putShort((short) 1).putInt(0).putInt(first).putInt(first + 14 * (entries.size() - 1));
        file.position(HEADER);
        file.put(regions.toByteArray());
        for (int[] entry : entries) {
            file.putInt(entry[0]).putInt(entry[1]).putShort((short) entry[2]).putInt(entry[3]);
        }
        return file.array();
    }
}
