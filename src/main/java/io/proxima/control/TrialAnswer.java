package io.proxima.control;

import io.proxima.trial.TrialReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a trial.
 *
 * @param findings on the candidate's files, {@code FILE:LINE:COLUMN: level: message (hint)} each
 * @param report null where one of those is an error
 */
public record TrialAnswer(List<String> findings, @Nullable TrialReport report) {
    public TrialAnswer {
        findings = List.copyOf(findings);
    }
}
