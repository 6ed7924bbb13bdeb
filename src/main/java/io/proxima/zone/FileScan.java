package io.proxima.zone;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares a file with the chunks that it was made of: where they still are, and what stands between. */
final class FileScan implements Closeable {
    private static final int WINDOW = 1 << 20;
    /** How far an edit's end is looked for, in octets and in chunks. */
    private static final int LARGEST_EDIT = WINDOW - ChunkLog.MAX_OCTETS;

    /** What is read at once is copied a second time, from a cache this near. */
    private static final int AT_ONCE = 1 << 17;

    private static final int MOST_CHUNKS = 64;
    private static final int MOST_EDITS = 64;

    private final SeekableByteChannel channel;
    private final long size;
    private final byte[] window = new byte[WINDOW];
    private long windowAt;
    private int windowLength;

    /**
     * An edit: the chunks from one up to another are now the octets from one up to another.
     */
    record Edit(int firstChunk, int endChunk, long start, long end) {}

    FileScan(Path file) throws IOException {
        channel = Files.newByteChannel(file);
        size = channel.size();
    }

    /**
     * The edits, in the order of the file; null where they are too large or too many.
     *
     * @throws IOException also where somebody shortens the file meanwhile
     */
    @Nullable
    List<Edit> edits(List<Chunk> chunks) throws IOException {
        List<Edit> edits = new ArrayList<>();
        long at = 0;
        int chunk = 0;
        while (chunk < chunks.size()) {
            if (isAt(chunks, chunk, at)) {
                at += chunks.get(chunk++).length;
                continue;
            }
            Edit edit = edit(chunks, chunk, at);
            if (edit == null || edits.size() == MOST_EDITS) {
                return null;
            }
            edits.add(edit);
            at = edit.end();
            chunk = edit.endChunk();
        }
        return at == size ? edits : null;
    }

    private boolean isAt(List<Chunk> chunks, int number, long at) throws IOException {
        Chunk chunk = chunks.get(number);
        boolean last = number == chunks.size() - 1;
        if (last ? size - at != chunk.length : size - at < chunk.length) {
            return false;
        }
        int from = load(at, chunk.length);
        return Chunk.hash(window, from, from + chunk.length) == chunk.hash;
    }

    /** The edit that begins with a chunk: it ends where one of the next ones stands whole, else with the file. */
    private @Nullable Edit edit(List<Chunk> chunks, int first, long at) throws IOException {
        int reach = (int) Math.min(size - at, LARGEST_EDIT);
        int end = Math.min(chunks.size(), first + 1 + MOST_CHUNKS);
        for (int offset = 0; offset < reach; offset++) {
            int from = load(at, (int) Math.min(size - at, WINDOW));
            if (offset > 0 && window[from + offset - 1] != '\n') {
                continue;
            }
            if (size - at - offset < Chunk.HEAD) {
                break;
            }
            long head = Chunk.hash(window, from + offset, from + offset + Chunk.HEAD);
            for (int i = first + 1; i < end; i++) {
                if (chunks.get(i).head == head && isAt(chunks, i, at + offset)) {
                    return new Edit(first, i, at, at + offset);
                }
            }
        }
        return size - at <= LARGEST_EDIT && chunks.size() - first <= MOST_CHUNKS
                ? new Edit(first, chunks.size(), at, size)
                : null;
    }

    /** Some octets of the file. */
    byte[] read(long at, int length) throws IOException {
        byte[] octets = new byte[length];
        fill(at, octets, 0, length);
        return octets;
    }

    /** Has octets in the window; gives where. */
    private int load(long at, int length) throws IOException {
        if (at < windowAt || at + length > windowAt + windowLength) {
            int kept = at >= windowAt && at < windowAt + windowLength ? (int) (windowAt + windowLength - at) : 0;
            System.arraycopy(window, windowLength - kept, window, 0, kept);
            int more = (int) Math.min(WINDOW - kept, size - at - kept);
            windowLength = 0; // should reading fail
            fill(at + kept, window, kept, more);
            windowAt = at;
            windowLength = kept + more;
        }
        return (int) (at - windowAt);
    }

    private void fill(long at, byte[] into, int from, int length) throws IOException {
        channel.position(at);
        for (int done = 0; done < length; ) {
            int read = channel.read(ByteBuffer.wrap(into, from + done, Math.min(AT_ONCE, length - done)));
            if (read < 0) {
                throw new EOFException("the file is shorter than before");
            }
            done += read;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
