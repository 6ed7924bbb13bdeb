package io.proxima;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.Fingerprint;
import io.proxima.catalog.ReleaseContents;
import io.proxima.source.Finding;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * A release that was read, and compiled where nothing stands in the way.
 *
 * @param digests of its files by their names
 * @param contents of the files; null of a kept release, whose files are kept already
 * @param octets of its files by their digests, of those that are others than in the release read before, where they are few
 * @param print what the files looked like before and after they were read; null of a kept release
 * @param catalog null where a finding is an error
 */
record Candidate(
        String release,
        Map<String, String> digests,
        @Nullable ReleaseContents contents,
        Map<String, byte[]> octets,
        @Nullable Fingerprint print,
        @Nullable Catalog catalog,
        List<Finding> findings) {
    Candidate {
        digests = Map.copyOf(digests);
        octets = Map.copyOf(octets);
        findings = List.copyOf(findings);
    }

    /** Says what was found. */
    void report(Logger log) {
        for (Finding finding : findings) {
            if (finding.level() == Finding.Level.ERROR) {
                log.error("{}", finding);
            } else {
                log.warn("{}", finding);
            }
        }
    }
}
