package io.proxima.control;

import io.proxima.store.PastRelease;
import io.proxima.store.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which releases were in force, as {@code /v1/releases} tells it.
 *
 * @param version 1; keys are only added to a version
 * @param current the hash of the release in force
 * @param releases the latest first; one that was put in force twice is there twice
 */
public record ReleaseReport(int version, String current, Files files, List<Release> releases) {
    /**
     * The files as they were last seen.
     *
     * @param release their hash
     * @param since when they were first seen so, RFC 3339 in UTC
     * @param differs whether what is in force is another release
     * @param held whether they stay out of force until they are edited, because another was put in force
     */
    public record Files(String release, String since, boolean differs, boolean held) {}

    /**
     * One time that a release was put in force.
     *
     * @param since when, RFC 3339 in UTC
     * @param author who wanted it; null where nobody knows
     * @param reason why; null where nobody said
     * @param node the replica that put it in force first
     * @param counter its Lamport counter
     * @param changed the first files that were others in the release before
     * @param changes how many; null where that is not known
     * @param current whether it is in force
     * @param files whether it is what the files say
     * @param kept whether its files are kept, so that it can be put in force again
     */
    public record Release(
            String release,
            String since,
            @Nullable String author,
            @Nullable String reason,
            String node,
            long counter,
            int zones,
            List<String> changed,
            @Nullable Integer changes,
            boolean current,
            boolean files,
            boolean kept) {}

    /** The report of a history. */
    public static ReleaseReport of(Standing standing, List<PastRelease> latest, Set<String> kept) {
        Files files =
                new Files(standing.files(), instant(standing.filesSinceMillis()), standing.differs(), standing.held());
        List<Release> releases = latest.stream()
                .map(past -> new Release(
                        past.active().release(),
                        instant(past.active().sinceMillis()),
                        orNull(past.active().author()),
                        orNull(past.active().reason()),
                        past.active().stamp().node(),
                        past.active().stamp().counter(),
                        past.zones(),
                        past.changed(),
                        past.changes(),
                        past.active().stamp().equals(standing.active().stamp()),
                        past.active().release().equals(standing.files()),
                        kept.contains(past.active().release())))
                .toList();
        return new ReleaseReport(1, standing.active().release(), files, releases);
    }

    private static String instant(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
