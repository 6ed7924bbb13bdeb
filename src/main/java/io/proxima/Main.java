package io.proxima;

import io.proxima.cli.Cli;
import io.proxima.cli.Console;
import io.proxima.cli.Output;
import io.proxima.cli.Starters;
import io.proxima.config.ServerConfig;
import io.proxima.demo.Launch;
import io.proxima.source.Findings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The program's door: hands the command line what it may start. */
public final class Main {
    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        Output output = Output.standard();
        PrintWriter out = new PrintWriter(output, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Path home = Path.of(System.getProperty("proxima.home", "."));
        Console console = new Console(out, err);
        int code = args.length == 1 && args[0].equals(Rehearsal.COMMAND)
                ? Rehearsal.run(home, console, (serve, life) -> Cli.run(serve, starters(home, life), home, out, err))
                : Cli.run(args, starters(home, Main::untilToldToStop), home, out, err);
        out.flush();
        System.exit(output.exit(code, console));
    }

    /** How long a replica lives, and what is done meanwhile. */
    @FunctionalInterface
    interface Life {
        void live(Proxima proxima, Console console) throws IOException, InterruptedException;
    }

    private static Starters starters(Path home, Life life) {
        return new Starters(
                (config, console) -> serve(config, console, life),
                FileReports::check,
                new DemoCommand(home)::run,
                Explanations::explain,
                FileReports::locate,
                FileReports::cover);
    }

    private static int serve(ServerConfig config, Console console, Life life) {
        Findings findings = new Findings();
        try {
            Optional<Proxima> started = console.during("reading the files", _ -> Proxima.start(config, findings));
            console.report(findings);
            if (started.isEmpty()) {
                console.warn("proxima: nothing is served until this is mended");
                return 1;
            }
            life.live(started.get(), console);
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            console.report(findings);
            console.warn("proxima: " + e.getMessage());
            return 1;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static void untilToldToStop(Proxima proxima, Console console) throws InterruptedException {
        stopsOnSignal(proxima);
        proxima.standBack();
        if (Boolean.getBoolean(Launch.ENDS_WITH_INPUT)) {
            stopsWithInput();
        }
        console.say(proxima.readyLine());
        new CountDownLatch(1).await();
    }

    /** SIGTERM and SIGINT drain and end with 0, where the JVM by itself would say it was killed. */
    private static void stopsOnSignal(Proxima proxima) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            proxima.close();
            Runtime.getRuntime().halt(0);
        }));
    }

    /** A replica of the demo holds the other end of a pipe to it, which breaks however the demo ends. */
    private static void stopsWithInput() {
        Thread.ofPlatform().name("input").daemon().start(() -> {
            try {
                System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException _) {
                System.exit(0);
            }
            System.exit(0);
        });
    }
}
