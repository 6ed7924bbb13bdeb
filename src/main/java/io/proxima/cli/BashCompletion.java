package io.proxima.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Completions for bash and zsh: picocli's, and behind them names that only a running server knows.
 *
 * <p>A word whose label is one of {@link NamesCommand.Kind} is completed by what {@code proxima names} prints. The words are compared
 * as they stand and never expanded, whatever a server says.
 */
final class BashCompletion {
    private static final Set<String> KINDS =
            Arrays.stream(NamesCommand.Kind.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

    private BashCompletion() {}

    static String of(String program, CommandLine commands) {
        List<String> options = new ArrayList<>();
        List<String> words = new ArrayList<>();
        collect(commands, options, words);
        return AutoComplete.bash(program, commands)
                + NAMED.replace("@program@", program)
                        .replace("@options@", String.join("\n", options))
                        .replace("@words@", String.join("\n", words));
    }

    /** A case each, by the words of the commands: {@code "drain "*) kind=TARGET ;;}. */
    private static void collect(CommandLine command, List<String> options, List<String> words) {
        CommandSpec spec = command.getCommandSpec();
        if (spec.usageMessage().hidden()) {
            return;
        }
        String path =
                spec.qualifiedName(" ").substring(spec.root().name().length()).strip() + " ";
        spec.options().stream()
                .filter(BashCompletion::named)
                .forEach(option -> options.add(
                        "    \"" + path + option.longestName() + "\") kind=" + option.paramLabel() + " ;;"));
        spec.positionalParameters().stream()
                .filter(BashCompletion::named)
                .forEach(parameter -> words.add("    \"" + path + "\"*) kind=" + parameter.paramLabel() + " ;;"));
        command.getSubcommands().values().forEach(sub -> collect(sub, options, words));
    }

    private static boolean named(ArgSpec argument) {
        return !argument.hidden() && argument.arity().max() > 0 && KINDS.contains(argument.paramLabel());
    }

    private static final String NAMED = """

            # Names of pools, members and zones, asked of the server that the command line names or proxima.yaml does.
            function _@program@_named() {
              _complete_@program@ "$@"
              local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} kind= name i
              local -a typed=() asked=()
              [[ $word == -* ]] && return 0
              for ((i = 1; i < COMP_CWORD; i++)); do
                case ${COMP_WORDS[i]} in
                --url | --config | --token-file) asked+=("${COMP_WORDS[i]}" "${COMP_WORDS[i+1]}"); ((i++)) ;;
                -*) ;;
                *) typed+=("${COMP_WORDS[i]}") ;;
                esac
              done
              case "${typed[*]} $before" in
            @options@
              esac
              if [[ -z $kind && $before != -* ]]; then
                case "${typed[*]} " in
            @words@
                esac
              fi
              [[ -z $kind ]] && return 0
              while read -r name; do
                [[ $name == "$word"* ]] && COMPREPLY+=("$name")
              done < <("${COMP_WORDS[0]}" names "$kind" "${asked[@]}" 2>/dev/null)
              return 0
            }
            complete -F _@program@_named -o default @program@ @program@.sh @program@.bash
            """;
}
