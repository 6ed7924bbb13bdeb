package io.proxima.cli;

import io.proxima.source.Fields;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said of a command line that is wrong: one sentence, with the word that was meant, and where to read more. */
final class Mistakes implements CommandLine.IParameterExceptionHandler {
    private static final Pattern UNKNOWN = Pattern.compile("Unknown subcommand '(.*)'\\.?");

    @Override
    public int handleParseException(ParameterException mistake, String[] arguments) {
        CommandLine command = mistake.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println(name + ": " + sentence(mistake, command));
        err.println("(" + name + " --help says what there is)");
        return ExitCodes.USAGE;
    }

    private static String sentence(ParameterException mistake, CommandLine command) {
        if (mistake instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().getFirst();
            boolean option = unmatched.isUnknownOption();
            boolean parent = !command.getSubcommands().isEmpty();
            return (option
                            ? "there is no option " + word
                            : parent ? "there is no command \"" + word + "\"" : "\"" + word + "\" is one word too many")
                    + nearest(
                            word,
                            option
                                    ? options(command)
                                    : List.copyOf(command.getSubcommands().keySet()));
        }
        Matcher unknown = UNKNOWN.matcher(String.valueOf(mistake.getMessage()));
        if (unknown.matches()) { // of "help WORD"
            String word = unknown.group(1);
            return "there is no command \"" + word + "\""
                    + nearest(word, List.copyOf(command.getSubcommands().keySet()));
        }
        return uncapitalized(String.valueOf(mistake.getMessage()));
    }

    private static String uncapitalized(String sentence) {
        return sentence.isEmpty()
                ? sentence
                : sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
    }

    private static String nearest(String word, List<String> known) {
        Optional<String> meant = Fields.nearest(word.replaceFirst("=.*", ""), known);
        return meant.map(near -> "; did you mean " + near + "?").orElse("");
    }

    private static List<String> options(CommandLine command) {
        List<String> names = new ArrayList<>();
        command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> names.addAll(List.of(option.names())));
        return names;
    }
}
