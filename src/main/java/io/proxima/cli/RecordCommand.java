package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.control.ControlClient;
import io.proxima.control.ControlException;
import io.proxima.control.Json;
import io.proxima.control.Problem;
import io.proxima.control.ProblemException;
import io.proxima.source.Fields;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code record set} and {@code record delete}: edits of the zone files of a running server, conditional on what was read. */
@Command(
        name = "record",
        description = "Set or delete the records of a name and type in the zone file of a running server.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: ./proxima record set www.example.com A 60 192.0.2.13", RecordCommand.EXIT_CODES},
        mixinStandardHelpOptions = true)
final class RecordCommand {
    static final String EXIT_CODES =
            "Exit codes: 0 every listener answers from it, 1 nobody answers or it would not be served,"
                    + " 2 the command line is wrong, 3 the zone was edited meanwhile or cannot be edited so.";

    /** The command with those below it. */
    static CommandLine commandLine(Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
        return new CommandLine(new RecordCommand())
                .addSubcommand("set", new Put(configs, console))
                .addSubcommand("delete", new Delete(configs, console));
    }

    /** What both have. */
    abstract static class Edit implements Callable<Integer> {
        private final String command;
        private final Console console;

        @Mixin
        private final Remote remote;

        @Option(
                names = "--zone",
                paramLabel = "ZONE",
                description = "Default: the zone of the server's that NAME is in.")
        private @Nullable String zone;

        @Option(names = "--why", paramLabel = "TEXT", description = "What others are told when they ask why.")
        private @Nullable String why;

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Parameters(
                index = "0",
                paramLabel = "NAME",
                description = "In full, www.example.com; with --zone relative to it unless it ends in a dot.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "TYPE", description = "A, AAAA, CNAME, TXT, … or TYPE123.")
        private String type = "";

        Edit(String command, Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
            this.command = command;
            this.remote = new Remote(configs);
            this.console = console;
        }

        /** Asks for the edit of what is at a path, as long as it has a tag. */
        abstract ControlClient.Answer edit(ControlClient client, String path, String tag, String why)
                throws ControlException;

        @Override
        public Integer call() {
            return remote.ask(command, console, client -> {
                String in = zone == null ? zoneOf(client) : zone;
                String owner = zone == null && !name.endsWith(".") ? name + "." : name;
                String one = "?limit=1&name=" + encoded(owner) + "&type=" + encoded(type);
                ControlClient.Answer read = client.exchange("GET", path(in) + one, null, null);
                if (read.status() >= 400) {
                    throw new ProblemException(read.problem());
                }
                String at = path(in) + "/" + encoded(owner) + "/" + encoded(type);
                return told(console.during("editing " + in, _ -> edit(client, at, read.tag(), why == null ? "" : why)));
            });
        }

        private int told(ControlClient.Answer answer) {
            JsonNode findings = answer.body().path("findings");
            if (!findings.isEmpty()) {
                findings.forEach(finding -> console.warn(line(finding)));
                console.warn("proxima " + command + ": the zone would not be served so; its file is as it was");
                return ExitCodes.FAILED;
            }
            if (answer.status() >= 400) {
                throw new ProblemException(answer.problem());
            }
            JsonNode done = answer.body();
            if (json) {
                console.say(Json.of(done));
            } else {
                done.path("warnings").forEach(finding -> console.warn(line(finding)));
                String release = done.path("release").asString();
                console.say((done.path("changed").asBoolean() ? "" : "unchanged: ")
                        + done.path("zone").asString()
                        + " serial " + done.path("serial").asLong() + " release "
                        + release.substring(0, Math.min(12, release.length())));
            }
            return ExitCodes.DONE;
        }

        private static String line(JsonNode finding) {
            String hint = finding.path("hint").asString("");
            return finding.path("file").asString() + ":" + finding.path("line").asInt() + ":"
                    + finding.path("column").asInt() + ": "
                    + finding.path("level").asString() + ": "
                    + finding.path("message").asString() + (hint.isEmpty() ? "" : " (" + hint + ")");
        }

        /** The innermost zone that a name in full is in. */
        private String zoneOf(ControlClient client) throws ControlException {
            String owner = ("." + name + (name.endsWith(".") ? "" : ".")).toLowerCase(Locale.ROOT);
            String best = "";
            for (JsonNode each : client.get("/v1/zones").path("zones")) {
                String apex = each.path("zone").asString().toLowerCase(Locale.ROOT);
                if ((apex.equals(".") || owner.endsWith("." + apex)) && apex.length() > best.length()) {
                    best = apex;
                }
            }
            if (best.isEmpty()) {
                throw new ProblemException(
                        new Problem(404, "Not found", name + " is in no zone of this server", "name"));
            }
            return best;
        }
    }

    /** {@code record set}. */
    @Command(
            description = "Let a name have these records of a type, and no others.",
            footer = {
                "",
                "DATA: each record's, as in a zone file; quote what has blanks: '10 mail'.",
                "Example: ./proxima record set mail.example.com A 1h 192.0.2.25 --why \"a new machine\"",
                EXIT_CODES
            },
            mixinStandardHelpOptions = true)
    static final class Put extends Edit {
        @Parameters(index = "2", paramLabel = "TTL", description = "Seconds, or 30s, 5m, 1h.")
        private String ttl = "";

        @Parameters(index = "3", paramLabel = "DATA", arity = "1..*", description = "The data of each record.")
        private List<String> data = List.of();

        Put(Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
            super("record set", configs, console);
        }

        @Override
        ControlClient.Answer edit(ControlClient client, String path, String tag, String why) throws ControlException {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("ttl", seconds());
            document.put("data", data);
            document.put("why", why);
            return client.exchange("PUT", path, document, tag);
        }

        private long seconds() {
            try {
                return ttl.matches("\\d{1,10}")
                        ? Long.parseLong(ttl)
                        : Fields.parseDuration(ttl).toSeconds();
            } catch (IllegalArgumentException e) {
                throw new ProblemException(Problem.badRequest("TTL " + e.getMessage(), "ttl"));
            }
        }
    }

    /** {@code record delete}. */
    @Command(
            description = "Let a name have no records of a type.",
            footer = {"", "Example: ./proxima record delete ftp.example.com CNAME", EXIT_CODES},
            mixinStandardHelpOptions = true)
    static final class Delete extends Edit {
        Delete(Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
            super("record delete", configs, console);
        }

        @Override
        ControlClient.Answer edit(ControlClient client, String path, String tag, String why) throws ControlException {
            return client.exchange("DELETE", path + "?why=" + encoded(why), null, tag);
        }
    }

    /** Where a zone's records are asked about. */
    static String path(String zone) {
        return "/v1/zones/" + (zone.equals(".") ? "root" : encoded(zone)) + "/records";
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
