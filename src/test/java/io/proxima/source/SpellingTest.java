package io.proxima.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpellingTest {
    private static String word(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }

    private static String slipped(Random random, String word) {
        int at = random.nextInt(word.length());
        String letter = word(random, 1);
        return switch (random.nextInt(3)) {
            case 0 -> word.substring(0, at) + word.substring(at + 1);
            case 1 -> word.substring(0, at) + letter + word.substring(at);
            default -> word.substring(0, at) + letter + word.substring(at + 1);
        };
    }

    @Test
    void nearestIsFoundWhereverItStands() {
        assertEquals(Optional.of("web"), Spelling.nearest("wep", List.of("wall", "web", "wen")), "the first of two");
        assertEquals(Optional.of("Web"), Spelling.nearest("web", List.of("wen", "Web")), "case is no slip");
        assertEquals(Optional.empty(), Spelling.nearest("a", List.of("b", "ab")), "one letter tells nothing");
        assertEquals(Optional.of("abcd"), Spelling.nearest("abxd", List.of("xyz", "abcdef", "abcd")));
        assertEquals(Optional.empty(), Spelling.nearest("abcd", List.of("dcba", "wxyz")));
    }

    /** Up to two slips are always forgiven, however large the crowd is. */
    @Test
    void twoSlipsAreForgivenAmongThousands() {
        Random random = new Random(21);
        List<String> known = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            known.add(word(random, 12));
        }
        for (int i = 0; i < 500; i++) {
            String meant = known.get(random.nextInt(known.size()));
            String written = slipped(random, slipped(random, meant));
            assertEquals(Optional.of(meant), Spelling.nearest(written, known), "seed 21: " + written);
        }
    }

    /** A count, the same on every machine: of how many words of a crowd the distance has to be worked out. */
    @Test
    void mostWordsAreSeenToBeFarAwayWithoutWork() {
        Random random = new Random(22);
        int worked = 0;
        int words = 1_000;
        List<String> known = new ArrayList<>();
        for (int i = 0; i < words; i++) {
            known.add(word(random, 6 + random.nextInt(10)));
        }
        for (String word : known) {
            long letters = Spelling.letters(word);
            worked += (int) known.stream()
                    .filter(candidate -> Spelling.mayBeNear(word, letters, candidate))
                    .count();
        }
        assertTrue(worked < words * words / 100, worked + " of " + words * words + ", seed 22");
    }

    @Test
    void longListsAreCut() {
        List<String> known = new ArrayList<>();
        for (int i = 1000; i < 5_000; i++) {
            known.add("n" + i);
        }
        String hint = String.valueOf(Spelling.hint("completely-different", known));
        assertTrue(hint.startsWith("known: n1000, n1001, ") && hint.endsWith(", n1049 and 3950 more"), hint);
    }
}
