package io.proxima.zone;

import io.proxima.source.Finding;
import java.util.List;

/** What came of editing a zone file. */
public sealed interface Edited {
    /** The edited file, read again and found to say what was wanted and nothing else. */
    final class Done implements Edited {
        private final byte[] octets;
        private final Zone zone;
        private final long serial;

        Done(byte[] octets, Zone zone, long serial) {
            this.octets = octets;
            this.zone = zone;
            this.serial = serial;
        }

        /** Those of the file; not to be changed. */
        public byte[] octets() {
            return octets;
        }

        /** The zone they are. */
        public Zone zone() {
            return zone;
        }

        /** That of its SOA, from 0 to 4294967295. */
        public long serial() {
            return serial;
        }
    }

    /** The file says already what was wanted, and is left as it is. */
    record Unchanged(long serial) implements Edited {}

    /**
     * What was wanted cannot be had.
     *
     * @param change the index of the change at fault; -1 where it is none in particular
     * @param field of the change: {@code name}, {@code type}, {@code ttl}, {@code data} or {@code data[2]}; empty for none
     * @param reason a sentence for who wanted it
     */
    record Refused(int change, String field, String reason) implements Edited {}

    /** The zone would not be served so. */
    record Broken(List<Finding> findings) implements Edited {
        public Broken {
            findings = List.copyOf(findings);
        }
    }
}
