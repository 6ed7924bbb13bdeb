package io.proxima.zone;

import io.proxima.source.Finding;
import io.proxima.source.Findings;
import io.proxima.wire.Name;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a zone file.
 *
 * @param zone null where a finding is an error
 * @param findings in the order of the file
 * @param flagged the owners that the findings are about, but for those that are about no owner
 * @param chunks what the file was made of, or null where its next edit is to be read whole
 * @param includes whether other files are part of it
 */
record Reading(
        @Nullable Zone zone,
        List<Finding> findings,
        Set<Name> flagged,
        @Nullable List<Chunk> chunks,
        boolean includes) {

    /** Tells what was found. */
    void tell(Findings all) {
        for (Finding finding : findings) {
            if (finding.level() == Finding.Level.ERROR) {
                all.error(finding.place(), finding.message(), finding.hint());
            } else {
                all.warning(finding.place(), finding.message(), finding.hint());
            }
        }
    }
}
