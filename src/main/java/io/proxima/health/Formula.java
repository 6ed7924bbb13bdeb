package io.proxima.health;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the verdict on a derived pair follows from the verdicts on others, its parts. Pure.
 *
 * <p>Nobody probes or votes on a derived pair. In both kinds each part pulls one way only, so that what open parts could
 * make of the whole shows at the two ends: all of them up, all of them down.
 */
public sealed interface Formula {

    /** Up while at least so many parts are: all of them, any, or k of n. */
    record AtLeast(int least, List<Pair> parts) implements Formula {
        public AtLeast {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean up(Predicate<Pair> up) {
            return parts.stream().filter(up).count() >= least;
        }
    }

    /** Up while the part is down. */
    record Not(Pair part) implements Formula {
        @Override
        public List<Pair> parts() {
            return List.of(part);
        }

        @Override
        public boolean up(Predicate<Pair> up) {
            return !up.test(part);
        }
    }

    /** What it follows from, each once. */
    List<Pair> parts();

    /** Whether the derived pair is up, by which parts are. */
    boolean up(Predicate<Pair> up);

    /**
     * The verdict that follows.
     *
     * <p>It is moving while parts that are moving could change it, and stale while it rests on parts that are stale; a part
     * that could not matter does neither. It is held while parts that are held down could change it.
     *
     * @param last the verdict so far
     * @param verdicts on the parts
     */
    default Verdict verdict(Verdict last, Function<Pair, Verdict> verdicts, long nowMillis) {
        boolean up = up(part -> verdicts.apply(part).up());
        return new Verdict(
                up,
                couldDiffer(verdicts, Verdict::moving),
                couldDiffer(verdicts, Verdict::stale),
                up == last.up() ? last.changedAtMillis() : nowMillis,
                up ? null : held(verdicts));
    }

    /** What keeps it down that ends first, where parts that are held down could change it. */
    private @Nullable Held held(Function<Pair, Verdict> verdicts) {
        if (!couldDiffer(verdicts, verdict -> verdict.held() != null)) {
            return null;
        }
        return parts().stream()
                .map(part -> verdicts.apply(part).held())
                .filter(Objects::nonNull)
                .min(Comparator.comparingLong(Held::untilMillis))
                .orElse(null);
    }

    /** The parts that speak for the verdict, in a few words for operators. */
    default String why(boolean up, Function<Pair, Verdict> verdicts) {
        boolean speaking = (this instanceof Not) != up;
        return parts().stream()
                .filter(part -> verdicts.apply(part).up() == speaking)
                .map(part -> part.check() + (speaking ? " is up" : " is down"))
                .collect(Collectors.joining(", "));
    }

    private boolean couldDiffer(Function<Pair, Verdict> verdicts, Predicate<Verdict> open) {
        boolean most = up(part -> verdicts.apply(part).up() || open.test(verdicts.apply(part)));
        boolean least = up(part -> verdicts.apply(part).up() && !open.test(verdicts.apply(part)));
        return most != least;
    }
}
