package io.proxima.scenario;

/** What is wrong with a scenario, or with what was answered in it: {@code FILE:LINE: message}. */
final class ScenarioError extends AssertionError {
    private static final long serialVersionUID = 1;

    ScenarioError(String file, int line, String message) {
        super(file + ":" + line + ": " + message);
    }
}
