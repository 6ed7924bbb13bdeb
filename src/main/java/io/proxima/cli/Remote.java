package io.proxima.cli;

import io.proxima.config.ControlAccess;
import io.proxima.config.ServerConfig;
import io.proxima.control.ClientTls;
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

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The server to ask, http://HOST:PORT or https://HOST:PORT, in place of that.")
    private @Nullable String url;

    @Option(names = "--token-file", paramLabel = "FILE", description = "The file of the token to show it.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Who signed the certificate of a server asked by https, PEM. Default: control.tls.certificate"
                    + " itself without --url, and who Java trusts with it.")
    private @Nullable Path authorities;

    @Option(
            names = "--client-certificate",
            paramLabel = "FILE",
            description = "The certificate to show a server that wants one, PEM.")
    private @Nullable Path certificate;

    @Option(names = "--client-key", paramLabel = "FILE", description = "The key of that certificate, PKCS #8 in PEM.")
    private @Nullable Path key;

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
        ControlClient client;
        try {
            Optional<ControlClient> found = client();
            if (found.isEmpty()) {
                return ExitCodes.FAILED;
            }
            client = found.get();
        } catch (IllegalArgumentException e) {
            console.warn(who + e.getMessage());
            return ExitCodes.USAGE;
        }
        try {
            return question.ask(client);
        } catch (ProblemException e) {
            console.warn(who + e.problem().detail());
            return switch (e.problem().status()) {
                case 400 -> ExitCodes.USAGE;
                case 409, 412 -> REFUSED;
                default -> ExitCodes.FAILED;
            };
        } catch (ControlException e) {
            console.warn(who + e.getMessage());
        } catch (JacksonException _) {
            console.warn(who + "what answers at " + client.base() + " is no Proxima");
        }
        return ExitCodes.FAILED;
    }

    /** Whether a server was named, where a command has something to say without one too. */
    boolean named() {
        return url != null;
    }

    /** The configuration named, for such a command; what is wrong with it has been said. */
    Optional<ServerConfig> config() {
        return configs.apply(config);
    }

    private Optional<ControlClient> client() {
        String token = token();
        if (url == null) {
            return configs.apply(config).map(read -> {
                ControlAccess.Tls tls = read.control().tls();
                URI server = ControlClient.urlOf(
                        tls == null ? "http" : "https", read.listen().control().socketAddress());
                return new ControlClient(server, token, tls(server, tls));
            });
        }
        URI server = server(url);
        return Optional.of(new ControlClient(server, token, tls(server, null)));
    }

    /** How the server is spoken to; null for HTTP in clear. */
    private @Nullable ClientTls tls(URI server, ControlAccess.@Nullable Tls known) {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("--client-certificate and --client-key go together");
        }
        if (!"https".equals(server.getScheme())) {
            if (authorities != null || certificate != null) {
                throw new IllegalArgumentException((authorities != null ? "--ca" : "--client-certificate")
                        + " is for a server asked by https, not at " + server);
            }
            return null;
        }
        ClientTls tls;
        if (authorities != null) {
            tls = ClientTls.trusting(authorities);
        } else {
            tls = known == null ? ClientTls.usual() : ClientTls.pinned(known.certificate());
        }
        return certificate == null || key == null ? tls : tls.showing(certificate, key);
    }

    private static URI server(String url) {
        URI server;
        try {
            server = new URI(url);
        } catch (URISyntaxException _) {
            throw new IllegalArgumentException(
                    "--url: \"" + url + "\" is no URL (write http://HOST:PORT or https://HOST:PORT)");
        }
        boolean spoken = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
        if (!spoken || server.getHost() == null) {
            throw new IllegalArgumentException("--url: \"" + url + "\" is not http://HOST:PORT or https://HOST:PORT");
        }
        return server;
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
