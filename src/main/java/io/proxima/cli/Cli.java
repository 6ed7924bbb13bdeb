package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.source.Findings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands, and what holds for all of them; {@link ExitCodes} says how they end. */
@Command(
        name = "proxima",
        description = "An authoritative DNS server for global load balancing.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Commands with --url ask a running server, on this machine or another; --json prints what programs read.",
            "Example: ./proxima status --down",
            "Exit codes: 0 done, 1 failed or there are errors, 2 the command line is wrong, 3 refused and nothing was changed,"
                    + " 130 ended by Ctrl-C, 141 the reader of the output went away."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Cli.Version.class)
public final class Cli {
    private static final String DEFAULT_CONFIG = "proxima.yaml";

    private final Console console;
    private final Path home;

    private Cli(Console console, Path home) {
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
        if (PlainServe.is(args)) {
            Cli cli = new Cli(new Console(out, err), home);
            return PlainServe.run(args, new ServeCommand(cli::config, starters, cli.console), err);
        }
        CommandLine commands = commands(starters, home, out, err);
        if (args.length == 0) {
            commands.usage(err);
            return ExitCodes.USAGE;
        }
        return commands.execute(args);
    }

    /** All commands, as they are run, helped with, completed and described in the manual. */
    static CommandLine commands(Starters starters, Path home, PrintWriter out, PrintWriter err) {
        Cli cli = new Cli(new Console(out, err), home);
        CommandLine commands = new CommandLine(cli)
                .addSubcommand("serve", new ServeCommand(cli::config, starters, cli.console))
                .addSubcommand("check", new CheckCommand(cli::config, starters, cli.console))
                .addSubcommand("lines", new LinesCommand(cli::config, starters, cli.console))
                .addSubcommand("demo", new DemoCommand(starters, cli.console))
                .addSubcommand("geo", GeoCommand.commandLine(cli.console, home))
                .addSubcommand("explain", new ExplainCommand(cli::config, starters, cli.console))
                .addSubcommand("journal", new JournalCommand(cli::config, cli.console))
                .addSubcommand("events", new EventsCommand(cli::config, cli.console))
                .addSubcommand("releases", new ReleasesCommand(cli::config, cli.console))
                .addSubcommand("activate", new ActivateCommand(cli::config, cli.console))
                .addSubcommand("rollback", new RollbackCommand(cli::config, cli.console))
                .addSubcommand("diff", new DiffCommand(cli::config, cli.console))
                .addSubcommand("try", new TryCommand(cli::config, cli.console))
                .addSubcommand("what-if", new WhatIfCommand(cli::config, cli.console))
                .addSubcommand("queries", new QueriesCommand(cli::config, cli.console))
                .addSubcommand("records", new RecordsCommand(cli::config, cli.console))
                .addSubcommand("record", RecordCommand.commandLine(cli::config, cli.console))
                .addSubcommand("backup", new BackupCommand(cli::config, cli.console))
                .addSubcommand("restore", new RestoreCommand(cli::config, cli.console))
                .addSubcommand("checkout", new CheckoutCommand(cli::config, cli.console))
                .addSubcommand("pools", new PoolsCommand(cli::config, cli.console))
                .addSubcommand("members", new MembersCommand(cli::config, cli.console))
                .addSubcommand("token", new TokenCommand(cli.console))
                .addSubcommand("status", new StatusCommand(cli::config, cli.console))
                .addSubcommand("names", new NamesCommand(cli::config, cli.console))
                .addSubcommand("completion", new CompletionCommand(cli.console))
                .addSubcommand("man", new ManCommand(cli.console))
                .addSubcommand("help", new CommandLine.HelpCommand());
        OverrideCommand.addTo(commands, cli::config, cli.console);
        CommandLine help = commands.getSubcommands().get("help");
        if (help != null) {
            help.getCommandSpec()
                    .usageMessage()
                    .description("Say how a command is used.")
                    .footer("", "Example: ./proxima help drain", "Exit codes: 0 printed, 2 there is no such command.");
        }
        return commands.setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(new Mistakes());
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
}
