package io.proxima.control;

import io.proxima.catalog.diff.ReleaseDiff;
import io.proxima.source.Finding;
import io.proxima.source.Findings;
import io.proxima.store.Comparison;
import io.proxima.store.StoreException;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says what differs between two releases: {@code GET /v1/releases/diff?from=current&to=files&limit=1000}.
 *
 * <p>Without them it says what an edit of the files would change. {@code limit} bounds the changes that are told,
 * {@value #MOST} at most; all are counted.
 *
 * @param comparison asked on a thread that may wait for the disk
 */
public record DiffDesk(Comparison comparison) implements ControlServer.Desk {
    /** The most changes that are told in one answer. */
    public static final int MOST = 100_000;

    private static final int USUAL = 1_000;
    private static final int MOST_FINDINGS = 5;

    @Override
    public void open(Routes routes) {
        routes.get("/v1/releases/diff", Role.READ, context -> {
            String from = name(context, "from", "current");
            String to = name(context, "to", Comparison.FILES);
            int limit = limit(context.request().getParam("limit"));
            Routes.blocking(context, () -> diff(from, to, limit));
        });
    }

    private ReleaseDiff diff(String from, String to, int limit) throws IOException {
        Findings findings = new Findings();
        Optional<ReleaseDiff> diff;
        try {
            diff = comparison.of(from, to, limit, findings);
        } catch (StoreException e) {
            throw new ProblemException(Problem.notFound(String.valueOf(e.getMessage())));
        }
        return diff.orElseThrow(() -> new ProblemException(Problem.conflict(errors(findings), "")));
    }

    private static String errors(Findings findings) {
        List<String> errors = findings.sorted().stream()
                .filter(finding -> finding.level() == Finding.Level.ERROR)
                .map(Finding::toString)
                .toList();
        return errors.stream().limit(MOST_FINDINGS).collect(Collectors.joining("\n"))
                + (errors.size() > MOST_FINDINGS ? "\nand " + (errors.size() - MOST_FINDINGS) + " more errors" : "");
    }

    private static String name(RoutingContext context, String parameter, String usual) {
        String name = context.request().getParam(parameter, usual);
        if (!name.matches("files|current|previous|[0-9a-f]{4,64}")) {
            throw new ProblemException(Problem.badRequest(
                    parameter + ": must be at least 4 digits of a release's hash, current, previous or files, not \""
                            + name + "\"",
                    parameter));
        }
        return name;
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return USUAL;
        }
        if (!text.matches("[1-9]\\d{0,5}") || Integer.parseInt(text) > MOST) {
            throw new ProblemException(
                    Problem.badRequest("limit: must be 1 to " + MOST + ", not \"" + text + "\"", "limit"));
        }
        return Integer.parseInt(text);
    }
}
