package io.proxima.zone;

import io.proxima.source.Findings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads parts of a file that was read in chunks before: those that were edited, and others as they are. */
final class PartReader {
    /** More octets are not parsed twice. */
    private static final int MOST_OCTETS = 1 << 21;

    private final List<Chunk> old;
    private final FileScan file;
    private final MasterFile whole;
    private final Zone zone;
    private final int chunkOctets;
    private final RdataReader rdata = new RdataReader();
    private boolean broken;
    private int parsedOctets;

    /**
     * A part of the file that was edited, read.
     *
     * @param line that it begins with now
     * @param oldLines how many lines it had
     * @param lines how many it has
     */
    record Part(FileScan.Edit edit, int line, int oldLines, int lines, List<Chunk> chunks) {}

    /**
     * @param old what the file was made of
     * @param zone that it was
     */
    PartReader(List<Chunk> old, FileScan file, Path path, String displayed, Zone zone, int chunkOctets) {
        this.old = old;
        this.file = file;
        this.whole = new MasterFile(path, displayed, new byte[0]);
        this.zone = zone;
        this.chunkOctets = chunkOctets;
    }

    int parsedOctets() {
        return parsedOctets;
    }

    /** Whether so much was parsed that reading the file whole is better. */
    boolean isTooMuch() {
        return parsedOctets > MOST_OCTETS;
    }

    /** Reads the edits, each until what follows it means the same as before; null where that takes too long. */
    @Nullable
    List<Part> parts(List<FileScan.Edit> edits) throws IOException {
        List<Part> parts = new ArrayList<>();
        int line = 1;
        int chunk = 0;
        for (int i = 0; i < edits.size(); i++) {
            FileScan.Edit edit = edits.get(i);
            for (; chunk < edit.firstChunk(); chunk++) {
                line += old.get(chunk).lines;
            }
            Part part = part(edit, line);
            while (part == null) {
                if (isTooMuch() || broken) {
                    return null;
                }
                boolean meets = i + 1 < edits.size() && edits.get(i + 1).firstChunk() == edit.endChunk();
                edit = meets
                        ? new FileScan.Edit(
                                edit.firstChunk(),
                                edits.get(i + 1).endChunk(),
                                edit.start(),
                                edits.get(++i).end())
                        : new FileScan.Edit(
                                edit.firstChunk(),
                                edit.endChunk() + 1,
                                edit.start(),
                                edit.end() + old.get(edit.endChunk()).length);
                part = part(edit, line);
            }
            if (broken) {
                return null;
            }
            parts.add(part);
            line += part.lines();
            chunk = edit.endChunk();
        }
        return parts;
    }

    private @Nullable Part part(FileScan.Edit edit, int line) throws IOException {
        Carry start = old.get(edit.firstChunk()).start;
        byte[] text = file.read(edit.start(), Math.toIntExact(edit.end() - edit.start()));
        ChunkLog log = new ChunkLog(chunkOctets, text, line, start);
        Findings found = new Findings();
        MasterReader reader = reader(text, new Gathered(zone.apex()), start, found);
        int endLine = reader.read(line, log);
        boolean ends =
                edit.endChunk() == old.size() || old.get(edit.endChunk()).start.isLike(reader.carry());
        List<Chunk> chunks = log.finish(endLine);
        int oldLines = old.subList(edit.firstChunk(), edit.endChunk()).stream()
                .mapToInt(chunk -> chunk.lines)
                .sum();
        broken |= chunks == null || found.hasErrors();
        return ends && chunks != null ? new Part(edit, line, oldLines, endLine - line, chunks) : null;
    }

    /** Reads a part once more, for the records of some owners; gives the line after it. */
    int read(long at, int length, int line, Carry start, Gathered into, Findings findings) throws IOException {
        return reader(file.read(at, length), into, start, findings).read(line);
    }

    private MasterReader reader(byte[] text, Gathered into, Carry start, Findings found) {
        parsedOctets += text.length;
        MasterFile part = whole.part(text);
        return MasterReader.of(
                part, into, new Includes(PartReader::none, into, whole.path(), whole.displayed()), rdata, start, found);
    }

    private static byte[] none(Path included) throws IOException {
        throw new IOException(included + " is for a reading of the whole");
    }
}
