package io.proxima.control;

import io.proxima.store.Entry;
import io.proxima.store.Hold;
import io.proxima.store.JournalRecord;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A record of the journal as a line for people. */
public final class JournalText {
    private JournalText() {}

    /** When, what in one word, and the rest. */
    public static String of(JournalRecord record) {
        return "%-29s %s".formatted(When.text(record.at()), words(record.entry()));
    }

    private static String words(Entry entry) {
        return switch (entry) {
            case Entry.Started started ->
                line("start", started.node() + " answers from release " + shorter(started.release()));
            case Entry.Stopped stopped -> line("stop", stopped.node());
            case Entry.VerdictChanged changed ->
                line(
                        changed.up() ? "up" : "down",
                        pair(changed.check(), changed.address())
                                + (changed.reason().isEmpty() ? "" : ": " + changed.reason())
                                + held(changed.held())
                                + votes(changed.votes()));
            case Entry.Moved moved ->
                line(
                        moved.moving() ? "contested" : moved.stale() ? "stale" : "settled",
                        pair(moved.check(), moved.address()) + held(moved.held()));
            case Entry.Overridden said ->
                line(
                        said.word(),
                        said.zone() + "/" + said.pool() + "/" + said.member() + " by " + said.owner()
                                + (said.reason().isEmpty() ? "" : ": " + said.reason())
                                + (said.untilMillis() == null
                                        ? ""
                                        : ", until " + When.text(Instant.ofEpochMilli(said.untilMillis()))));
            case Entry.Activated activated ->
                line(
                        "release",
                        shorter(activated.release()) + " is served"
                                + (activated.author() == null ? "" : ", by " + activated.author())
                                + (activated.reason() == null ? "" : ": " + activated.reason()));
            case Entry.Refused refused ->
                line(
                        "refused",
                        shorter(refused.release()) + " is not served: " + count(refused.errors(), "error") + ", "
                                + count(refused.warnings(), "warning") + "; " + refused.first());
            case Entry.Lost lost -> line("lost", count(lost.records(), "record"));
            case Entry.Snapshot snapshot ->
                line(
                        "snapshot",
                        count(snapshot.verdicts().size(), "verdict") + ", "
                                + count(snapshot.overrides().size(), "override") + " under release "
                                + shorter(snapshot.release()));
        };
    }

    private static String line(String word, String rest) {
        return "%-10s %s".formatted(word, rest);
    }

    private static String pair(String check, String address) {
        return check + " " + address;
    }

    private static String held(@Nullable Hold hold) {
        return hold == null ? "" : "; " + hold.words();
    }

    private static String votes(List<Entry.Vote> votes) {
        return votes.isEmpty()
                ? ""
                : votes.stream()
                        .map(vote -> vote.node() + " " + vote.vote() + (vote.pending() ? " (pending)" : ""))
                        .collect(Collectors.joining(", ", " [", "]"));
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String shorter(String release) {
        return release.substring(0, Math.min(12, release.length()));
    }
}
