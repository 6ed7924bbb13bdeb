package io.proxima.catalog.diff;

import io.proxima.geo.DeclaredLines;
import io.proxima.policy.Policy;
import io.proxima.policy.PolicyReader;
import io.proxima.source.Findings;
import io.proxima.wire.Name;
import io.proxima.zone.Zone;
import io.proxima.zone.ZoneReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares two releases zone by zone, so that no more than two zones are in memory at a time, and those whose files have the
 * same octets are not read. A function of the files: no release has to be in force, and what policies say across zones is
 * compared as it is written. Confined to one thread.
 */
public final class Comparing {
    private static final byte[] INCLUDE = "$INCLUDE".getBytes(StandardCharsets.US_ASCII);

    private static final String EXPECT = ".expect";

    private final DiffSide from;
    private final DiffSide to;
    private final Findings findings;
    private final Changes changes;
    private boolean sameOthers;

    /**
     * A comparison.
     *
     * @param most how many changes are told; all are counted
     * @param findings gets what is wrong with files that differ; any error, and there is no answer
     */
    public Comparing(DiffSide from, DiffSide to, int most, Findings findings) {
        this.from = from;
        this.to = to;
        this.findings = findings;
        this.changes = new Changes(most);
    }

    /**
     * Compares.
     *
     * @return empty where a file that differs cannot be understood
     * @throws IOException if a file cannot be read
     */
    public Optional<ReleaseDiff> run() throws IOException {
        SortedMap<String, Path> others = from.others();
        SortedMap<String, Path> othersAfter = to.others();
        SortedMap<String, Path> golden = taken(others);
        SortedMap<String, Path> goldenAfter = taken(othersAfter);
        SortedMap<String, String> digests = digests(others);
        SortedMap<String, String> digestsAfter = digests(othersAfter);
        sameOthers = digests.equals(digestsAfter);
        Findings own = new Findings();
        zones(own);
        lines(own);
        map(Change.Part.DATABASES, "database ", from.databases(), to.databases());
        golden(golden, goldenAfter);
        map(Change.Part.FILES, "file ", digests, digestsAfter);
        findings.addAll(own);
        return own.hasErrors() ? Optional.empty() : Optional.of(changes.done(from.name(), to.name()));
    }

    /** Takes the files of golden queries out of others. */
    private static SortedMap<String, Path> taken(SortedMap<String, Path> others) {
        SortedMap<String, Path> golden = new TreeMap<>(others);
        golden.keySet().removeIf(name -> !name.endsWith(EXPECT));
        others.keySet().removeAll(golden.keySet());
        return golden;
    }

    /** Question by question; comments and blanks are no difference. */
    private void golden(SortedMap<String, Path> was, SortedMap<String, Path> is) throws IOException {
        SortedSet<String> all = new TreeSet<>(was.keySet());
        all.addAll(is.keySet());
        for (String name : all) {
            changes.elements(Change.Part.FILES, "", "file " + name, questions(was.get(name)), questions(is.get(name)));
        }
    }

    private static SortedSet<String> questions(@Nullable Path file) throws IOException {
        String text = file == null ? "" : new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return text.lines()
                .map(line -> line.replaceFirst("(^|\\s)#.*", "").strip().replaceAll("\\s+", " "))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void zones(Findings own) throws IOException {
        SortedMap<Name, Path> was = from.zones(own);
        SortedMap<Name, Path> is = to.zones(own);
        SortedSet<Name> all = new TreeSet<>(was.keySet());
        all.addAll(is.keySet());
        for (Name apex : all) {
            Path old = was.get(apex);
            Path fresh = is.get(apex);
            if (old != null && fresh != null) {
                zone(apex, old, fresh, own);
                policy(apex, DiffSide.policyBeside(old), DiffSide.policyBeside(fresh), own);
            } else if (old != null) {
                whole(apex, old, false, own);
            } else if (fresh != null) {
                whole(apex, fresh, true, own);
            }
        }
    }

    private void whole(Name apex, Path file, boolean added, Findings own) {
        String zone = ZoneDiff.lower(apex);
        read(apex, file, own).ifPresent(read -> {
            long records = read.owners().stream()
                    .flatMap(owner -> owner.rrsets().stream())
                    .mapToLong(rrset -> rrset.rdata().size())
                    .sum();
            String words = records
                    + (records == 1 ? " record" : " records")
                    + (Files.exists(DiffSide.policyBeside(file)) ? " and a policy" : "");
            changes.put(Change.Part.ZONE, zone, "zone " + zone, added ? null : words, added ? words : null);
        });
    }

    private void zone(Name apex, Path old, Path fresh, Findings own) throws IOException {
        if (sameOctets(old, fresh) && (sameOthers || !includes(fresh))) {
            return;
        }
        Optional<Zone> before = read(apex, old, own);
        Optional<Zone> after = read(apex, fresh, own);
        if (before.isPresent() && after.isPresent()) {
            new ZoneDiff(before.get(), after.get(), changes).run();
        }
    }

    private static Optional<Zone> read(Name apex, Path file, Findings own) {
        return new ZoneReader().read(file, file.toString(), apex, own);
    }

    private void policy(Name apex, Path old, Path fresh, Findings own) throws IOException {
        boolean was = Files.exists(old);
        boolean is = Files.exists(fresh);
        if (was && is && sameOctets(old, fresh) && sameOthers) {
            return;
        }
        String zone = ZoneDiff.lower(apex);
        if (was != is) {
            String words = "a policy";
            changes.put(Change.Part.POLICY, zone, "policy", was ? words : null, is ? words : null);
        }
        Optional<Policy> before = was ? PolicyReader.read(old, apex, own) : Optional.of(nothing(apex, old));
        Optional<Policy> after = is ? PolicyReader.read(fresh, apex, own) : Optional.of(nothing(apex, fresh));
        if (before.isPresent() && after.isPresent()) {
            new PolicyDiff(before.get(), after.get(), changes).run();
        }
    }

    private static Policy nothing(Name apex, Path file) {
        return new Policy(apex, file.toString(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), List.of());
    }

    private void lines(Findings own) {
        changes.put(
                Change.Part.LINES, "", "home", from.files().home(), to.files().home());
        DeclaredLines was = lines(from, own);
        DeclaredLines is = lines(to, own);
        sets("area ", was.areas(), is.areas());
        changes.order(Change.Part.LINES, "", "areas", names(was.areas()), names(is.areas()));
        sets("isp ", was.isps(), is.isps());
        changes.order(Change.Part.LINES, "", "isps", names(was.isps()), names(is.isps()));
        map(Change.Part.LINES, "network ", was.networks(), is.networks());
    }

    private static List<String> names(Map<String, ?> things) {
        return List.copyOf(things.keySet());
    }

    private static DeclaredLines lines(DiffSide side, Findings own) {
        Path file = side.files().lines();
        return file == null ? DeclaredLines.NONE : DeclaredLines.read(file, own);
    }

    private void sets(String kind, Map<String, SortedSet<String>> was, Map<String, SortedSet<String>> is) {
        SortedSet<String> all = new TreeSet<>(was.keySet());
        all.addAll(is.keySet());
        for (String name : all) {
            SortedSet<String> old = was.get(name);
            SortedSet<String> fresh = is.get(name);
            if (old != null && fresh != null) {
                changes.elements(Change.Part.LINES, "", kind + name, old, fresh);
            } else {
                changes.put(Change.Part.LINES, "", kind + name, joined(old), joined(fresh));
            }
        }
    }

    private static @Nullable String joined(@Nullable SortedSet<String> elements) {
        return elements == null ? null : String.join(", ", elements);
    }

    private void map(Change.Part part, String kind, Map<String, String> was, Map<String, String> is) {
        SortedSet<String> all = new TreeSet<>(was.keySet());
        all.addAll(is.keySet());
        for (String key : all) {
            changes.put(part, "", kind + key, was.get(key), is.get(key));
        }
    }

    private static boolean sameOctets(Path one, Path other) throws IOException {
        return Files.mismatch(one, other) < 0;
    }

    private static boolean includes(Path file) throws IOException {
        byte[] octets = Files.readAllBytes(file);
        for (int i = 0; i + INCLUDE.length <= octets.length; i++) {
            int at = 0;
            while (at < INCLUDE.length && Character.toUpperCase(octets[i + at]) == INCLUDE[at]) {
                at++;
            }
            if (at == INCLUDE.length) {
                return true;
            }
        }
        return false;
    }

    private static SortedMap<String, String> digests(SortedMap<String, Path> files) throws IOException {
        SortedMap<String, String> digests = new TreeMap<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            digests.put(file.getKey(), digest(file.getValue()));
        }
        return digests;
    }

    private static String digest(Path file) throws IOException {
        try {
            return "sha256 "
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)), 0, 8)
                    + "…";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
