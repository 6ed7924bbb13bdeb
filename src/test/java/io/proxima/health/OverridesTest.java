package io.proxima.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class OverridesTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final List<OverrideWord> WORDS = List.of(OverrideWord.values());
    private static final PoolMember A = new PoolMember("example.com.", "edge", "a");
    private static final PoolMember B = new PoolMember("example.com.", "edge", "b");

    private static MemberOverride said(OverrideWord word, long untilMillis, String owner) {
        return new MemberOverride(word, untilMillis, owner, "why", NOW, false);
    }

    private static MemberOverride drain(String owner) {
        return said(OverrideWord.DRAIN, MemberOverride.NO_END, owner);
    }

    private static void say(Overrides at, PoolMember member, MemberOverride override) {
        at.take(at.proposed(List.of(member), override));
    }

    private static Map<PoolMember, MemberOverride> inForce(Overrides at, long now) {
        at.changes(Map.of(), now);
        return at.inForce();
    }

    private static String owner(Map<PoolMember, MemberOverride> inForce) {
        return Objects.requireNonNull(inForce.get(A)).owner();
    }

    private static OverrideRegister random(Random random) {
        OverrideWord word = WORDS.get(random.nextInt(WORDS.size()));
        return new OverrideRegister(
                random.nextBoolean() ? A : B,
                1 + random.nextInt(4),
                "ns" + random.nextInt(2),
                new MemberOverride(
                        word,
                        random.nextBoolean() ? MemberOverride.NO_END : NOW + random.nextInt(3),
                        "o" + random.nextInt(2),
                        "r" + random.nextInt(2),
                        NOW + random.nextInt(2),
                        false));
    }

    private static List<OverrideRegister> told(List<OverrideRegister> registers) {
        Overrides overrides = new Overrides("ns9");
        registers.forEach(overrides::heard);
        return overrides.registers();
    }

    /** Registers with the same counter and node, too, as a replica makes them that lost its disk. */
    @Test
    void whoHeardTheSameAgreesWhateverTheOrder() {
        Random random = new Random(7);
        for (int round = 0; round < 5_000; round++) {
            List<OverrideRegister> registers = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(8); i++) {
                registers.add(random(random));
            }
            List<OverrideRegister> expected = told(registers);
            List<OverrideRegister> shuffled = new ArrayList<>(registers);
            shuffled.addAll(registers.subList(0, random.nextInt(registers.size() + 1))); // some come twice
            Collections.shuffle(shuffled, random);
            assertEquals(expected, told(shuffled), () -> "commutative and idempotent: " + registers);

            int cut = random.nextInt(registers.size() + 1);
            List<OverrideRegister> grouped = new ArrayList<>(told(registers.subList(cut, registers.size())));
            grouped.addAll(0, told(registers.subList(0, cut)));
            assertEquals(expected, told(grouped), () -> "associative, cut at " + cut + ": " + registers);
        }
    }

    /** Three replicas that say things and gossip in any order, with losses, and in the end hear all. */
    @Test
    void replicasConvergeInAnyOrderOfDelivery() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<Overrides> replicas = List.of(new Overrides("ns1"), new Overrides("ns2"), new Overrides("ns3"));
            for (int step = 0; step < 40; step++) {
                Overrides one = replicas.get(random.nextInt(3));
                Overrides other = replicas.get(random.nextInt(3));
                if (random.nextInt(3) == 0) {
                    say(one, random.nextBoolean() ? A : B, random(random).override());
                } else if (!one.registers().isEmpty()) {
                    List<OverrideRegister> known = one.registers();
                    other.heard(known.get(random.nextInt(known.size())));
                }
            }
            List<OverrideRegister> all = replicas.stream()
                    .flatMap(replica -> replica.registers().stream())
                    .toList();
            replicas.forEach(replica -> all.forEach(replica::heard));
            for (Overrides replica : replicas) {
                assertEquals(replicas.getFirst().registers(), replica.registers(), "seed " + seed);
                assertEquals(
                        inForce(replicas.getFirst(), NOW + 1), inForce(replica, NOW + 1), "in force, seed " + seed);
            }
        }
    }

    @Test
    void whatIsSaidLaterStandsThoughItIsHeardBefore() {
        Overrides first = new Overrides("ns1");
        say(first, A, drain("alice"));
        OverrideRegister older = first.registers().getFirst();
        Overrides second = new Overrides("ns2");
        second.heard(older);
        say(second, A, said(OverrideWord.FORCE_UP, MemberOverride.NO_END, "bob"));
        OverrideRegister later = second.registers().getFirst();
        assertTrue(later.counter() > older.counter());
        Overrides third = new Overrides("ns3");
        third.heard(later);
        third.heard(older);
        assertEquals("bob", owner(inForce(third, NOW)));
    }

    @Test
    void ofTwoAtOnceTheGreaterNodeStandsEverywhere() {
        Overrides first = new Overrides("ns1");
        Overrides second = new Overrides("ns2");
        say(first, A, drain("alice"));
        say(second, A, said(OverrideWord.FORCE_UP, MemberOverride.NO_END, "bob"));
        OverrideRegister one = first.registers().getFirst();
        OverrideRegister two = second.registers().getFirst();
        first.heard(two);
        second.heard(one);
        assertEquals(first.registers(), second.registers());
        assertEquals("bob", owner(inForce(first, NOW)));
    }

    @Test
    void whatWasTakenBackDoesNotRiseAgain() {
        Overrides first = new Overrides("ns1");
        say(first, A, drain("alice"));
        OverrideRegister drained = first.registers().getFirst();
        say(first, A, said(OverrideWord.AUTO, MemberOverride.NO_END, "alice"));
        first.heard(drained);
        assertEquals(Map.of(), inForce(first, NOW));
        assertEquals(Map.of(), inForce(first, NOW + Duration.ofDays(29).toMillis()));
        first.heard(drained);
        assertEquals(Map.of(), inForce(first, NOW + Duration.ofDays(29).toMillis()));
    }

    @Test
    void whatEndedIsSweptOnlyAfterAMonth() {
        Overrides overrides = new Overrides("ns1");
        say(overrides, A, said(OverrideWord.DRAIN, NOW + 1_000, "alice"));
        say(overrides, B, said(OverrideWord.AUTO, MemberOverride.NO_END, "alice"));
        overrides.changes(Map.of(), NOW + 29L * 86_400_000);
        assertEquals(2, overrides.registers().size());
        overrides.unsaved();
        overrides.changes(Map.of(), NOW + 30L * 86_400_000 + 1_000);
        assertEquals(List.of(), overrides.registers());
        assertTrue(overrides.unsaved().isPresent(), "the file is to forget them too");
    }

    @Test
    void timeThatIsOverLeavesAMemberToItsChecks() {
        Overrides overrides = new Overrides("ns1");
        say(overrides, A, said(OverrideWord.DRAIN, NOW + 1_000, "alice"));
        assertEquals(
                List.of(new HealthEvent.Overridden(A, said(OverrideWord.DRAIN, NOW + 1_000, "alice"), NOW)),
                overrides.changes(Map.of(), NOW));
        assertEquals(List.of(), overrides.changes(Map.of(), NOW + 999));
        HealthEvent.Overridden ended = overrides.changes(Map.of(), NOW + 1_000).getFirst();
        assertEquals(OverrideWord.AUTO, ended.override().word());
        assertEquals("its time is over", ended.override().reason());
        assertEquals(Map.of(), overrides.inForce());
    }

    @Test
    void whoTookAWordBackIsTold() {
        Overrides overrides = new Overrides("ns1");
        say(overrides, A, drain("alice"));
        overrides.changes(Map.of(), NOW);
        say(overrides, A, said(OverrideWord.AUTO, MemberOverride.NO_END, "bob"));
        HealthEvent.Overridden ended = overrides.changes(Map.of(), NOW + 5).getFirst();
        assertEquals("bob", ended.override().owner());
        assertEquals(NOW + 5, ended.atMillis());
    }

    @Test
    void operatorStandsAboveASchedule() {
        Overrides overrides = new Overrides("ns1");
        Map<PoolMember, MemberOverride> scheduled =
                Map.of(A, new MemberOverride(OverrideWord.DRAIN, NOW + 10, "the schedule", "", NOW, true));
        overrides.changes(scheduled, NOW);
        assertEquals("the schedule", owner(overrides.inForce()));
        say(overrides, A, said(OverrideWord.FORCE_UP, MemberOverride.NO_END, "alice"));
        overrides.changes(scheduled, NOW);
        assertEquals("alice", owner(overrides.inForce()));
        say(overrides, A, said(OverrideWord.AUTO, MemberOverride.NO_END, "alice"));
        overrides.changes(scheduled, NOW);
        assertEquals("the schedule", owner(overrides.inForce()), "auto leaves the schedule its say");
        HealthEvent.Overridden ended = overrides.changes(Map.of(), NOW + 10).getFirst();
        assertTrue(ended.override().scheduled());
    }

    @Test
    void proposalIsNotTaken() {
        Overrides overrides = new Overrides("ns1");
        List<OverrideRegister> proposed = overrides.proposed(List.of(A, B), drain("alice"));
        assertEquals(2, proposed.size());
        assertEquals(List.of(), overrides.registers());
        assertFalse(overrides.unsaved().isPresent());
    }

    @Test
    void restoredWordsAreNoNewsForTheDisk() {
        Overrides overrides = new Overrides("ns1");
        overrides.restore(List.of(new OverrideRegister(A, 7, "ns2", drain("alice"))));
        assertFalse(overrides.unsaved().isPresent());
        assertEquals(8, overrides.proposed(List.of(A), drain("bob")).getFirst().counter());
    }

    @Test
    void whatPeopleWriteStaysOnOneLineAndShort() {
        MemberOverride override =
                new MemberOverride(OverrideWord.DRAIN, 1, "al\nice", "\u001b[2J" + "x".repeat(300), NOW, false);
        assertEquals("al?ice", override.owner());
        assertTrue(override.reason().startsWith("?[2J") && override.reason().length() == 160, override.reason());
        String emoji = "x".repeat(159) + "\ud83d\ude00";
        assertEquals("x".repeat(159), new MemberOverride(OverrideWord.DRAIN, 1, "", emoji, NOW, false).reason());
    }

    @Test
    void whatIsSavedComesBackAndWhatIsTornDoesNot() {
        Random random = new Random(3);
        List<OverrideRegister> registers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            OverrideRegister register = random(random);
            registers.add(new OverrideRegister(
                    new PoolMember("example.com.", "edge", "odd\t\\name" + i),
                    register.counter(),
                    "ns\n1",
                    register.override()));
        }
        String text = SavedOverrides.encode(registers);
        assertEquals(registers, SavedOverrides.decode(text).orElseThrow());
        assertEquals(
                List.of(),
                SavedOverrides.decode(SavedOverrides.encode(List.of())).orElseThrow());
        for (int length = 0; length < text.length(); length++) {
            assertTrue(SavedOverrides.decode(text.substring(0, length)).isEmpty(), "torn after " + length);
        }
        for (int i = 0; i < 2_000; i++) {
            char[] changed = text.toCharArray();
            changed[random.nextInt(changed.length)] ^= (char) (1 + random.nextInt(127));
            assertTrue(SavedOverrides.decode(new String(changed)).isEmpty());
        }
    }
}
