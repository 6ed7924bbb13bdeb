package io.proxima.rooms.wire;

import io.proxima.rooms.zone.Held;
import java.util.Optional;
import org.xbill.DNS.Type;

/** Looks upward into another room, reads with dnsjava, and holds an Optional and a lock on the query path. */
public final class Faulty {
    public synchronized Optional<Held> held(int type) {
        return Optional.of(new Held(Type.string(type)));
    }
}
