package io.proxima.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: the zone that ships, with edges to steer to. */
@Command(
        description = "Serve the zone that ships, with edge servers to steer to on this machine.",
        footer = {
            "",
            "Example: ./proxima demo --replicas 3",
            "Exit codes: 0 told to stop, 1 a port is taken or a file is wrong, 2 the command line is wrong."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private final Starters starters;
    private final Console console;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "1",
            description = "1 to 3 replicas, a process each. Default: ${DEFAULT-VALUE}.")
    private int replicas;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            hidden = true,
            defaultValue = "5300",
            description = "Where the first replica answers DNS. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--edge-port",
            paramLabel = "PORT",
            hidden = true,
            defaultValue = "0",
            description = "Where the edges listen; 0 for where the policy probes them.")
    private int edgePort;

    DemoCommand(Starters starters, Console console) {
        this.starters = starters;
        this.console = console;
    }

    @Override
    public Integer call() {
        if (replicas < 1 || replicas > 3) {
            console.warn("proxima demo: --replicas is 1, 2 or 3");
            return ExitCodes.USAGE;
        }
        return starters.demo().run(new Starters.DemoOptions(replicas, port, edgePort), console);
    }
}
