package io.proxima.control;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Puts other octets in the place of a zone's file, once, on a thread that is not the one that asks what came of it. */
final class Replacement implements BooleanSupplier {
    private final ZoneFile file;
    private final byte[] with;
    private boolean done;
    private @Nullable IOException failure;

    Replacement(ZoneFile file, byte[] with) {
        this.file = file;
        this.with = with;
    }

    @Override
    public synchronized boolean getAsBoolean() {
        try {
            done = file.replace(with);
        } catch (IOException e) {
            failure = e;
        }
        return done;
    }

    /** Whether it was done; not where somebody else had written to the file. */
    synchronized boolean isDone() throws IOException {
        if (failure != null) {
            throw failure;
        }
        return done;
    }
}
