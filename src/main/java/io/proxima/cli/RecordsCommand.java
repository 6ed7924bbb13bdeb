package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.control.ControlClient;
import io.proxima.control.ControlException;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code records}: what the files of a running server say of a zone, a record a line as in a zone file. */
@Command(
        name = "records",
        description = "Show a zone's records as the files of a running server have them now.",
        footer = {
            "",
            "NAME is relative to the zone unless it ends in a dot; @ is the zone itself.",
            "Example: ./proxima records example.com www A",
            "Exit codes: 0 shown, 1 nobody answers or there is none, 2 the command line is wrong, 3 the file has errors."
        },
        mixinStandardHelpOptions = true)
final class RecordsCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final Remote remote;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Parameters(index = "0", paramLabel = "ZONE", description = "example.com; root for the root.")
    private String zone = "";

    @Parameters(index = "1", paramLabel = "NAME", arity = "0..1", description = "Only this name.")
    private @Nullable String name;

    @Parameters(index = "2", paramLabel = "TYPE", arity = "0..1", description = "Only this type.")
    private @Nullable String type;

    RecordsCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
        this.remote = new Remote(configs);
        this.console = console;
    }

    @Override
    public Integer call() {
        return remote.ask("records", console, client -> {
            List<JsonNode> rrsets = new ArrayList<>();
            JsonNode page = read(client, 0);
            JsonNode first = page;
            page.path("rrsets").forEach(rrsets::add);
            while (!page.path("next").isNull()) {
                page = read(client, page.path("next").asInt());
                page.path("rrsets").forEach(rrsets::add);
            }
            if (json) {
                Map<String, Object> all = new LinkedHashMap<>();
                for (String key : new String[] {"zone", "file", "version", "serial"}) {
                    all.put(key, first.path(key));
                }
                all.put("rrsets", rrsets);
                console.say(Json.of(all));
            } else {
                rrsets.forEach(this::say);
            }
            if (rrsets.isEmpty() && !json) {
                console.warn("proxima records: there are none of these");
            }
            return rrsets.isEmpty() ? ExitCodes.FAILED : ExitCodes.DONE;
        });
    }

    private JsonNode read(ControlClient client, int from) throws ControlException {
        StringBuilder path =
                new StringBuilder(RecordCommand.path(zone)).append("?from=").append(from);
        if (name != null) {
            path.append("&name=").append(RecordCommand.encoded(name));
        }
        if (type != null) {
            path.append("&type=").append(RecordCommand.encoded(type));
        }
        return client.get(path.toString());
    }

    private void say(JsonNode rrset) {
        rrset.path("data")
                .forEach(data -> console.say(
                        rrset.path("name").asString() + "\t" + rrset.path("ttl").asLong() + "\tIN\t"
                                + rrset.path("type").asString() + "\t" + data.asString()));
    }
}
