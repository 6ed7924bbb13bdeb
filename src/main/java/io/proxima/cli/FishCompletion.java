package io.proxima.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completions for fish: commands, their commands, options and what they are for. */
final class FishCompletion {
    private final String program;
    private final List<String> lines = new ArrayList<>();

    private FishCompletion(String program) {
        this.program = program;
    }

    static String of(String program, CommandLine commands) {
        FishCompletion completion = new FishCompletion(program);
        completion.lines.add("# Completions of " + program + " for fish.");
        completion.command(commands, "__fish_use_subcommand", "__fish_use_subcommand");
        return String.join("\n", completion.lines) + "\n";
    }

    /**
     * @param reached the condition under which the command's options are completed
     * @param waiting the condition under which its own commands are
     */
    private void command(CommandLine command, String reached, String waiting) {
        CommandSpec spec = command.getCommandSpec();
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                option(option, reached);
            }
        }
        List<String> names = command.getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(sub -> !sub.usageMessage().hidden())
                .map(CommandSpec::name)
                .toList();
        for (String name : names) {
            CommandLine sub = command.getSubcommands().get(name);
            String[] description = sub == null
                    ? new String[0]
                    : sub.getCommandSpec().usageMessage().description();
            line("-f -n " + quoted(waiting) + " -a " + quoted(name) + " -d "
                    + quoted(description.length == 0 ? "" : description[0]));
            if (sub != null) {
                String inside = "__fish_seen_subcommand_from " + name;
                String within = reached.equals("__fish_use_subcommand") ? inside : reached + "; and " + inside;
                String open = within + "; and not __fish_seen_subcommand_from "
                        + String.join(" ", sub.getSubcommands().keySet());
                command(sub, within, sub.getSubcommands().isEmpty() ? within : open);
                sub.getCommandSpec().positionalParameters().stream()
                        .filter(parameter -> parameter.completionCandidates() != null)
                        .forEach(parameter -> line("-f -n " + quoted(within) + " -a " + quoted(candidates(parameter))));
            }
        }
    }

    private void option(OptionSpec option, String reached) {
        StringBuilder line = new StringBuilder("-n " + quoted(reached));
        for (String name : option.names()) {
            line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (option.arity().max() > 0) {
            line.append(" -r");
            if (option.completionCandidates() != null) {
                line.append(" -f -a ").append(quoted(candidates(option)));
            }
        }
        line(line + " -d " + quoted(String.join(" ", option.description())));
    }

    private static String candidates(ArgSpec argument) {
        List<String> values = new ArrayList<>();
        argument.completionCandidates().forEach(values::add);
        return String.join(" ", values);
    }

    private void line(String rest) {
        lines.add("complete -c " + program + " " + rest);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
