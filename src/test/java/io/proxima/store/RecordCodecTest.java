package io.proxima.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.health.Ballot;
import io.proxima.health.HealthEvent;
import io.proxima.health.Held;
import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideWord;
import io.proxima.health.Pair;
import io.proxima.health.PoolMember;
import io.proxima.health.Verdict;
import io.proxima.health.Vote;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The records as they stand on disk, where they must stay readable. */
class RecordCodecTest {
    private static final Instant AT = Instant.parse("2026-11-25T02:42:00.120Z");
    private static final Pair PAIR = new Pair("example.com./web", "192.0.2.1");
    private static final Verdict HELD =
            new Verdict(false, false, false, AT.toEpochMilli(), new Held.Down(AT.toEpochMilli() + 30_000));
    private static final Verdict DAMPED = new Verdict(
            false,
            true,
            false,
            AT.toEpochMilli(),
            new Held.Damped(3.25, AT.toEpochMilli() - 7_000, 1_795_574_900_000L));
    private static final String DAMPED_TEXT =
            "\"held\":{\"penalty\":3.25,\"fellAtMillis\":1795574513120,\"untilMillis\":1795574900000}";
    private static final String HEAD = "{\"n\":17,\"at\":\"2026-11-25T02:42:00.120Z\",\"kind\":";

    /** An entry and its text. */
    record Case(Entry entry, String text) {}

    static Stream<Case> everyKind() {
        Verdict down = new Verdict(false, true, false, AT.toEpochMilli());
        List<Ballot> votes = List.of(
                new Ballot("ns1", 5, 9, PAIR, Vote.DOWN, false, "connection \"refused\"\n"),
                new Ballot("ns2", 5, 2, PAIR, Vote.UP, true, ""));
        Map<Pair, Verdict> known = new LinkedHashMap<>();
        known.put(PAIR, down);
        known.put(new Pair("example.com./web", "192.0.2.2"), Verdict.INITIAL);
        return Stream.of(
                new Case(new Entry.Started("ns1", "3f9c"), "\"start\",\"node\":\"ns1\",\"release\":\"3f9c\"}"),
                new Case(new Entry.Stopped("ns1"), "\"stop\",\"node\":\"ns1\"}"),
                new Case(
                        Entry.of(new HealthEvent.VerdictChanged(PAIR, down, votes, "connection \"refused\"\n", 0)),
                        "\"verdict\",\"check\":\"example.com./web\",\"address\":\"192.0.2.1\",\"up\":false,\"moving\":true,"
                                + "\"stale\":false,\"changedAtMillis\":1795574520120,"
                                + "\"reason\":\"connection \\\"refused\\\"\\n\",\"votes\":["
                                + "{\"node\":\"ns1\",\"vote\":\"down\",\"pending\":false,"
                                + "\"reason\":\"connection \\\"refused\\\"\\n\"},"
                                + "{\"node\":\"ns2\",\"vote\":\"up\",\"pending\":true,\"reason\":\"\"}]}"),
                new Case(
                        Entry.of(new HealthEvent.Moved(PAIR, down, 0)),
                        "\"moving\",\"check\":\"example.com./web\",\"address\":\"192.0.2.1\",\"moving\":true,\"stale\":false}"),
                new Case(
                        Entry.of(new HealthEvent.Overridden(
                                new PoolMember("example.com.", "edge", "sh"),
                                new MemberOverride(
                                        OverrideWord.DRAIN, MemberOverride.NO_END, "ann", "new disks", 5, false),
                                7)),
                        "\"override\",\"zone\":\"example.com.\",\"pool\":\"edge\",\"member\":\"sh\",\"word\":\"drain\","
                                + "\"owner\":\"ann\",\"reason\":\"new disks\",\"setAtMillis\":5,"
                                + "\"scheduled\":false,\"changedAtMillis\":7}"),
                new Case(
                        Entry.Activated.of("3f9c", List.of(Entry.Known.of(PAIR, Verdict.INITIAL)), known),
                        "\"release\",\"release\":\"3f9c\",\"forgotten\":[{\"check\":\"example.com./web\","
                                + "\"address\":\"192.0.2.1\",\"up\":true,\"moving\":false,\"stale\":false,\"changedAtMillis\":0}],"
                                + "\"restored\":[{\"check\":\"example.com./web\",\"address\":\"192.0.2.1\",\"up\":false,"
                                + "\"moving\":true,\"stale\":false,\"changedAtMillis\":1795574520120}]}"),
                new Case(
                        new Entry.Refused("3f9c", 2, 1, "zones/example.com.zone:11:11: error: \"x\""),
                        "\"refused\",\"release\":\"3f9c\",\"errors\":2,\"warnings\":1,"
                                + "\"first\":\"zones/example.com.zone:11:11: error: \\\"x\\\"\"}"),
                new Case(new Entry.Lost(12), "\"lost\",\"records\":12}"),
                new Case(
                        Entry.Snapshot.of("3f9c", known, Map.of()),
                        "\"snapshot\",\"release\":\"3f9c\",\"running\":true,\"verdicts\":[{\"check\":\"example.com./web\","
                                + "\"address\":\"192.0.2.1\",\"up\":false,\"moving\":true,\"stale\":false,"
                                + "\"changedAtMillis\":1795574520120}],\"overrides\":[]}"),
                new Case(
                        Entry.of(new HealthEvent.VerdictChanged(PAIR, HELD, List.of(), "", 0)),
                        "\"verdict\",\"check\":\"example.com./web\",\"address\":\"192.0.2.1\",\"up\":false,\"moving\":false,"
                                + "\"stale\":false,\"changedAtMillis\":1795574520120,\"reason\":\"\",\"votes\":[],"
                                + "\"held\":{\"untilMillis\":1795574550120}}"),
                new Case(
                        Entry.of(new HealthEvent.Moved(PAIR, DAMPED, 0)),
                        "\"moving\",\"check\":\"example.com./web\",\"address\":\"192.0.2.1\",\"moving\":true,"
                                + "\"stale\":false," + DAMPED_TEXT + "}"),
                new Case(
                        Entry.Snapshot.of("3f9c", Map.of(PAIR, DAMPED), Map.of()),
                        "\"snapshot\",\"release\":\"3f9c\",\"running\":true,\"verdicts\":[{\"check\":\"example.com./web\","
                                + "\"address\":\"192.0.2.1\",\"up\":false,\"moving\":true,\"stale\":false,"
                                + "\"changedAtMillis\":1795574520120," + DAMPED_TEXT + "}],\"overrides\":[]}"));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void everyKindIsWrittenAndReadBack(Case kind) {
        JournalRecord record = new JournalRecord(17, AT, kind.entry());
        byte[] octets = RecordCodec.encode(record);
        assertEquals(HEAD + kind.text(), new String(octets, StandardCharsets.UTF_8));
        assertEquals(Optional.of(record), RecordCodec.decode(octets, 0, octets.length));
    }

    @Test
    void everyKindIsTried() {
        assertEquals(
                Entry.KINDS.keySet().stream().sorted().toList(),
                everyKind()
                        .map(kind -> RecordCodec.kind(kind.entry()))
                        .distinct()
                        .sorted()
                        .toList());
    }

    @Test
    void keysOfALaterVersionArePassedOver() {
        byte[] octets = (HEAD + "\"stop\",\"node\":\"ns1\",\"why\":\"told\"}").getBytes(StandardCharsets.UTF_8);
        assertEquals(
                Optional.of(new JournalRecord(17, AT, new Entry.Stopped("ns1"))),
                RecordCodec.decode(octets, 0, octets.length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{\"n\":1}",
                "{\"n\":1,\"at\":\"today\",\"kind\":\"stop\",\"node\":\"ns1\"}",
                "{\"n\":-1,\"at\":\"2026-11-25T02:42:00Z\",\"kind\":\"stop\",\"node\":\"ns1\"}",
                "{\"n\":\"x\",\"at\":\"2026-11-25T02:42:00Z\",\"kind\":\"stop\",\"node\":\"ns1\"}",
                "{\"n\":1,\"at\":\"2026-11-25T02:42:00Z\",\"kind\":\"later\"}",
                "{\"n\":1,\"at\":\"2026-11-25T02:42:00Z\",\"kind\":\"stop\"}",
                "{\"n\":1,\"at\":\"2026-11-25T02:42:00Z\",\"kind\":\"stop\",\"node\":{}}",
                "{\"n\":1,\"at\":\"2026-11-25T02:42:00Z\",\"kind\":\"lost\",\"records\":\"many\"}",
                "{\"n\":1,\"at\":\"2026-11-25T02:42:00Z\",\"kind\":\"snapshot\",\"release\":\"\",\"verdicts\":[null],\"overrides\":[]}",
                "{\"n\":1,\"at\":\"2026-11-25T02:42:00Z\",\"kind\":\"snapshot\",\"release\":\"\"}",
                "{\"n\":1,\"at\":\"2026-11-25T02:42:00Z\",\"kind\":\"override\",\"zone\":\"example.com.\",\"pool\":\"edge\","
                        + "\"member\":\"sh\",\"word\":\"explode\",\"owner\":\"ann\",\"reason\":\"\"}",
                "{\"n\":1,\"at\":\"2026-11-25T02:42:00Z\",\"kind\":\"moving\",\"check\":\"c\",\"address\":\"a\","
                        + "\"moving\":true,\"stale\":false,\"held\":{\"penalty\":3}}"
            })
    void whatIsNoRecordIsNone(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        assertEquals(Optional.empty(), RecordCodec.decode(octets, 0, octets.length));
    }

    @Test
    void deepNestingIsNone() {
        byte[] octets = (HEAD + "\"stop\",\"node\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
        assertEquals(Optional.empty(), RecordCodec.decode(octets, 0, octets.length));
    }
}
