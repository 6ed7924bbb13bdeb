package io.proxima.zone;

import io.proxima.source.Finding;
import io.proxima.source.Findings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a zone file.
 *
 * @param zone null where a finding is an error
 * @param said what was found, in the order of the file
 * @param chunks what the file was made of, or null where its next edit is to be read whole
 * @param includes whether other files are part of it
 */
record Reading(
        @Nullable Zone zone, List<Said> said, @Nullable List<Chunk> chunks, boolean includes) {

    /** Tells what was found. */
    void tell(Findings all) {
        for (Said each : said) {
            Finding finding = each.finding();
            if (finding.level() == Finding.Level.ERROR) {
                all.error(finding.place(), finding.message(), finding.hint());
            } else {
                all.warning(finding.place(), finding.message(), finding.hint());
            }
        }
    }
}
