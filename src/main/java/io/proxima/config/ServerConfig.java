package io.proxima.config;

import io.proxima.net.Prefix;
import io.proxima.source.Findings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server's configuration, {@code proxima.yaml}.
 *
 * <p>Every path is resolved against the directory that the file stands in. Immutable; the constructors refuse what cannot be
 * served, with a sentence for the operator.
 *
 * @param node this replica's name, the key of its votes; the host's by default
 * @param site where it stands; {@code default} by default
 * @param zones the directory of zone and policy files
 * @param access who is answered
 * @param identity what the server says of itself
 * @param debug who may ask for explanations
 * @param releases how files become what is served
 * @param samples whether some queries are kept in memory, their clients cut to networks
 * @param control who may ask over HTTP
 * @param cluster the replicas, or null where this one is alone
 * @param state the directory of releases, verdicts and the journal
 */
public record ServerConfig(
        String node,
        String site,
        Listen listen,
        Path zones,
        Geo geo,
        Ecs ecs,
        Access access,
        Identity identity,
        Cookies cookies,
        Udp udp,
        TcpLimits tcp,
        Debug debug,
        Releases releases,
        boolean samples,
        ControlAccess control,
        @Nullable Cluster cluster,
        Path state) {

    public ServerConfig {
        requireIdentifier(node);
        requireIdentifier(site);
    }

    /**
     * Reads a file in UTF-8.
     *
     * @param findings gets every error and warning
     * @return the configuration; empty where there is an error
     */
    public static Optional<ServerConfig> read(Path file, Findings findings) {
        return ConfigReader.read(file, findings);
    }

    /** What holds where there is no file: every default, with paths against a directory. */
    public static ServerConfig defaults(Path directory) {
        return ConfigReader.defaults(directory);
    }

    /** Letters, digits, dots, hyphens and underscores, at most 63; the text itself. */
    static String requireIdentifier(String text) {
        if (!text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
            throw new IllegalArgumentException(
                    "must be at most 63 letters, digits, dots, hyphens and underscores, not \"" + text + "\"");
        }
        return text;
    }

    /**
     * Where it listens.
     *
     * @param dns UDP and TCP, at least one
     * @param xdp interfaces in whose drivers UDP to these is taken, by name
     * @param control HTTP
     */
    public record Listen(List<Endpoint> dns, List<String> xdp, Endpoint control) {
        public Listen {
            dns = List.copyOf(dns);
            xdp = List.copyOf(xdp);
            if (Set.copyOf(xdp).size() < xdp.size()) {
                throw new IllegalArgumentException("must have each interface only once below xdp");
            }
            requireDistinct(dns);
            if (dns.contains(control) && control.port() != 0) {
                throw new IllegalArgumentException("must have control apart from DNS, not both on " + control);
            }
        }
    }

    /**
     * Where geography comes from.
     *
     * @param databases MMDB files, the first that knows a fact wins
     * @param lines the lines file, or null where there is none
     * @param home the country outside of which a client is {@code overseas} (ISO 3166-1, two letters), or null
     */
    public record Geo(
            List<Path> databases,
            @Nullable Path lines,
            @Nullable String home) {
        private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

        public Geo {
            databases = List.copyOf(databases);
            if (home != null && !COUNTRIES.contains(home)) {
                throw new IllegalArgumentException(
                        "must be a country of two letters (ISO 3166-1) such as CN, not \"" + home
                                + "\""
                                + COUNTRIES.stream()
                                        .filter(code -> isMeant(home, code))
                                        .map(code -> " (did you mean \"" + code + "\"?)")
                                        .findFirst()
                                        .orElse(""));
            }
        }

        private static boolean isMeant(String home, String code) {
            return code.equalsIgnoreCase(home)
                    || (home.equalsIgnoreCase("UK") && code.equals("GB"))
                    || Locale.of("", code).getDisplayCountry(Locale.ENGLISH).equalsIgnoreCase(home);
        }
    }

    /**
     * Whose client subnet is believed (RFC 7871).
     *
     * @param acceptFrom the resolvers' prefixes; none is believed where it is empty
     */
    public record Ecs(List<Prefix> acceptFrom) {
        public Ecs {
            acceptFrom = List.copyOf(acceptFrom);
        }
    }

    /**
     * Who may ask how answers come about.
     *
     * @param explainFrom the clients whose debug queries are answered; nobody's where it is empty
     */
    public record Debug(List<Prefix> explainFrom) {
        public Debug {
            explainFrom = List.copyOf(explainFrom);
        }
    }

    /**
     * How files become what is served.
     *
     * @param quiet how long edited files must have been left alone before they are read
     */
    public record Releases(Duration quiet) {
        /** What holds where nothing is said. */
        public static final Duration QUIET = Duration.ofMillis(100);
    }

    /**
     * Who is answered; of two prefixes that hold an address the longer decides.
     *
     * @param allow the clients that are answered; everybody where it is empty
     * @param refuse the clients that get REFUSED
     */
    public record Access(List<Prefix> allow, List<Prefix> refuse) {
        public Access {
            allow = List.copyOf(allow);
            refuse = List.copyOf(refuse);
            for (Prefix prefix : refuse) {
                if (allow.contains(prefix)) {
                    throw new IllegalArgumentException("must either allow or refuse " + prefix + ", not both");
                }
            }
        }
    }

    /**
     * What the server says of itself; nothing of what is null.
     *
     * @param nsid its identifier (RFC 5001)
     * @param version to the question {@code version.bind CH TXT}
     * @param id to the question {@code id.server CH TXT}
     */
    public record Identity(
            @Nullable String nsid,
            @Nullable String version,
            @Nullable String id) {
        /** The most octets each may have. */
        public static final int MOST_OCTETS = 63;

        static String requireShort(String text) {
            int octets = text.getBytes(StandardCharsets.UTF_8).length;
            if (octets == 0 || octets > MOST_OCTETS) {
                throw new IllegalArgumentException("must have 1 to " + MOST_OCTETS + " octets, not " + octets);
            }
            return text;
        }
    }

    /**
     * DNS cookies (RFC 7873).
     *
     * @param answer whether they are answered
     * @param secretsFile secrets of 32 hexadecimal digits, one a line; the first makes cookies, all are checked with. Null for
     *     the cluster's key, else for a secret of this process
     */
    public record Cookies(boolean answer, @Nullable Path secretsFile) {}

    /**
     * How UDP is served.
     *
     * @param threads 1 to 256; empty for what suits the machine
     */
    public record Udp(Engine engine, OptionalInt threads) {
        /** The most threads there can be. */
        public static final int MAX_THREADS = 256;

        public Udp {
            if (threads.isPresent() && (threads.getAsInt() < 1 || threads.getAsInt() > MAX_THREADS)) {
                throw new IllegalArgumentException(
                        "must be auto or 1 to " + MAX_THREADS + ", not " + threads.getAsInt());
            }
        }

        /** What reads and writes datagrams. */
        public enum Engine {
            /** Native on Linux, Vert.x elsewhere. */
            AUTO,
            /** Linux's recvmmsg and sendmmsg. */
            NATIVE,
            /** Vert.x's DatagramSocket. */
            VERTX
        }
    }

    /**
     * The replicas that share votes, overrides and releases.
     *
     * @param bind where this replica meets the others; one of {@code members}
     * @param members all replicas
     * @param keyFile the file of the key that authenticates what they exchange
     */
    public record Cluster(Endpoint bind, List<Endpoint> members, Path keyFile) {
        public Cluster {
            members = List.copyOf(members);
            requireDistinct(members);
            if (bind.isWildcard()) {
                throw new IllegalArgumentException("must bind one address of this machine, not " + bind);
            }
            if (!members.contains(bind)) {
                throw new IllegalArgumentException("must have its own bind, " + bind + ", among its members");
            }
            for (Endpoint member : members) {
                if (member.isWildcard()) {
                    throw new IllegalArgumentException("must have members by their addresses, not " + member);
                }
            }
        }
    }

    private static void requireDistinct(List<Endpoint> endpoints) {
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("must have at least one endpoint");
        }
        Set<Endpoint> seen = new HashSet<>();
        for (Endpoint endpoint : endpoints) {
            if (endpoint.port() != 0 && !seen.add(endpoint)) {
                throw new IllegalArgumentException("must have " + endpoint + " only once");
            }
        }
    }
}
