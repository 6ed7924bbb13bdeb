package io.proxima.zone;

import io.proxima.wire.Name;
import java.util.List;

/** What is to become of one RRset of a zone. */
public sealed interface ZoneChange {
    /** The name that owns it. */
    Name owner();

    /** 1 to 65535. */
    int type();

    /**
     * It is to be these records and no others.
     *
     * @param ttlSeconds of all of them
     * @param data each record's, as a master file has it in one line; names are relative to the apex unless they end in a dot
     */
    record Put(Name owner, int type, long ttlSeconds, List<String> data) implements ZoneChange {
        public Put {
            data = List.copyOf(data);
        }
    }

    /** It is to be there no more. */
    record Delete(Name owner, int type) implements ZoneChange {}
}
