package io.proxima.zone;

import io.proxima.source.Finding;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.wire.Name;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads an edited zone file anew where it was edited.
 *
 * <p>An edit is the chunks of the file that are not any more what they were, and on from there until the entries hand on what
 * they did ({@link Carry}). All owners that had records in these chunks or have are put together anew, from wherever the file
 * has records of them; those that are now others, and those whose answers or findings depend on them ({@link Touched}), are
 * checked. Where there is anything to be said, now or before, the file is to be read whole: findings have places and an order.
 * What was found elsewhere stays, in lines further down or up.
 */
final class Revision {
    /** More octets are not parsed twice. */
    private static final int MOST_OCTETS = 1 << 21;

    private static final Pattern LINE = Pattern.compile("\\bline \\d");

    private final Reading base;
    private final Zone zone;
    private final List<Chunk> old;
    private final FileScan file;
    private final Path path;
    private final String displayed;
    private final ZoneSource.Limits limits;
    private final Findings findings = new Findings();
    private final RdataReader rdata = new RdataReader();
    private final NameSet owners = new NameSet();
    private int parsedOctets;

    /** A part of the file that was edited, read: how many lines it had and has, from which on. */
    private record Part(FileScan.Edit edit, int line, int oldLines, int lines, List<Chunk> chunks) {}

    Revision(Reading base, FileScan file, Path path, String displayed, ZoneSource.Limits limits) {
        this.base = base;
        this.zone = Objects.requireNonNull(base.zone(), "what was read without errors");
        this.old = Objects.requireNonNull(base.chunks(), "what was read in chunks");
        this.file = file;
        this.path = path;
        this.displayed = displayed;
        this.limits = limits;
    }

    int parsedOctets() {
        return parsedOctets;
    }

    /** The file as it is now; null where it is to be read whole. */
    @Nullable
    Reading read() throws IOException {
        List<FileScan.Edit> edits = file.edits(old);
        if (edits == null || zone.edited() > Zone.MAX_EDITED) {
            return null;
        }
        List<Part> parts = parts(edits);
        if (parts == null) {
            return null;
        }
        List<Owner> changed = changed(parts);
        if (changed == null || findings.size() > 0) {
            return null;
        }
        Targets targets = Objects.requireNonNull(zone.targets(), "a zone in chunks knows its targets");
        Zone now = zone.with(changed);
        Set<Name> touched = Touched.by(zone, changed, targets);
        if (touched == null || isFlagged(touched)) {
            return null;
        }
        Gathered again = Gathered.of(now, touched);
        new OwnerChecks(again, displayed, findings).run();
        new TargetChecks(again, findings).run();
        List<Finding> moved = moved(parts);
        if (findings.size() > 0 || moved == null) {
            return null;
        }
        for (Owner owner : changed) {
            zone.owner(owner.name()).ifPresent(targets::remove);
            targets.add(owner);
        }
        now.follows(zone, touched);
        return new Reading(now, moved, base.flagged(), chunks(parts), false);
    }

    /** Reads the edits, each until what follows it means the same as before; null where that takes too long. */
    private @Nullable List<Part> parts(List<FileScan.Edit> edits) throws IOException {
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
                if (parsedOctets > MOST_OCTETS || findings.size() > 0) {
                    return null;
                }
                boolean meets = i + 1 < edits.size() && edits.get(i + 1).firstChunk() == edit.endChunk();
                edit = meets
                        ? new FileScan.Edit(edit.firstChunk(), edits.get(i + 1).endChunk(), edit.start(), edits.get(++i).end())
                        : new FileScan.Edit(
                                edit.firstChunk(),
                                edit.endChunk() + 1,
                                edit.start(),
                                edit.end() + old.get(edit.endChunk()).length);
                part = part(edit, line);
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
        ChunkLog log = new ChunkLog(limits.chunkOctets(), text, line, start);
        MasterReader reader = reader(text, new Gathered(zone.apex()), start);
        int endLine = reader.read(line, log);
        boolean ends = edit.endChunk() == old.size() || old.get(edit.endChunk()).start.isLike(reader.carry());
        List<Chunk> chunks = log.finish(endLine);
        int oldLines = old.subList(edit.firstChunk(), edit.endChunk()).stream()
                .mapToInt(chunk -> chunk.lines)
                .sum();
        if (chunks == null) {
            findings.warning(Place.start(displayed), "it can no longer be read in chunks", null);
        }
        return ends && chunks != null ? new Part(edit, line, oldLines, endLine - line, chunks) : null;
    }

    private MasterReader reader(byte[] text, Gathered into, Carry start) {
        parsedOctets += text.length;
        MasterFile part = new MasterFile(path, displayed, text);
        return MasterReader.of(part, into, new Includes(Revision::none, into, path, displayed), rdata, start, findings);
    }

    private static byte[] none(Path included) throws IOException {
        throw new IOException(included + " is for a reading of the whole");
    }

    /** The owners in the edits that are not what they were; null where their records are all over the file. */
    private @Nullable List<Owner> changed(List<Part> parts) throws IOException {
        for (Part part : parts) {
            old.subList(part.edit().firstChunk(), part.edit().endChunk()).forEach(this::concern);
            part.chunks().forEach(this::concern);
        }
        Gathered gathered = Gathered.of(zone.apex(), owners);
        long at = 0;
        int chunk = 0;
        int line = 1;
        for (int i = 0; i <= parts.size(); i++) {
            int end = i == parts.size() ? old.size() : parts.get(i).edit().firstChunk();
            for (; chunk < end; chunk++) {
                Chunk other = old.get(chunk);
                if (other.hasAny(owners)) {
                    if (parsedOctets > MOST_OCTETS) {
                        return null;
                    }
                    reader(file.read(at, other.length), gathered, other.start).read(line);
                }
                at += other.length;
                line += other.lines;
            }
            if (i < parts.size()) {
                Part part = parts.get(i);
                byte[] text = file.read(at, Math.toIntExact(part.edit().end() - part.edit().start()));
                reader(text, gathered, old.get(chunk).start).read(line);
                at = part.edit().end();
                line += part.lines();
                chunk = part.edit().endChunk();
            }
        }
        Map<Name, Owner> now = new HashMap<>();
        gathered.finish().forEach(owner -> now.put(owner.name(), owner));
        return owners.names().stream()
                .map(name -> now.getOrDefault(name, new Owner(name, List.of())))
                .filter(owner -> !owner.isLike(zone.owner(owner.name()).orElse(null)))
                .toList();
    }

    private void concern(Chunk chunk) {
        Arrays.stream(chunk.owners).forEach(owners::add);
    }

    /** Whether anything was to be said of what was touched. */
    private boolean isFlagged(Set<Name> touched) {
        return base.flagged().stream().anyMatch(name -> touched.contains(name) || owners.contains(name));
    }

    /** What was found before, where it stands now; null where that was in an edit, or speaks of other lines. */
    private @Nullable List<Finding> moved(List<Part> parts) {
        List<Finding> moved = new ArrayList<>();
        boolean shifts = parts.stream().anyMatch(part -> part.lines() != part.oldLines());
        for (Finding finding : base.findings()) {
            if (shifts && LINE.matcher(finding.message() + finding.hint()).find()) {
                return null;
            }
            Place place = finding.place();
            int lines = 0;
            for (Part part : parts) {
                if (place.line() + lines < part.line()) {
                    break;
                }
                if (place.line() + lines < part.line() + part.oldLines() || part.edit().endChunk() == old.size()) {
                    return null;
                }
                lines += part.lines() - part.oldLines();
            }
            moved.add(new Finding(
                    new Place(place.file(), place.line() + lines, place.column()),
                    finding.level(),
                    finding.message(),
                    finding.hint()));
        }
        return moved;
    }

    private List<Chunk> chunks(List<Part> parts) {
        List<Chunk> chunks = new ArrayList<>(old.size() + 8);
        int chunk = 0;
        for (Part part : parts) {
            chunks.addAll(old.subList(chunk, part.edit().firstChunk()));
            chunks.addAll(part.chunks());
            chunk = part.edit().endChunk();
        }
        chunks.addAll(old.subList(chunk, old.size()));
        return chunks;
    }
}
