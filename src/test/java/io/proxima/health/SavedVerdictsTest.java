package io.proxima.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SavedVerdictsTest {
    @Test
    void whatIsSavedComesBack() {
        Map<Pair, Verdict> verdicts = new LinkedHashMap<>();
        verdicts.put(new Pair("example.com./web", "192.0.2.1"), new Verdict(false, false, 1_700_000_000_000L));
        verdicts.put(new Pair("example.com./web", "2001:db8::1"), Verdict.INITIAL);
        verdicts.put(new Pair("odd\tname\n\\\r", "192.0.2.2"), new Verdict(true, false, 1));
        assertEquals(verdicts, SavedVerdicts.decode(SavedVerdicts.encode(verdicts)));
    }

    @Test
    void unsettledIsNotKept() {
        Pair pair = new Pair("c", "192.0.2.1");
        String text = SavedVerdicts.encode(Map.of(pair, new Verdict(false, true, 3)));
        assertEquals(Map.of(pair, new Verdict(false, false, 3)), SavedVerdicts.decode(text));
    }

    @Test
    void linesThatAreNoVerdictsArePassedOver() {
        String text = """
                # something else
                up\tsoon\t192.0.2.1\tc
                sideways\t1\t192.0.2.1\tc
                up\t-1\t192.0.2.1\tc
                up\t1\t192.0.2.1
                up\t1\t\tc
                up\t1\t192.0.2.1\tbad\\q
                down\t7\t192.0.2.9\tc
                down\t7\t192.0""";
        assertEquals(Map.of(new Pair("c", "192.0.2.9"), new Verdict(false, false, 7)), SavedVerdicts.decode(text));
    }

    @Test
    void garbageNeverThrows() {
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder("up\t1\t192.0.2.1\tc\n".repeat(2));
            for (int j = 0; j < 6; j++) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(128));
            }
            SavedVerdicts.decode(text.toString());
        }
    }
}
