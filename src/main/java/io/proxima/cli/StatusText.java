package io.proxima.cli;

import io.proxima.control.Status;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A status in lines for people: the replica, then pool by pool its groups and members in columns. */
final class StatusText {
    private static final int HASH_DIGITS = 12;

    private final Terminal terminal;
    private final List<String> lines = new ArrayList<>();

    private StatusText(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The lines; what a server or a probe said is shown without its control characters. */
    static List<String> of(Status status, Terminal terminal) {
        StatusText text = new StatusText(terminal);
        text.replica(status);
        status.pools().forEach(text::pool);
        if (!status.changes().isEmpty()) {
            text.line("");
            text.line("what changed last");
            status.changes().forEach(change -> text.line("  " + change));
        }
        return text.lines;
    }

    private void replica(Status status) {
        Status.Replica replica = status.replica();
        Status.Release release = status.release();
        String hash =
                release.hash().substring(0, Math.min(HASH_DIGITS, release.hash().length()));
        line("%s%s, up %s, serving release %s for %s"
                .formatted(
                        replica.node(),
                        replica.site() == null ? "" : " at " + replica.site(),
                        age(replica.uptimeSeconds()),
                        hash,
                        age(release.servedSeconds())));
        if (release.errors() > 0) {
            line(
                    "the files read at %s have %d error%s and are not served"
                            .formatted(release.readAt(), release.errors(), release.errors() == 1 ? "" : "s"),
                    "not served",
                    Colour.RED);
            release.findings().forEach(finding -> line("  " + finding));
        }
        Status.Files files = release.files();
        if (files != null && files.held()) {
            line(
                    "the files are release %s since %s and are not served: another was put in their place"
                            .formatted(
                                    files.hash()
                                            .substring(
                                                    0, Math.min(12, files.hash().length())),
                                    files.since()),
                    "not served",
                    Colour.YELLOW);
        }
        Status.Cluster cluster = status.cluster();
        if (cluster.joined() == null) {
            line("alone: its own votes decide");
            return;
        }
        new ClusterText(this).say(cluster);
    }

    private void pool(Status.Pool pool) {
        line("");
        String families = Stream.of(family("A", pool.a()), family("AAAA", pool.aaaa()))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        boolean down = pool.a().allDown() || pool.aaaa().allDown();
        line(pool.name() + "  " + families, down ? "all down" : "", Colour.RED);
        for (Status.SteeredName name : pool.names()) {
            line(
                    "  %s  TTL %d s, %s"
                            .formatted(name.name(), name.ttlSeconds(), name.settled() ? "steady" : "unsettled"),
                    name.settled() ? "" : "unsettled",
                    Colour.YELLOW);
        }
        recovery(pool.recovery());
        group(pool.root(), "  ", Widths.of(pool.root()));
    }

    /** What is promised beside what can be; nothing where nothing is promised. */
    private void recovery(Status.@Nullable Recovery recovery) {
        if (recovery == null || recovery.promisedSeconds() == null) {
            return;
        }
        line("  a dead member is down within %s s%s, promised %s s"
                .formatted(
                        seconds(recovery.detectionSeconds()),
                        recovery.offSeconds() == null
                                ? ""
                                : ", clients are off it within " + seconds(recovery.offSeconds()) + " s",
                        seconds(recovery.promisedSeconds())));
    }

    /** With no more decimals than it needs. */
    private static String seconds(double seconds) {
        return BigDecimal.valueOf(seconds).stripTrailingZeros().toPlainString();
    }

    private static String family(String type, Status.Family family) {
        String outcome = switch (family.outcome()) {
            case "addresses" -> family.allDown() ? "served as if up" : "up";
            case "nodata" -> family.allDown() ? "NODATA" : "";
            case "servfail" -> "SERVFAIL";
            case "other" -> "another pool answers";
            default -> family.outcome();
        };
        return outcome.isEmpty() ? "" : type + " " + (family.allDown() ? "all down: " : "") + outcome;
    }

    private void group(Status.Group group, String indent, Widths widths) {
        List<String> up = Stream.of(up("A", group.a()), up("AAAA", group.aaaa()))
                .filter(text -> !text.isEmpty())
                .toList();
        line("%s%s  %s%s  %s%s"
                .formatted(
                        indent,
                        group.name(),
                        group.line() == null ? "" : "line " + group.line() + ", ",
                        group.rule(),
                        String.join(", ", up),
                        group.upAtLeast().equals("1") ? "" : ", at least " + group.upAtLeast()));
        group.groups().forEach(child -> group(child, indent + "  ", widths));
        for (Status.Member member : group.members()) {
            member.addresses().forEach(address -> address(member, address, indent + "  ", widths));
        }
    }

    private static String up(String type, Status.Count count) {
        return count.members() == 0 ? "" : type + " " + count.up() + " of " + count.members() + " up";
    }

    private void address(Status.Member member, Status.Address address, String indent, Widths widths) {
        String verdict = address.check() == null ? "not probed" : address.up() ? "up" : "down";
        Colour colour = !address.up() ? Colour.RED : address.moving() || address.stale() ? Colour.YELLOW : Colour.GREEN;
        String why = Stream.of(
                        Objects.requireNonNullElse(member.override(), ""),
                        why(address),
                        Objects.requireNonNullElse(address.held(), ""),
                        address.moving() ? "contested" : "",
                        address.stale() ? "stale" : "")
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
        String start = indent + TextWidth.left(member.member(), widths.member()) + "  "
                + TextWidth.left(address.address(), widths.address()) + "  ";
        String line = start
                + TextWidth.left(verdict, widths.verdict())
                + "  "
                + TextWidth.left(address.changedSeconds() == null ? "-" : age(address.changedSeconds()), widths.since())
                + "  "
                + TextWidth.left(votes(address), widths.votes())
                + "  "
                + why;
        put(line.stripTrailing(), start.length(), start.length() + verdict.length(), colour);
        if (address.moving() || (address.check() != null && !address.up())) {
            for (Status.Vote vote : address.votes()) {
                line(indent + "  " + vote.node() + " " + vote.vote() + (vote.pending() ? ", pending" : "")
                        + (vote.reason() == null ? "" : ": " + vote.reason()));
            }
        }
    }

    /** Why it last changed, and how long it took to notice. */
    private static String why(Status.Address address) {
        String reason = address.reason();
        if (reason == null) {
            return "";
        }
        Long took = address.tookMillis();
        return reason + (took == null ? "" : String.format(Locale.ROOT, " (noticed in %.1f s)", took / 1e3));
    }

    private static String votes(Status.Address address) {
        if (address.check() == null) {
            return "";
        }
        String counted = Stream.of("up", "down", "none")
                .map(vote -> {
                    long count = address.votes().stream()
                            .filter(cast -> cast.vote().equals(vote))
                            .count();
                    return count == 0 ? "" : count + " " + vote;
                })
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        return counted.isEmpty() ? "no votes" : counted;
    }

    /** A span as people say it: two units at most. */
    static String age(long seconds) {
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + "m " + seconds % 60 + "s";
        }
        if (seconds < 86_400) {
            return seconds / 3_600 + "h " + seconds % 3_600 / 60 + "m";
        }
        return seconds / 86_400 + "d " + seconds % 86_400 / 3_600 + "h";
    }

    void line(String text) {
        put(text, 0, 0, Colour.GREEN);
    }

    /** A line in which a part is coloured, where there is one. */
    void line(String text, String part, Colour colour) {
        int from = part.isEmpty() ? -1 : text.indexOf(part);
        put(text, Math.max(0, from), from < 0 ? 0 : from + part.length(), colour);
    }

    private void put(String text, int from, int to, Colour colour) {
        String shown = terminal.fit(text.replaceAll("\\p{Cntrl}", "?"));
        lines.add(terminal.colour() ? colour.paint(shown, from, Math.min(to, shown.length())) : shown);
    }

    /** How wide a pool's columns are, so that all its groups line up. */
    private record Widths(int member, int address, int verdict, int since, int votes) {
        static Widths of(Status.Group root) {
            List<Status.Member> members = members(root).toList();
            List<Status.Address> addresses = members.stream()
                    .flatMap(member -> member.addresses().stream())
                    .toList();
            return new Widths(
                    widest(members.stream().map(Status.Member::member)),
                    widest(addresses.stream().map(Status.Address::address)),
                    widest(addresses.stream().map(address -> address.check() == null ? "not probed" : "down")),
                    widest(addresses.stream()
                            .map(address -> address.changedSeconds() == null ? "-" : age(address.changedSeconds()))),
                    widest(addresses.stream().map(StatusText::votes)));
        }

        private static Stream<Status.Member> members(Status.Group group) {
            return Stream.concat(group.groups().stream().flatMap(Widths::members), group.members().stream());
        }

        private static int widest(Stream<String> texts) {
            return texts.mapToInt(TextWidth::of).max().orElse(0);
        }
    }
}
