package io.proxima.probe;

import java.util.List;
import java.util.Locale;

/** Errors of sockets in words for operators, and whose they are. */
final class Faults {
    /** What the system says where it is this machine that cannot ask. */
    private static final List<String> OUR_OWN = List.of(
            "cannot assign requested address", "assign requested address", "too many open files", "no buffer space");

    private Faults() {}

    /** Ends a course with an error: a failure, or no result where the member had no part in it. */
    static void end(Course course, String doing, Throwable error) {
        String text = text(error);
        String lower = text.toLowerCase(Locale.ROOT);
        if (OUR_OWN.stream().anyMatch(lower::contains)) {
            course.none("this machine cannot ask: " + text);
        } else if (lower.contains("refused")) {
            course.fail("connection refused");
        } else if (lower.contains("timed out")) {
            course.fail(course.timedOut());
        } else {
            course.fail(doing + ": " + text);
        }
    }

    /** What the error that began it says. */
    static String text(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
