package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.control.Json;
import io.proxima.control.PoolsReport;
import io.proxima.control.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code pools}: asks a running server which pools it has, or how one is built and stands. */
@Command(
        description = "Say which pools a running server has and how they stand, a line each; or how one is built.",
        footer = {
            "",
            "Exit codes: 0 told, 1 the server cannot be asked or has no such pool, 2 the command line is wrong."
        },
        mixinStandardHelpOptions = true)
final class PoolsCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final Remote remote;

    @Parameters(paramLabel = "POOL", arity = "0..1", description = "One pool, whole: edge, or example.com./edge.")
    private @Nullable String pool;

    @Option(names = "--zone", paramLabel = "ZONE", description = "Only pools of this zone.")
    private @Nullable String zone;

    @Option(names = "--json", description = "One JSON document.")
    private boolean json;

    PoolsCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
        this.remote = new Remote(configs);
        this.console = console;
    }

    @Override
    public Integer call() {
        return remote.ask("pools", console, client -> {
            String name = Objects.requireNonNullElse(pool, "");
            JsonNode list = Pages.all(
                    client,
                    "/v1/pools",
                    "pools",
                    Map.of("zone", Objects.requireNonNullElse(zone, ""), "name", name.replaceFirst("@.*$", "")));
            PoolsReport.Pools pools = PoolsReport.pools(list);
            if (pool == null) {
                tell(list, () -> pools.pools().isEmpty() ? List.of("no pool is in use") : lines(pools));
                return ExitCodes.DONE;
            }
            List<PoolsReport.Line> found = pools.pools().stream()
                    .filter(line -> !name.contains("@") || line.name().endsWith(name))
                    .toList();
            if (found.size() > 1) {
                console.warn("proxima pools: \"" + pool + "\" is one of "
                        + found.stream().map(PoolsReport.Line::name).collect(Collectors.joining(", ")));
                return ExitCodes.USAGE;
            }
            JsonNode tree = client.get(path(found, name));
            tell(tree, () -> lines(PoolsReport.tree(tree)));
            return ExitCodes.DONE;
        });
    }

    /** Where a pool is; of one that is not there, where the server says what is near. */
    private String path(List<PoolsReport.Line> found, String name) {
        int slash = name.indexOf('/');
        String apex = !found.isEmpty()
                ? found.getFirst().zone()
                : slash < 0 ? Objects.requireNonNullElse(zone, "root") : name.substring(0, slash);
        String bare = found.isEmpty()
                ? name.substring(slash + 1)
                : found.getFirst().name().substring(apex.length() + 1);
        return "/v1/pools/" + (apex.equals(".") ? "root" : Pages.encoded(apex)) + "/" + Pages.encoded(bare);
    }

    /** What is said to people, made only for them. */
    @FunctionalInterface
    private interface Lines {
        List<String> of();
    }

    private void tell(JsonNode document, Lines lines) {
        if (json) {
            console.say(Json.of(document));
        } else {
            lines.of().forEach(console::say);
        }
    }

    private static List<String> lines(PoolsReport.Pools pools) {
        Table table = Table.of("", "lllllll").row("POOL", "RULE", "UP", "DOWN", "DRAINED", "NAMES", "STATE");
        pools.pools()
                .forEach(pool -> table.row(
                        pool.name(),
                        pool.rule(),
                        pool.up() + "/" + pool.members(),
                        String.valueOf(pool.down()),
                        String.valueOf(pool.drained()),
                        String.valueOf(pool.names()),
                        state(pool)));
        return table.lines(Terminal.current(System.getenv()));
    }

    private static String state(PoolsReport.Line pool) {
        return Stream.of(
                        family("A", pool.a()),
                        family("AAAA", pool.aaaa()),
                        pool.panic() ? "panic: too few up, all serve" : "",
                        pool.unsettled() ? "unsettled" : "")
                .filter(text -> !text.isEmpty())
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(", "), text -> text.isEmpty() ? "steady" : text));
    }

    private static String family(String type, Status.Family family) {
        return family.allDown() ? type + " all down" : "";
    }

    /** A pool's tree, each level further in. */
    static List<String> lines(PoolsReport.Tree tree) {
        List<String> lines = new ArrayList<>();
        lines.add(tree.name());
        tree.names()
                .forEach(name -> lines.add("  " + name.name() + "  TTL " + name.ttlSeconds() + " s"
                        + (name.settled() ? "" : ", unsettled")));
        Table table = Table.of("", "llllll").row("GROUP OR MEMBER", "STATE", "WEIGHT", "SITE", "ADDRESSES", "");
        group(table, tree.root(), "");
        lines.addAll(table.lines(Terminal.current(System.getenv())));
        return lines;
    }

    private static void group(Table table, PoolsReport.Group group, String indent) {
        String state = Stream.of(count("A", group.a()), count("AAAA", group.aaaa()))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        table.row(
                indent + group.name(),
                state,
                group.weight() == null ? "" : String.valueOf(group.weight()),
                Objects.requireNonNullElse(group.site(), ""),
                "",
                (group.line() == null ? "" : "line " + group.line() + ", ")
                        + group.rule()
                        + (group.upAtLeast().equals("1") ? "" : ", at least " + group.upAtLeast()));
        group.groups().forEach(child -> group(table, child, indent + "  "));
        group.members()
                .forEach(member -> table.row(
                        indent + "  " + member.member(),
                        member.state(),
                        member.weight() + (member.share() < 1 ? " x " + Math.round(member.share() * 100) + "%" : ""),
                        Objects.requireNonNullElse(member.site(), ""),
                        member.addresses().stream()
                                .map(address -> address.address() + (address.up() ? "" : " down"))
                                .collect(Collectors.joining(", ")),
                        Objects.requireNonNullElse(member.override(), "")));
    }

    private static String count(String type, PoolsReport.Count count) {
        return count.members() == 0
                ? ""
                : type + " " + count.up() + "/" + count.members()
                        + (count.panic() ? " panic" : count.enough() ? "" : " down");
    }
}
