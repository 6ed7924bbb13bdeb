package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.control.Json;
import io.proxima.control.PoolsReport;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code members}: asks a running server for the members of its pools, a line each. */
@Command(
        description = "Say of the members of a running server's pools whether they are up, since when and why not.",
        footer = {"", "Exit codes: 0 told, 1 the server cannot be asked, 2 the command line is wrong."},
        mixinStandardHelpOptions = true)
final class MembersCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final Remote remote;

    @Option(names = "--down", description = "Only those that are down, in all families.")
    private boolean down;

    @Option(names = "--site", paramLabel = "SITE", description = "Only those that stand there.")
    private String site = "";

    @Option(names = "--pool", paramLabel = "POOL", description = "Only this pool's: edge, or example.com./edge.")
    private String pool = "";

    @Option(names = "--zone", paramLabel = "ZONE", description = "Only those of this zone's pools.")
    private String zone = "";

    @Option(names = "--json", description = "One JSON document.")
    private boolean json;

    MembersCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
        this.remote = new Remote(configs);
        this.console = console;
    }

    @Override
    public Integer call() {
        return remote.ask("members", console, client -> {
            JsonNode document = Pages.all(
                    client,
                    "/v1/members",
                    "members",
                    Map.of("state", down ? "down" : "", "site", site, "pool", pool, "zone", zone));
            if (json) {
                console.say(Json.of(document));
            } else {
                tell(PoolsReport.members(document));
            }
            return ExitCodes.DONE;
        });
    }

    private void tell(PoolsReport.Members members) {
        if (members.members().isEmpty()) {
            console.say(down ? "no such member is down" : "there is no such member");
            return;
        }
        Table table = Table.of("", "lllllll").row("MEMBER", "POOL", "SITE", "STATE", "SINCE", "ADDRESSES", "WHY");
        members.members()
                .forEach(member -> table.row(
                        member.member(),
                        member.zone() + "/" + member.pool(),
                        Objects.requireNonNullElse(member.site(), "-"),
                        member.state(),
                        member.sinceSeconds() == null ? "-" : StatusText.age(member.sinceSeconds()),
                        member.addresses().stream()
                                .map(address -> address.address() + (address.up() ? "" : " down"))
                                .collect(Collectors.joining(", ")),
                        Objects.requireNonNullElse(member.why(), "")));
        table.lines(Terminal.current(System.getenv())).forEach(console::say);
    }
}
