package io.proxima.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command's page in man(7) roff, out of the model that its help is printed from.
 *
 * <p>Of the footer, a line "Example: COMMAND" goes to EXAMPLES and what follows "Exit codes:" to EXIT STATUS; what stands before ends the
 * DESCRIPTION.
 */
final class ManPage {
    private static final String EXAMPLE = "Example: ";
    /** "Exit codes: 0 done, 1 failed", or with a word of what they are like: "Exit codes, as diff(1): 0 same". */
    private static final Pattern EXIT_CODES = Pattern.compile("Exit codes(, [^:]+)?: (?<codes>.*)");

    private static final Pattern CODE = Pattern.compile("(\\d+) (.*?)(?:[,;] (?=\\d+ )|\\.?$)");

    private final CommandSpec spec;
    private final List<String> lines = new ArrayList<>();

    private ManPage(CommandSpec spec) {
        this.spec = spec;
    }

    /** The name of a command's page, without its section: {@code proxima-geo-fetch}. */
    static String name(CommandSpec spec) {
        return spec.qualifiedName("-");
    }

    /** The page. */
    static String of(CommandLine command) {
        ManPage page = new ManPage(command.getCommandSpec());
        page.write();
        return String.join("\n", page.lines) + "\n";
    }

    private void write() {
        String version = spec.root().version().length == 0 ? "" : spec.root().version()[0];
        lines.add(".TH " + name(spec).toUpperCase(Locale.ROOT).replace("-", "\\-") + " 1 \"\" \"" + escaped(version)
                + "\" \"Proxima\"");
        lines.add(".nh");
        section("NAME");
        String what = first(spec);
        text(name(spec) + " - " + (what.isEmpty() ? "" : uncapitalized(what.replaceFirst("\\.$", ""))));
        section("SYNOPSIS");
        synopsis();
        section("DESCRIPTION");
        Arrays.stream(spec.usageMessage().description()).forEach(this::paragraph);
        prose();
        commands();
        options();
        exitStatus();
        examples();
        files();
        seeAlso();
    }

    private void section(String name) {
        lines.add(".SH " + name);
    }

    private void paragraph(String text) {
        if (!text.isBlank()) {
            if (!lines.getLast().startsWith(".SH")) {
                lines.add(".PP");
            }
            text(text);
        }
    }

    private void item(String tag, String text) {
        lines.add(".TP");
        lines.add(tag);
        text(text);
    }

    private void text(String text) {
        text.lines().map(ManPage::escaped).forEach(lines::add);
    }

    private void synopsis() {
        String[] custom = spec.usageMessage().customSynopsis();
        if (custom.length > 0) {
            for (int i = 0; i < custom.length; i++) {
                if (i > 0) {
                    lines.add(".br");
                }
                text(custom[i]);
            }
            return;
        }
        StringBuilder synopsis = new StringBuilder(bold(spec.qualifiedName()));
        for (OptionSpec option : shown()) {
            String one =
                    bold(option.longestName()) + (option.arity().max() == 0 ? "" : " " + italic(option.paramLabel()));
            synopsis.append(' ').append(option.required() ? one : "[" + one + "]");
        }
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            String one = italic(parameter.paramLabel()) + (parameter.arity().max() > 1 ? " ..." : "");
            synopsis.append(' ').append(parameter.arity().min() > 0 ? one : "[" + one + "]");
        }
        if (!spec.subcommands().isEmpty()) {
            synopsis.append(' ').append(italic("COMMAND"));
        }
        lines.add(synopsis.toString());
    }

    private List<OptionSpec> shown() {
        return spec.options().stream()
                .filter(option -> !option.hidden() && !option.usageHelp() && !option.versionHelp())
                .toList();
    }

    private void commands() {
        if (spec.subcommands().isEmpty()) {
            return;
        }
        section("COMMANDS");
        for (CommandLine command : spec.subcommands().values()) {
            CommandSpec sub = command.getCommandSpec();
            if (!sub.usageMessage().hidden()) {
                item(bold(sub.name()), first(sub));
            }
        }
    }

    private void options() {
        section("OPTIONS");
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            item(italic(parameter.paramLabel()), String.join(" ", parameter.description()));
        }
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                String names = Arrays.stream(option.names()).map(ManPage::bold).collect(Collectors.joining(", "));
                item(
                        names + (option.arity().max() == 0 ? "" : " " + italic(option.paramLabel())),
                        String.join(" ", option.description()));
            }
        }
    }

    private void exitStatus() {
        section("EXIT STATUS");
        Matcher codes = CODE.matcher(exitCodes());
        while (codes.find()) {
            item(bold(codes.group(1)), codes.group(2));
        }
    }

    /** What the footer says of them: all lines from there to an empty one or an example. */
    private String exitCodes() {
        StringBuilder codes = new StringBuilder();
        boolean inside = false;
        for (String line : spec.usageMessage().footer()) {
            Matcher first = EXIT_CODES.matcher(line);
            if (first.matches()) {
                inside = true;
                codes.append(first.group("codes"));
            } else {
                inside = inside && isProse(line) && !line.isBlank();
                codes.append(inside ? " " + line : "");
            }
        }
        return codes.toString();
    }

    private static boolean isProse(String line) {
        return !line.startsWith(EXAMPLE);
    }

    private void examples() {
        List<String> examples = Arrays.stream(spec.usageMessage().footer())
                .filter(line -> line.startsWith(EXAMPLE))
                .map(line -> line.substring(EXAMPLE.length()))
                .toList();
        if (!examples.isEmpty()) {
            section("EXAMPLES");
            lines.add(".nf");
            examples.forEach(this::text);
            lines.add(".fi");
        }
    }

    private void files() {
        if (spec.findOption("--config") == null) {
            return;
        }
        section("FILES");
        item(italic("proxima.yaml"), "The configuration, here or beside the program where --config names none.");
        if (spec.findOption("--token-file") != null) {
            item(italic("FILE"), "Of --token-file: one token on a line, readable to you alone.");
        }
    }

    private void seeAlso() {
        section("SEE ALSO");
        List<String> pages = new ArrayList<>();
        if (spec.parent() != null) {
            pages.add(name(spec.parent()));
        }
        spec.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(sub -> !sub.usageMessage().hidden())
                .map(ManPage::name)
                .forEach(pages::add);
        lines.add(pages.stream().map(page -> bold(page) + "(1)").collect(Collectors.joining(", ")));
    }

    /** Footers are broken into lines for the help; here they are paragraphs between empty lines. */
    private void prose() {
        String text = Arrays.stream(spec.usageMessage().footer())
                .takeWhile(line -> !EXIT_CODES.matcher(line).matches())
                .filter(ManPage::isProse)
                .collect(Collectors.joining("\n"));
        Arrays.stream(text.split("\n\n", -1)).map(String::strip).forEach(this::paragraph);
    }

    private static String first(CommandSpec command) {
        String[] description = command.usageMessage().description();
        return description.length == 0 ? "" : description[0];
    }

    private static String uncapitalized(String sentence) {
        return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
    }

    private static String bold(String text) {
        return "\\fB" + escaped(text) + "\\fR";
    }

    private static String italic(String text) {
        return "\\fI" + escaped(text) + "\\fR";
    }

    /** Text as roff takes it for text: no command at the begin of a line, no hyphen that a search would not find. */
    private static String escaped(String text) {
        String plain = text.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
