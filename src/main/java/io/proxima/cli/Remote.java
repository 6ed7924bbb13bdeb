package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.control.ControlClient;
import io.proxima.control.ControlException;
import io.proxima.control.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;

/** How a command asks a running server: which one, with which token, and what becomes of the answer. */
final class Remote {
    /** What was asked contradicts the state of things, and nothing was changed. */
    static final int REFUSED = ExitCodes.REFUSED;

    private final Function<@Nullable Path, Optional<ServerConfig>> configs;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration, whose listen.control is asked. Default: proxima.yaml.")
    private @Nullable Path config;

    @Option(names = "--url", paramLabel = "URL", description = "The server to ask, http://HOST:PORT, in place of that.")
    private @Nullable String url;

    @Option(names = "--token-file", paramLabel = "FILE", description = "The file of the token to show it.")
    private @Nullable Path tokenFile;

    Remote(Function<@Nullable Path, Optional<ServerConfig>> configs) {
        this.configs = configs;
    }

    /** What a command does with the server that it asks; gives the exit code. */
    @FunctionalInterface
    interface Question {
        int ask(ControlClient client) throws ControlException;
    }

    /**
     * Asks; says what goes wrong.
     *
     * @param command the command's name, which sentences begin with
     * @return the exit code: 1 where the server cannot be asked, 2 where it finds the question wrong, 3 where it refuses
     */
    int ask(String command, Console console, Question question) {
        String who = "proxima " + command + ": ";
        URI server;
        String token;
        try {
            Optional<URI> found = server();
            if (found.isEmpty()) {
                return ExitCode.SOFTWARE;
            }
            server = found.get();
            token = token();
        } catch (IllegalArgumentException e) {
            console.warn(who + e.getMessage());
            return ExitCode.USAGE;
        }
        try {
            return question.ask(new ControlClient(server, token));
        } catch (ProblemException e) {
            console.warn(who + e.problem().detail());
            return switch (e.problem().status()) {
                case 400 -> ExitCode.USAGE;
                case 409, 412 -> REFUSED;
                default -> ExitCode.SOFTWARE;
            };
        } catch (ControlException e) {
            console.warn(who + e.getMessage());
        } catch (JacksonException _) {
            console.warn(who + "what answers at " + server + " is no Proxima");
        }
        return ExitCode.SOFTWARE;
    }

    /** Whether a server was named, where a command has something to say without one too. */
    boolean named() {
        return url != null;
    }

    /** The configuration named, for such a command; what is wrong with it has been said. */
    Optional<ServerConfig> config() {
        return configs.apply(config);
    }

    private Optional<URI> server() {
        if (url == null) {
            return configs.apply(config)
                    .map(read -> ControlClient.urlOf(read.listen().control().socketAddress()));
        }
        URI server;
        try {
            server = new URI(url);
        } catch (URISyntaxException _) {
            throw new IllegalArgumentException("--url: \"" + url + "\" is no URL (write http://HOST:PORT)");
        }
        if (!"http".equals(server.getScheme()) || server.getHost() == null) {
            throw new IllegalArgumentException("--url: \"" + url + "\" is not http://HOST:PORT");
        }
        return Optional.of(server);
    }

    private @Nullable String token() {
        if (tokenFile == null) {
            return null;
        }
        String token;
        try {
            token = Files.readString(tokenFile).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("--token-file: " + tokenFile + " cannot be read: " + e, e);
        }
        if (!token.matches("[\\x21-\\x7e]+")) {
            throw new IllegalArgumentException("--token-file: " + tokenFile + " is not one token on a line");
        }
        return token;
    }
}
