package io.proxima.control;

import io.proxima.source.Finding;
import java.util.Comparator;
import java.util.List;

/**
 * What came of reading the files: which release is served, and of the last attempt to read another.
 *
 * @param hash of what is served
 * @param servedSinceMillis since when, on the wall clock, in this life of the server
 * @param lastAtMillis when files were last read
 * @param lastServed whether what was read then is served; if not, it has errors
 * @param errors findings of that reading
 * @param warnings findings of that reading
 * @param loads how often a release was put in force, the start's among them
 * @param refused how often files were read and not served
 * @param findings the first of that reading, errors first, as they are printed
 * @param files what the files were when they were last seen
 */
public record ReleaseLoads(
        String hash,
        long servedSinceMillis,
        long lastAtMillis,
        boolean lastServed,
        int errors,
        int warnings,
        long loads,
        long refused,
        List<String> findings,
        Files files) {
    /** How many findings are told; the log has them all. */
    public static final int MOST_FINDINGS = 20;

    /** Before anything was read. */
    public static final ReleaseLoads NONE =
            new ReleaseLoads("", 0, 0, false, 0, 0, 0, 0, List.of(), new Files("", 0, false));

    public ReleaseLoads {
        findings = List.copyOf(findings);
    }

    /**
     * The files as they were last seen.
     *
     * @param release their hash
     * @param sinceMillis when they were first seen so
     * @param held whether they stay out of force until they are edited
     */
    public record Files(String release, long sinceMillis, boolean held) {}

    /** After a release was put in force. */
    public ReleaseLoads served(String hash, List<Finding> found, long nowMillis) {
        return new ReleaseLoads(
                hash,
                nowMillis,
                nowMillis,
                true,
                errors(found),
                warnings(found),
                loads + 1,
                refused,
                told(found),
                files);
    }

    /** After files were read that are what is served. */
    public ReleaseLoads unchanged(List<Finding> found, long nowMillis) {
        return new ReleaseLoads(
                hash,
                servedSinceMillis,
                nowMillis,
                true,
                errors(found),
                warnings(found),
                loads,
                refused,
                told(found),
                files);
    }

    /** After files were read that have errors. */
    public ReleaseLoads refused(List<Finding> found, long nowMillis) {
        return new ReleaseLoads(
                hash,
                servedSinceMillis,
                nowMillis,
                false,
                errors(found),
                warnings(found),
                loads,
                refused + 1,
                told(found),
                files);
    }

    /** After a kept release was put in force because the files have errors, which are still to be told. */
    public ReleaseLoads servedInstead(String hash, long nowMillis) {
        return new ReleaseLoads(
                hash, nowMillis, lastAtMillis, false, errors, warnings, loads + 1, refused, findings, files);
    }

    /** The same, with what the files are. */
    public ReleaseLoads with(Files now) {
        return new ReleaseLoads(
                hash, servedSinceMillis, lastAtMillis, lastServed, errors, warnings, loads, refused, findings, now);
    }

    private static int errors(List<Finding> found) {
        return (int) found.stream()
                .filter(finding -> finding.level() == Finding.Level.ERROR)
                .count();
    }

    private static int warnings(List<Finding> found) {
        return found.size() - errors(found);
    }

    private static List<String> told(List<Finding> found) {
        return found.stream()
                .sorted(Comparator.comparing(Finding::level))
                .limit(MOST_FINDINGS)
                .map(Finding::toString)
                .toList();
    }
}
