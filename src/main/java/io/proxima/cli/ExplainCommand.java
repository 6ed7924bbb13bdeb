package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.control.ControlClient;
import io.proxima.control.Explainer;
import io.proxima.control.Explanation;
import io.proxima.control.ExplanationText;
import io.proxima.control.Json;
import io.proxima.control.When;
import io.proxima.source.Findings;
import io.proxima.store.StoreException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code explain}: why a question is answered as it is, by the files here or by a running server. */
@Command(
        description = {
            "Say why a question is answered as it is: zone, client, lines, pools, chances, TTL and scope.",
            "With --url the server says it of its own answer, by the verdicts and overrides in force there. Without, the files"
                    + " here are asked, with the verdicts that the last run here kept."
        },
        footer = {
            "",
            "Example: ./proxima explain www.example.com --client 198.51.100.0/24",
            "Exit codes: 0 explained, 1 the files have errors or nothing is known of then, 2 the command line is wrong."
        },
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    private static final String WHO = "proxima explain: ";

    private final Starters starters;
    private final Console console;

    @Mixin
    private final Remote remote;

    @Option(names = "--client", paramLabel = "PREFIX", description = "The client subnet that the query carries.")
    private @Nullable String client;

    @Option(
            names = "--resolver",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Who asks. Default: ${DEFAULT-VALUE}.")
    private String resolver = "";

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            description = "As of then, by the journal: 2026-11-25T10:42:00+08:00, 10:42 (today) or -15m.")
    private @Nullable String at;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Parameters(index = "0", paramLabel = "NAME", description = "Any name, steered or not.")
    private String name = "";

    @Parameters(
            index = "1",
            paramLabel = "TYPE",
            arity = "0..1",
            defaultValue = "A",
            description = "Of records. Default: ${DEFAULT-VALUE}.")
    private String type = "";

    ExplainCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Starters starters, Console console) {
        this.remote = new Remote(configs);
        this.starters = starters;
        this.console = console;
    }

    @Override
    public Integer call() {
        Explainer.Question question;
        Instant instant;
        try {
            question = Explainer.Question.parse(name, type, client, resolver);
        } catch (IllegalArgumentException e) {
            console.warn(WHO + e.getMessage());
            return ExitCodes.USAGE;
        }
        try {
            instant = at == null ? null : When.parse(at, ZonedDateTime.now(ZoneId.systemDefault()));
        } catch (IllegalArgumentException e) {
            console.warn(WHO + "--at: " + e.getMessage());
            return ExitCodes.USAGE;
        }
        return remote.named()
                ? asked(instant)
                : remote.config().map(server -> read(server, question, instant)).orElse(ExitCodes.FAILED);
    }

    private int asked(@Nullable Instant instant) {
        String path = new Query("/v1/explain")
                .with("name", name)
                .with("type", type)
                .with("client", client)
                .with("resolver", resolver)
                .with("at", instant)
                .toString();
        return remote.ask("explain", console, client -> {
            Explanation explanation =
                    Explanation.read(console.during("explaining", _ -> client.get(path, ControlClient.LONG)));
            if (explanation.version() < 1) {
                console.warn(WHO + "what answers at " + client.base() + " is no Proxima");
                return ExitCodes.FAILED;
            }
            return told(explanation);
        });
    }

    private int read(ServerConfig server, Explainer.Question question, @Nullable Instant instant) {
        Findings findings = new Findings();
        try {
            Optional<Explanation> explanation = console.during(
                    "reading the files", _ -> starters.explainer().explain(server, question, instant, findings));
            if (explanation.isEmpty()) {
                console.report(findings);
                return ExitCodes.FAILED;
            }
            return told(explanation.get());
        } catch (StoreException e) {
            console.warn(WHO + e.getMessage());
            return ExitCodes.FAILED;
        }
    }

    private int told(Explanation explanation) {
        if (json) {
            console.say(Json.of(explanation));
        } else {
            ExplanationText.of(explanation, true).forEach(console::say);
        }
        return ExitCodes.DONE;
    }
}
