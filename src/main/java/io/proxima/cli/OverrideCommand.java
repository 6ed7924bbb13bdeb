package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.control.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code drain}, {@code undrain}, {@code force-up}, {@code force-down} and {@code auto}: an operator's word on members. */
@Command(
        footer = {
            "",
            "TARGET: a member, POOL/MEMBER, POOL/GROUP, a pool or a site; * and ? in names of members; ZONE/ or member:,",
            "group:, pool:, site: in front tell apart what is called alike.",
            "Exit codes: 0 done, 1 nobody answers or it could not be kept, 2 the command line is wrong, 3 refused, since too"
                    + " few would be left."
        },
        mixinStandardHelpOptions = true)
final class OverrideCommand implements Callable<Integer> {
    private final String word;
    private final Console console;

    @Mixin
    private final Remote remote;

    @Option(names = "--for", paramLabel = "DURATION", description = "Ends by itself after so long: 30m, 2h, 1d.")
    private @Nullable String lasting;

    @Option(names = "--until", paramLabel = "INSTANT", description = "Ends by itself then: 2026-11-08T14:00+08:00.")
    private @Nullable String until;

    @Option(names = "--why", paramLabel = "TEXT", description = "What others are told when they ask why.")
    private @Nullable String why;

    @Option(names = "--force", description = "Though fewer would be left than a pool or group needs.")
    private boolean force;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Parameters(paramLabel = "TARGET", description = "Who is meant.")
    private String target = "";

    private OverrideCommand(String word, Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
        this.word = word;
        this.remote = new Remote(configs);
        this.console = console;
    }

    /** Adds the five commands. */
    static void addTo(CommandLine commands, Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
        add(commands, configs, console, "drain", "Give no new answers with members, until undrain.", true);
        add(commands, configs, console, "undrain", "End a drain.", false);
        add(commands, configs, console, "force-up", "Serve members whatever their checks say, until auto.", true);
        add(commands, configs, console, "force-down", "Take members for down, until auto.", true);
        add(commands, configs, console, "auto", "Leave members to their checks again.", false);
    }

    private static void add(
            CommandLine commands,
            Function<@Nullable Path, Optional<ServerConfig>> configs,
            Console console,
            String word,
            String description,
            boolean says) {
        CommandLine command = new CommandLine(new OverrideCommand(word, configs, console));
        CommandLine.Model.UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.description(description);
        List<String> footer = new ArrayList<>(List.of(usage.footer()));
        footer.add(
                footer.size() - 1,
                "Example: ./proxima " + word + " sh-cu-2" + (says ? " --for 30m --why \"new kernel\"" : ""));
        usage.footer(footer.toArray(String[]::new));
        if (!says) {
            for (String option : new String[] {"--for", "--until", "--force"}) {
                OptionSpec unused = command.getCommandSpec().findOption(option);
                command.getCommandSpec().remove(unused);
            }
        }
        commands.addSubcommand(word, command);
    }

    @Override
    public Integer call() {
        return remote.ask(word, console, client -> {
            JsonNode report = console.during("asking " + client.base(), _ -> client.post("/v1/overrides", order()));
            if (json) {
                console.say(Json.of(report));
            } else {
                report.path("overrides").forEach(said -> console.say(sentence(said)));
                report.path("notes").forEach(note -> console.say(note.asString()));
            }
            return ExitCode.OK;
        });
    }

    private Map<String, Object> order() {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("target", target);
        order.put("word", word);
        put(order, "for", lasting);
        put(order, "until", until);
        put(order, "why", why);
        put(order, "owner", System.getProperty("user.name"));
        if (force) {
            order.put("force", true);
        }
        return order;
    }

    private static void put(Map<String, Object> order, String key, @Nullable String value) {
        if (value != null) {
            order.put(key, value);
        }
    }

    private static String sentence(JsonNode said) {
        String until = said.path("until").isNull()
                ? ""
                : " until " + said.path("until").asString();
        String why = said.path("why").asString("");
        return said.path("zone").asString() + "/" + said.path("pool").asString() + "/"
                + said.path("member").asString() + ": " + said.path("word").asString() + until
                + (why.isEmpty() ? "" : ", " + why);
    }
}
