package io.proxima.zone;

import io.proxima.source.Finding;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.wire.Name;
import io.proxima.zone.PartReader.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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
 * has records of them, and checked, as are those whose answers or findings depend on those that are now others ({@link
 * Touched}). What was found elsewhere stays, in lines further down or up. Where anything is an error the file is to be read
 * whole.
 */
final class Revision {
    /** How a hint ends that says where an owner's first record stands. */
    private static final Pattern LINE = Pattern.compile("(?<=is in line )\\d+$");

    private final Reading base;
    private final Zone zone;
    private final List<Chunk> old;
    private final String displayed;
    private final PartReader reader;
    private final NameSet owners = new NameSet();
    private final List<Lines> reread = new ArrayList<>();
    private Findings findings = new Findings();

    /** Lines of the file as it was that were read again, and how many more there are now. */
    private record Lines(int start, int end, int more) {}

    Revision(Reading base, FileScan file, Path path, String displayed, ZoneSource.Limits limits) {
        this.base = base;
        this.zone = Objects.requireNonNull(base.zone(), "what was read without errors");
        this.old = Objects.requireNonNull(base.chunks(), "what was read in chunks");
        this.displayed = displayed;
        this.reader = new PartReader(old, file, path, displayed, zone, limits.chunkOctets());
    }

    int parsedOctets() {
        return reader.parsedOctets();
    }

    /**
     * The file as it is now; null where it is to be read whole.
     *
     * @param edits what {@link FileScan#edits} says of it
     */
    @Nullable
    Reading read(@Nullable List<FileScan.Edit> edits) throws IOException {
        if (edits == null || zone.edited() > Zone.MAX_EDITED) {
            return null;
        }
        List<Part> parts = reader.parts(edits);
        if (parts == null) {
            return null;
        }
        parts.forEach(this::concern);
        Gathered gathered = gather(parts);
        if (gathered == null || findings.hasErrors()) {
            return null;
        }
        List<Owner> changed = changed(gathered);
        Targets targets = Objects.requireNonNull(zone.targets(), "a zone in chunks knows its targets");
        Zone now = zone.with(changed);
        Set<Name> touched = Touched.by(zone, changed, targets);
        if (touched == null) {
            return null;
        }
        List<Said> said = said(parts, gathered, now, touched);
        if (said == null) {
            return null;
        }
        for (Owner owner : changed) {
            zone.owner(owner.name()).ifPresent(targets::remove);
            targets.add(owner);
        }
        now.follows(zone, touched);
        return new Reading(now, said, chunks(parts), false);
    }

    /** All that is to be said of the file now; null where it is to be read whole. */
    private @Nullable List<Said> said(List<Part> parts, Gathered first, Zone now, Set<Name> touched)
            throws IOException {
        Gathered gathered = first;
        check(gathered, now, touched);
        if (isSaidElsewhere(gathered.said(findings), touched) || isSaidElsewhere(base.said(), touched)) {
            // Where their records stand is not known, and has to be.
            touched.forEach(owners::add);
            findings = new Findings();
            gathered = gather(parts);
            if (gathered == null) {
                return null;
            }
            check(gathered, now, touched);
        }
        if (findings.hasErrors()) {
            return null;
        }
        List<Said> said = moved();
        said.addAll(gathered.said(findings));
        said.sort(Comparator.comparing(each -> each.finding().place()));
        return said;
    }

    private void check(Gathered gathered, Zone now, Set<Name> touched) {
        gathered.within(now, touched);
        new OwnerChecks(gathered, displayed, findings).run();
        new TargetChecks(gathered, findings).run();
    }

    /** Whether anything is said of those touched by what is not in the parts of the file that were read. */
    private boolean isSaidElsewhere(List<Said> said, Set<Name> touched) {
        return said.stream()
                .map(Said::about)
                .anyMatch(name -> name != null && touched.contains(name) && !owners.contains(name));
    }

    private void concern(Part part) {
        old.subList(part.edit().firstChunk(), part.edit().endChunk()).forEach(this::concern);
        part.chunks().forEach(this::concern);
    }

    private void concern(Chunk chunk) {
        Arrays.stream(chunk.owners).forEach(owners::add);
    }

    /** All records of the owners concerned; null where they are all over the file. */
    private @Nullable Gathered gather(List<Part> parts) throws IOException {
        Gathered gathered = Gathered.of(zone.apex(), owners);
        reread.clear();
        long at = 0;
        int chunk = 0;
        int line = 1;
        int oldLine = 1;
        for (int i = 0; i <= parts.size(); i++) {
            int end = i == parts.size() ? old.size() : parts.get(i).edit().firstChunk();
            for (; chunk < end; chunk++) {
                Chunk other = old.get(chunk);
                if (other.hasAny(owners)) {
                    if (reader.isTooMuch()) {
                        return null;
                    }
                    reader.read(at, other.length, line, other.start, gathered, findings);
                    reread.add(new Lines(oldLine, oldLine + other.lines, 0));
                }
                at += other.length;
                line += other.lines;
                oldLine += other.lines;
            }
            if (i < parts.size()) {
                Part part = parts.get(i);
                int length = Math.toIntExact(part.edit().end() - at);
                reader.read(at, length, line, old.get(chunk).start, gathered, findings);
                at = part.edit().end();
                line += part.lines();
                reread.add(new Lines(oldLine, oldLine + part.oldLines(), part.lines() - part.oldLines()));
                oldLine += part.oldLines();
                chunk = part.edit().endChunk();
            }
        }
        return gathered;
    }

    /** The owners concerned that are not what they were. */
    private List<Owner> changed(Gathered gathered) {
        Map<Name, Owner> now = new HashMap<>();
        gathered.owners().forEach(owner -> now.put(owner.name(), new Owner(owner.name(), owner.finish())));
        return owners.names().stream()
                .map(name -> now.getOrDefault(name, Owner.ofNothing(name)))
                .filter(owner -> !owner.isLike(zone.owner(owner.name()).orElse(null)))
                .toList();
    }

    /** What was found before and still is, where it stands now. */
    private List<Said> moved() {
        List<Said> moved = new ArrayList<>();
        for (Said said : base.said()) {
            Finding finding = said.finding();
            Place place = finding.place();
            if (said.about() == null ? isReread(place.line()) : owners.contains(said.about())) {
                continue; // it was found again, or is no longer to be found
            }
            String hint = finding.hint();
            moved.add(new Said(
                    new Finding(
                            new Place(place.file(), moved(place.line()), place.column()),
                            finding.level(),
                            finding.message(),
                            hint == null ? null : moved(hint)),
                    said.about()));
        }
        return moved;
    }

    private int moved(int line) {
        int by = 0;
        for (Lines lines : reread) {
            by += lines.end() <= line ? lines.more() : 0;
        }
        return line + by;
    }

    private String moved(String hint) {
        return LINE.matcher(hint).replaceFirst(match -> String.valueOf(moved(Integer.parseInt(match.group()))));
    }

    private boolean isReread(int line) {
        return reread.stream()
                .anyMatch(lines -> line >= lines.start() && line < Math.max(lines.end(), lines.start() + 1));
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
