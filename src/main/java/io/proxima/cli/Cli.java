package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.source.Finding;
import io.proxima.source.Findings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** The commands. Exit codes: 0 done, 1 findings or a failure, 2 the command line is wrong. */
@Command(
        name = "proxima",
        description = "An authoritative DNS server for global load balancing.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Cli.Version.class)
public final class Cli {
    private static final String DEFAULT_CONFIG = "proxima.yaml";

    private final Starters starters;
    private final Console console;
    private final Path home;

    private Cli(Starters starters, Console console, Path home) {
        this.starters = starters;
        this.console = console;
        this.home = home;
    }

    /**
     * Runs the command that the arguments name.
     *
     * @param home the folder whose {@code proxima.yaml} is taken where none is named and none is here
     * @return the exit code
     */
    public static int run(String[] args, Starters starters, Path home, PrintWriter out, PrintWriter err) {
        Cli cli = new Cli(starters, new Console(out, err), home);
        CommandLine commands = new CommandLine(cli)
                .addSubcommand("serve", cli.new Serve())
                .addSubcommand("check", cli.new Check())
                .addSubcommand("lines", new LinesCommand(cli::config, starters, cli.console))
                .addSubcommand("demo", cli.new Demo())
                .addSubcommand("geo", GeoCommand.commandLine(cli.console, home))
                .addSubcommand("explain", cli.new Explain())
                .addSubcommand("journal", new JournalCommand(cli::config, cli.console))
                .addSubcommand("events", new EventsCommand(cli::config, cli.console))
                .addSubcommand("releases", new ReleasesCommand(cli::config, cli.console))
                .addSubcommand("activate", new ActivateCommand(cli::config, cli.console))
                .addSubcommand("rollback", new RollbackCommand(cli::config, cli.console))
                .addSubcommand("records", new RecordsCommand(cli::config, cli.console))
                .addSubcommand("record", RecordCommand.commandLine(cli::config, cli.console))
                .addSubcommand("diff", new DiffCommand(cli::config, cli.console))
                .addSubcommand("backup", new BackupCommand(cli::config, cli.console))
                .addSubcommand("restore", new RestoreCommand(cli::config, cli.console))
                .addSubcommand("checkout", new CheckoutCommand(cli::config, cli.console))
                .addSubcommand("try", new TryCommand(cli::config, cli.console))
                .addSubcommand("what-if", new WhatIfCommand(cli::config, cli.console))
                .addSubcommand("queries", new QueriesCommand(cli::config, cli.console))
                .addSubcommand("status", new StatusCommand(cli::config, cli.console))
                .addSubcommand("token", new TokenCommand(cli.console))
                .addSubcommand("help", new CommandLine.HelpCommand());
        OverrideCommand.addTo(commands, cli::config, cli.console);
        commands.setOut(out).setErr(err).setUsageHelpAutoWidth(true);
        if (args.length == 0) {
            commands.usage(err);
            return CommandLine.ExitCode.USAGE;
        }
        return commands.execute(args);
    }

    /** The version in the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Cli.class.getPackage().getImplementationVersion();
            return new String[] {"proxima " + (version == null ? "(not packaged)" : version)};
        }
    }

    /** The configuration file named, here, or at home; the defaults where there is none. */
    private Optional<ServerConfig> config(@Nullable Path named) {
        Findings findings = new Findings();
        Path here = Path.of(DEFAULT_CONFIG);
        Path file = named != null ? named : Files.exists(here) ? here : home.resolve(DEFAULT_CONFIG);
        Optional<ServerConfig> config = named == null && !Files.exists(file)
                ? Optional.of(ServerConfig.defaults(home))
                : ServerConfig.read(file, findings);
        console.report(findings);
        return config;
    }

    /** {@code serve}. */
    @Command(description = "Serve zones until told to stop.", mixinStandardHelpOptions = true)
    final class Serve implements Callable<Integer> {
        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "Default: proxima.yaml.",
                scope = ScopeType.LOCAL)
        private @Nullable Path config;

        @Override
        public Integer call() {
            return config(config)
                    .map(server -> starters.server().serve(server, console))
                    .orElse(CommandLine.ExitCode.SOFTWARE);
        }
    }

    /** {@code check}. */
    @Command(
            description = "Say what is wrong with zones, policies and lines, without serving them.",
            mixinStandardHelpOptions = true)
    final class Check implements Callable<Integer> {
        @Option(names = "--config", paramLabel = "FILE", description = "Default: proxima.yaml.")
        private @Nullable Path config;

        @Parameters(paramLabel = "ZONE", arity = "0..*", description = "Only findings in these zones' files.")
        private List<String> zones = List.of();

        @Override
        public Integer call() {
            Optional<ServerConfig> server = config(config);
            if (server.isEmpty()) {
                return CommandLine.ExitCode.SOFTWARE;
            }
            Findings findings = new Findings();
            starters.checker().check(server.get(), findings);
            List<Finding> wanted = findings.sorted().stream()
                    .filter(finding -> zones.isEmpty() || zones.stream().anyMatch(zone -> concerns(finding, zone)))
                    .toList();
            wanted.forEach(finding -> console.say(finding.toString()));
            long errors = wanted.stream()
                    .filter(finding -> finding.level() == Finding.Level.ERROR)
                    .count();
            console.warn(errors == 0 ? "ok" : errors == 1 ? "1 error" : errors + " errors");
            return errors == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }

        private static boolean concerns(Finding finding, String zone) {
            String apex = zone.equals(".") ? "root" : zone.endsWith(".") ? zone.substring(0, zone.length() - 1) : zone;
            String file = String.valueOf(Path.of(finding.place().file()).getFileName());
            return file.equals(apex + ".zone") || file.equals(apex + ".policy.yaml") || file.equals(apex + ".expect");
        }
    }

    /** {@code demo}. */
    @Command(
            description = "Serve the zone that ships, with edge servers to steer to on this machine.",
            mixinStandardHelpOptions = true)
    final class Demo implements Callable<Integer> {
        @Option(
                names = "--replicas",
                paramLabel = "N",
                defaultValue = "1",
                description = "1 to 3 replicas, a process each. Default: ${DEFAULT-VALUE}.")
        private int replicas;

        @Option(names = "--port", hidden = true, defaultValue = "5300")
        private int port;

        @Option(names = "--edge-port", hidden = true, defaultValue = "0")
        private int edgePort;

        @Override
        public Integer call() {
            if (replicas < 1 || replicas > 3) {
                console.warn("proxima demo: --replicas is 1, 2 or 3");
                return CommandLine.ExitCode.USAGE;
            }
            return starters.demo().run(new Starters.DemoOptions(replicas, port, edgePort), console);
        }
    }

    /** {@code explain}. */
    @Command(
            description =
                    "Say why a question is answered as it is: zone, client, lines, pools, chances, TTL and scope.",
            footer =
                    "Exit codes: 0 explained, 1 the files have errors or nothing is known of then, 2 the command line is wrong.",
            mixinStandardHelpOptions = true)
    final class Explain implements Callable<Integer> {
        @Option(names = "--config", paramLabel = "FILE", description = "Default: proxima.yaml.")
        private @Nullable Path config;

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

        @Option(names = "--json", description = "One JSON document.")
        private boolean json;

        @Parameters(index = "0", paramLabel = "NAME", description = "Any name, steered or not.")
        private String name = "";

        @Parameters(
                index = "1",
                paramLabel = "TYPE",
                arity = "0..1",
                defaultValue = "A",
                description = "Default: ${DEFAULT-VALUE}.")
        private String type = "";

        @Override
        public Integer call() {
            Starters.ExplainOptions options = new Starters.ExplainOptions(name, type, client, resolver, at, json);
            return config(config)
                    .map(server -> starters.explainer().run(server, options, console))
                    .orElse(CommandLine.ExitCode.SOFTWARE);
        }
    }
}
