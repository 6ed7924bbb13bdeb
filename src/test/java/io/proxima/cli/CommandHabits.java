package io.proxima.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What every command keeps to, so that who knows one knows all; CONTRIBUTING.md says it in words. */
final class CommandHabits {
    /** Those that print no data a program would read. */
    static final Set<String> WITHOUT_DATA = Set.of(
            "proxima serve", "proxima demo", "proxima help", "proxima completion", "proxima man", "proxima names");

    /** Options of one letter that every Unix user expects; there are no others. */
    private static final Set<String> LETTERS = Set.of("-h", "-V");

    /** Options that mean the same wherever they are, and what stands behind them: nothing for a switch. */
    private static final Map<String, String> SHARED = Map.of(
            "--json",
            "",
            "--config",
            "FILE",
            "--url",
            "URL",
            "--token-file",
            "FILE",
            "--at",
            "INSTANT",
            "--why",
            "TEXT");

    private CommandHabits() {}

    /** Each habit that a command breaks, a sentence each that says how to mend it. */
    static List<String> broken(CommandSpec spec, String commandsPage) {
        List<String> broken = new ArrayList<>();
        String name = spec.qualifiedName();
        String[] description = spec.usageMessage().description();
        if (description.length == 0 || !description[0].matches("(?s)[A-Z].*\\.")) {
            broken.add("has no description that is a sentence (@Command(description = \"Say … .\"))");
        }
        if (Arrays.stream(spec.usageMessage().footer())
                .noneMatch(line -> line.matches("Exit codes(, [^:]+)?: 0 .+, .+"))) {
            broken.add(
                    "does not say its exit codes (a line of the footer: \"Exit codes: 0 done, 1 …, 2 the command line is"
                            + " wrong.\")");
        }
        boolean group = !spec.subcommands().isEmpty();
        if (!group && !WITHOUT_DATA.contains(name) && spec.findOption("--json") == null) {
            broken.add("prints data without --json (add the option, or the command to CommandHabits.WITHOUT_DATA)");
        }
        if (spec.findOption("--url") != null
                && (spec.findOption("--token-file") == null || spec.findOption("--config") == null)) {
            broken.add("asks a server by itself (take the mixin Remote: --config, --url and --token-file)");
        }
        spec.options().forEach(option -> option(option, broken));
        spec.positionalParameters().forEach(parameter -> argument(parameter.paramLabel(), parameter, broken));
        if (!spec.usageMessage().hidden() && spec.parent() != null && !commandsPage.contains("`" + name + "`")) {
            broken.add("is not in docs/commands.md (write `" + name + "` there, with one example that runs)");
        }
        return broken.stream().map(habit -> name + " " + habit).toList();
    }

    private static void option(OptionSpec option, List<String> broken) {
        argument(option.longestName(), option, broken);
        for (String name : option.names()) {
            if (!name.matches("--[a-z][a-z0-9]*(-[a-z0-9]+)*") && !LETTERS.contains(name)) {
                broken.add("has the option " + name + " (options are words: --like-this)");
            }
            String label = SHARED.get(name);
            if (label != null && !label.equals(option.arity().max() == 0 ? "" : option.paramLabel())) {
                broken.add("has " + name + " of its own kind (everywhere it is " + name
                        + (label.isEmpty() ? ", a switch)" : " " + label + ")"));
            }
        }
    }

    private static void argument(String name, ArgSpec argument, List<String> broken) {
        String description = String.join(" ", argument.description());
        if (!description.matches("(?s).*[^.]\\.")) {
            broken.add("does not say in a sentence what " + name + " is (description = \"… .\")");
        }
        if (argument.arity().max() > 0 && !argument.paramLabel().matches("[A-Z][A-Z0-9/|._-]*")) {
            broken.add("shows the value of " + name + " as " + argument.paramLabel() + " (paramLabel = \"FILE\")");
        }
    }

    /** A command and all below it. */
    static List<CommandLine> all(CommandLine command) {
        List<CommandLine> all = new ArrayList<>(List.of(command));
        command.getSubcommands().values().forEach(sub -> all.addAll(all(sub)));
        return all;
    }
}
