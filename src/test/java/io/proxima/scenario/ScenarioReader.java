package io.proxima.scenario;

import io.proxima.net.Prefix;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/** Reads scenario files; their language is told in {@code scenarios/README.md}. */
final class ScenarioReader {
    private static final Map<String, String> FILES = Map.of("lines", "lines.yaml", "networks", "networks.csv");
    private static final Pattern ASK = Pattern.compile("ask (?:(\\d+) times )?(\\S+) (\\S+)"
            + "(?: from (\\S+))?(?: for (\\S+)| with subnet option ((?:[0-9a-f]{2} ?)+))?");
    private static final Pattern VERDICT =
            Pattern.compile("(up|down|moving|settled) (?:(?![0-9a-f]+[.:])(\\S+) )?(.+?)( moving)?");

    private final String file;
    private final List<String> lines;
    private final List<Step> steps = new ArrayList<>();
    private final List<Prefix> believed = new ArrayList<>();
    private String origin = ".";
    private int at;

    private ScenarioReader(String file, String text) {
        this.file = file;
        this.lines = text.lines().toList();
    }

    /** The scenario of a file's text. */
    static Scenario read(String file, String text) {
        return new ScenarioReader(file, text).scenario();
    }

    private Scenario scenario() {
        while (at < lines.size()) {
            String line = meaning(lines.get(at));
            at++;
            if (line.isBlank()) {
                continue;
            }
            if (Character.isWhitespace(line.charAt(0))) {
                throw wrong("an indented line that belongs to nothing above it");
            }
            try {
                statement(line);
            } catch (IllegalArgumentException e) {
                throw wrong(String.valueOf(e.getMessage()));
            }
        }
        if (believed.isEmpty()) {
            believed.addAll(List.of(Prefix.parse("0.0.0.0/0"), Prefix.parse("::/0")));
        }
        if (steps.stream().noneMatch(step -> step instanceof Step.Ask)) {
            throw wrong("nothing is asked in this scenario");
        }
        return new Scenario(file, origin, List.copyOf(believed), List.copyOf(steps));
    }

    private void statement(String line) {
        String[] words = line.split(" +", -1);
        int number = at;
        switch (words[0]) {
            case "zone" -> {
                String apex = apex(words);
                origin = origin.equals(".") ? apex + "." : origin;
                steps.add(new Step.File(number, apex + ".zone", zone(apex, block(number))));
            }
            case "policy" -> steps.add(new Step.File(number, apex(words) + ".policy.yaml", block(number)));
            case "lines", "networks" -> {
                if (words.length == 2 && words[0].equals("lines")) {
                    steps.add(new Step.File(number, "lines.yaml", shipped(words[1])));
                    return;
                }
                if (words.length != 1) {
                    throw new IllegalArgumentException("nothing stands behind \"" + words[0] + "\"");
                }
                steps.add(new Step.File(number, FILES.get(words[0]), block(number)));
            }
            case "remove" -> steps.add(removed(words));
            case "databases" ->
                steps.add(new Step.Databases(number, List.of(words).subList(1, words.length)));
            case "home" -> steps.add(new Step.Home(number, words[1]));
            case "believe" -> {
                for (String prefix :
                        line.replaceFirst("^believe subnets from ", "").split(", *", -1)) {
                    believed.add(Prefix.parse(prefix));
                }
            }
            case "after" -> steps.add(new Step.Pass(number, duration(words)));
            case "up", "down", "moving", "settled" -> steps.add(verdicts(line));
            case "votes" -> {
                Step.Verdicts said = verdicts(line.replaceFirst("^votes ", ""));
                if (said.moving() || !line.matches("votes (up|down) .*")) {
                    throw new IllegalArgumentException("write \"votes down web 192.0.2.1\", or up");
                }
                steps.add(new Step.Votes(at, said.change() == Step.Change.UP, said.check(), said.addresses()));
            }
            case "ask" -> steps.add(ask(line));
            default ->
                throw new IllegalArgumentException("\"" + words[0] + "\" begins no step (zone, policy, lines,"
                        + " networks, remove, databases, home, believe, after, up, down, moving, settled,"
                        + " votes, ask)");
        }
    }

    private static String apex(String[] words) {
        if (words.length != 2 || words[1].endsWith(".")) {
            throw new IllegalArgumentException("write \"" + words[0] + " example.com\"");
        }
        return words[1];
    }

    private static String shipped(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e, e);
        }
    }

    /** The indented lines that follow, moved to the left, and down to the line they have in the scenario. */
    private String block(int header) {
        int end = at;
        while (end < lines.size()
                && (lines.get(end).isBlank()
                        || Character.isWhitespace(lines.get(end).charAt(0)))) {
            end++;
        }
        String body = String.join("\n", lines.subList(at, end)).stripTrailing().stripIndent();
        at = end;
        if (body.isBlank()) {
            throw new IllegalArgumentException("nothing stands below it, indented");
        }
        return "\n".repeat(header) + body + "\n";
    }

    /** A zone file that says what every zone must: where the scenario says no SOA, there are one, an NS and its address. */
    private static String zone(String apex, String body) {
        if (body.matches("(?s).*\\sSOA\\s.*")) {
            return body;
        }
        return "$TTL 300" + body + "$ORIGIN " + apex + ".\n"
                + "@ 3600 IN SOA ns1 hostmaster 1 7200 3600 1209600 600\n"
                + "@ 3600 IN NS ns1\n"
                + "ns1 3600 IN A 192.0.2.253\n";
    }

    private Step.Removed removed(String[] words) {
        if (words.length == 3 && words[1].equals("policy")) {
            return new Step.Removed(at, words[2] + ".policy.yaml");
        }
        throw new IllegalArgumentException("only a policy can be removed: \"remove policy example.com\"");
    }

    private static Duration duration(String[] words) {
        if (words.length != 2 || !words[1].matches("\\d+(ms|s|m|h)")) {
            throw new IllegalArgumentException("say how long, such as \"after 30s\"");
        }
        return words[1].endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(words[1].replace("ms", "")))
                : Duration.parse("PT" + words[1]);
    }

    private Step.Verdicts verdicts(String line) {
        Matcher matcher = VERDICT.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("write \"down web 192.0.2.1\", and \" moving\" if votes still differ");
        }
        List<String> addresses = new ArrayList<>();
        for (String address : matcher.group(3).split(", *", -1)) {
            addresses.add(Prefix.address(address).getHostAddress());
        }
        Step.Change change = Step.Change.valueOf(matcher.group(1).toUpperCase(java.util.Locale.ROOT));
        return new Step.Verdicts(at, change, matcher.group(4) != null, matcher.group(2), addresses);
    }

    private Step.Ask ask(String line) {
        Matcher matcher = ASK.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("write \"ask [1000 times] NAME TYPE [from ADDRESS] [for PREFIX]\"");
        }
        if (Type.value(matcher.group(3)) < 0) {
            throw new IllegalArgumentException("there is no type " + matcher.group(3));
        }
        int number = at;
        String times = matcher.group(1);
        @Nullable InetAddress from = matcher.group(4) == null ? null : Prefix.address(matcher.group(4));
        @Nullable Prefix subnet = matcher.group(5) == null ? null : Prefix.parse(matcher.group(5));
        @Nullable
        String option = matcher.group(6) == null ? null : matcher.group(6).replace(" ", "");
        ExpectationReader expected = new ExpectationReader(origin, matcher.group(3));
        while (at < lines.size() && (lines.get(at).isBlank() || lines.get(at).startsWith(" "))) {
            String text = meaning(lines.get(at)).strip();
            at++;
            if (!text.isEmpty()) {
                expected.read(at, text);
            }
        }
        return new Step.Ask(
                number,
                times == null ? 1 : Integer.parseInt(times),
                matcher.group(2),
                matcher.group(3),
                from,
                subnet,
                option,
                expected.all());
    }

    /** A line without its comment and without blanks at its end. */
    private static String meaning(String line) {
        return line.replaceFirst("(^|\\s)#.*", "").stripTrailing();
    }

    private ScenarioError wrong(String message) {
        return new ScenarioError(file, at, message);
    }
}
