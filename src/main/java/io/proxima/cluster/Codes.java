package io.proxima.cluster;

import io.proxima.health.OverrideWord;
import io.proxima.health.Vote;
import java.util.Arrays;
import java.util.Optional;

/** The octets that stand for words in what replicas tell each other; they stay as they are. */
final class Codes {
    private Codes() {}

    static byte of(Vote vote) {
        return switch (vote) {
            case NONE -> 0;
            case UP -> 1;
            case DOWN -> 2;
        };
    }

    static Optional<Vote> vote(byte code) {
        return Arrays.stream(Vote.values()).filter(vote -> of(vote) == code).findFirst();
    }

    static byte of(OverrideWord word) {
        return switch (word) {
            case AUTO -> 0;
            case DRAIN -> 1;
            case FORCE_UP -> 2;
            case FORCE_DOWN -> 3;
        };
    }

    static Optional<OverrideWord> word(byte code) {
        return Arrays.stream(OverrideWord.values())
                .filter(word -> of(word) == code)
                .findFirst();
    }
}
