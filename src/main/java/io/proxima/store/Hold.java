package io.proxima.store;

import io.proxima.health.Held;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a pair down whatever its votes say, as the journal has it.
 *
 * @param penalty of one that is damped, after its last fall; null for one that went down a short while ago
 * @param fellAtMillis when that fall was, on the wall clock; null as the penalty is
 * @param untilMillis when it ends, on the wall clock
 */
public record Hold(@Nullable Double penalty, @Nullable Long fellAtMillis, long untilMillis) {
    public Hold {
        if ((penalty == null) != (fellAtMillis == null)) {
            throw new IllegalArgumentException("a penalty without its fall, or a fall without its penalty");
        }
    }

    static @Nullable Hold of(@Nullable Held held) {
        return switch (held) {
            case null -> null;
            case Held.Down(long untilMillis) -> new Hold(null, null, untilMillis);
            case Held.Damped(double penalty, long atMillis, long untilMillis) ->
                new Hold(penalty, atMillis, untilMillis);
        };
    }

    static @Nullable Held held(@Nullable Hold hold) {
        return hold == null ? null : hold.held();
    }

    private Held held() {
        return penalty == null || fellAtMillis == null
                ? new Held.Down(untilMillis)
                : new Held.Damped(penalty, fellAtMillis, untilMillis);
    }

    /** In a few words for operators, as {@link Held#words} has them. */
    public String words() {
        return held().words();
    }
}
