package io.proxima.catalog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * The catalog in force, and who still reads an older one.
 *
 * <p>A reader takes the catalog once a batch ({@link Reader#enter}) and lets go of it once the batch is sent
 * ({@link Reader#leave}). A change is {@link #acknowledged} when every reader is outside or has entered since: no answer
 * from before it is given after that.
 */
public final class Published {
    private static final VarHandle ENTERED;
    private static final long LOOK_AGAIN_NANOS = 100_000;

    static {
        try {
            ENTERED = MethodHandles.lookup().findVarHandle(Reader.class, "entered", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A catalog and the number of changes until it. */
    private static final class Edition {
        private final Catalog catalog;
        private final long generation;

        Edition(Catalog catalog, long generation) {
            this.catalog = catalog;
            this.generation = generation;
        }
    }

    private volatile Edition edition;
    private final List<Reader> readers = new CopyOnWriteArrayList<>();

    public Published(Catalog first) {
        edition = new Edition(first, 1);
    }

    /** The catalog in force. */
    public Catalog catalog() {
        return edition.catalog;
    }

    /** The number of changes until what is in force. */
    public long generation() {
        return edition.generation;
    }

    /** Puts a catalog in force, or says that the one in force has changed; on the writer thread. Gives the generation. */
    public long publish(Catalog catalog) {
        long generation = edition.generation + 1;
        edition = new Edition(catalog, generation);
        return generation;
    }

    /** Whether no reader can still answer from before a generation. */
    public boolean acknowledged(long generation) {
        return readers.stream().allMatch(reader -> {
            long entered = (long) ENTERED.getVolatile(reader);
            return entered == 0 || entered >= generation;
        });
    }

    /** Waits until no reader can answer from before a generation any more; gives whether it came to that in time. */
    public boolean awaitAcknowledged(long generation, Duration atMost) {
        long begin = System.nanoTime();
        while (!acknowledged(generation)) {
            if (System.nanoTime() - begin > atMost.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        return true;
    }

    /** A new reader; for one thread. */
    public Reader reader() {
        Reader reader = new Reader();
        readers.add(reader);
        return reader;
    }

    /** One thread's hold on the catalog. */
    public final class Reader {
        private long entered;

        private Reader() {}

        /**
         * Takes the catalog in force. A reader that has not let go yet still holds what it entered with: its older answers
         * may be on their way.
         */
        public Catalog enter() {
            Edition current = edition;
            if (entered != 0) {
                return current.catalog;
            }
            while (true) {
                ENTERED.setVolatile(this, current.generation);
                Edition again = edition;
                if (again.generation == current.generation) { // else the writer may have looked before we said so
                    return current.catalog;
                }
                current = again;
            }
        }

        /** Lets go of the catalog. */
        public void leave() {
            ENTERED.setVolatile(this, 0L);
        }

        /** Ends the reader. */
        public void close() {
            leave();
            readers.remove(this);
        }
    }
}
