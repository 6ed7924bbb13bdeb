package io.proxima.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Which queries a trial is asked, at which rate, and what of its report makes it fail. */
final class SampleOptions {
    @Option(
            names = "--queries",
            paramLabel = "FILE",
            description = "Queries in place of the recorded ones: NAME TYPE [CLIENT [WEIGHT]] a line.")
    private @Nullable Path queries;

    @Option(
            names = "--synthetic",
            description = "Make queries up: each steered name, from clients on each line that a pool names.")
    private boolean synthetic;

    @Option(
            names = "--weights",
            paramLabel = "LINE=N",
            split = ",",
            description = "How many clients are on a line, for --synthetic. Default: as many as it has addresses.")
    private Map<String, String> weights = Map.of();

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Queries a second, to compare with capacities. Default: as measured by the server.")
    private @Nullable String rate;

    @Option(
            names = "--fail-over",
            paramLabel = "SHARE",
            description = "Exit with 3 where a greater share of answers would lead elsewhere: 5%%.")
    private @Nullable String failOver;

    /**
     * What of the order this is.
     *
     * @throws IllegalArgumentException with a sentence for the operator
     */
    Map<String, Object> order() {
        Map<String, Object> order = new LinkedHashMap<>();
        if (queries != null && (synthetic || !weights.isEmpty())) {
            throw new IllegalArgumentException("either --queries or --synthetic, not both");
        }
        if (queries != null) {
            try {
                order.put("queries", Files.readString(queries));
            } catch (IOException e) {
                throw new IllegalArgumentException("--queries: " + queries + " cannot be read: " + e, e);
            }
        }
        if (synthetic || !weights.isEmpty()) {
            order.put("synthetic", true);
        }
        Map<String, Double> numbers = new LinkedHashMap<>();
        weights.forEach((line, weight) -> numbers.put(line, number("--weights", weight)));
        if (!numbers.isEmpty()) {
            order.put("weights", numbers);
        }
        if (rate != null) {
            order.put("rate", number("--rate", rate));
        }
        limit();
        return order;
    }

    private static double number(String option, String text) {
        if (!text.matches("[0-9]{1,12}(\\.[0-9]{1,6})?")) {
            throw new IllegalArgumentException(option + ": \"" + text + "\" is no number");
        }
        return Double.parseDouble(text);
    }

    /** The share that may change: 1 where nothing is said. */
    private double limit() {
        if (failOver == null) {
            return 1;
        }
        boolean percent = failOver.endsWith("%");
        double number = number("--fail-over", percent ? failOver.substring(0, failOver.length() - 1) : failOver);
        double share = percent ? number / 100 : number;
        if (share > 1) {
            throw new IllegalArgumentException("--fail-over: \"" + failOver + "\" is more than all; write 5% or 0.05");
        }
        return share;
    }

    /** The exit code that a report earns. */
    int exitCode(JsonNode report) {
        return report.path("changed").asDouble(0) > limit() ? ExitCodes.REFUSED : ExitCodes.DONE;
    }
}
