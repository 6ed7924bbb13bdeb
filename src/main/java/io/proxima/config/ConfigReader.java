package io.proxima.config;

import io.proxima.net.Prefix;
import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.source.Yaml;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads {@code proxima.yaml}. */
final class ConfigReader {
    private static final List<Endpoint> DEFAULT_DNS = List.of(Endpoint.parse("127.0.0.1:5300"));
    private static final Endpoint DEFAULT_CONTROL = Endpoint.parse("127.0.0.1:8053");
    private static final List<Prefix> EVERYONE = List.of(Prefix.parse("0.0.0.0/0"), Prefix.parse("::/0"));

    private final Path directory;
    private final Findings findings;

    private ConfigReader(Path directory, Findings findings) {
        this.directory = directory;
        this.findings = findings;
    }

    static Optional<ServerConfig> read(Path file, Findings findings) {
        Findings own = new Findings();
        Path parent = file.getParent();
        return read(Yaml.read(file, own), parent == null ? Path.of("") : parent, own, findings);
    }

    /** As {@link #read(Path, Findings)}, of a text; paths are resolved against the directory. */
    static Optional<ServerConfig> read(String file, String text, Path directory, Findings findings) {
        Findings own = new Findings();
        return read(Yaml.read(file, text, own), directory, own, findings);
    }

    private static Optional<ServerConfig> read(Optional<Yaml> root, Path directory, Findings own, Findings findings) {
        Optional<ServerConfig> config =
                root.flatMap(new ConfigReader(directory, own)::config).filter(read -> !own.hasErrors());
        findings.addAll(own);
        return config;
    }

    static ServerConfig defaults(Path directory) {
        Yaml nothing = new Yaml.Mapping(Place.start("proxima.yaml"), List.of());
        return new ConfigReader(directory, new Findings())
                .config(nothing)
                .orElseThrow(() -> new IllegalStateException("the defaults are no configuration"));
    }

    private Optional<ServerConfig> config(Yaml root) {
        Fields fields = new Fields(root, "the configuration", findings);
        String node = fields.value("node", ServerConfig::requireIdentifier).orElseGet(HostName::own);
        String site = fields.value("site", ServerConfig::requireIdentifier).orElse("default");
        Optional<ServerConfig.Listen> listen = listen(below(fields, "listen"));
        Path zones = path(fields, "zones").orElseGet(() -> directory.resolve("zones"));
        Optional<ServerConfig.Geo> geo = geo(below(fields, "geo"));
        ServerConfig.Ecs ecs = ecs(below(fields, "ecs"));
        Optional<ServerConfig.Access> access = access(below(fields, "access"));
        ServerConfig.Identity identity = identity(below(fields, "identity"));
        ServerConfig.Cookies cookies = cookies(below(fields, "cookies"));
        Optional<ServerConfig.Udp> udp = udp(below(fields, "udp"));
        Optional<TcpLimits> tcp = tcp(below(fields, "tcp"));
        ServerConfig.Debug debug = debug(below(fields, "debug"));
        ServerConfig.Releases releases = releases(below(fields, "releases"));
        boolean samples = fields.value("samples", ConfigValues::onOrOff).orElse(true);
        Optional<ControlAccess> control = control(below(fields, "control"), listen, fields);
        ServerConfig.@Nullable Cluster cluster =
                fields.yaml("cluster").flatMap(yaml -> cluster(yaml, fields)).orElse(null);
        Path state = path(fields, "state").orElseGet(() -> directory.resolve("var"));
        fields.done();
        if (listen.isEmpty()
                || geo.isEmpty()
                || access.isEmpty()
                || udp.isEmpty()
                || tcp.isEmpty()
                || control.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ServerConfig(
                node,
                site,
                listen.get(),
                zones,
                geo.get(),
                ecs,
                access.get(),
                identity,
                cookies,
                udp.get(),
                tcp.get(),
                debug,
                releases,
                samples,
                control.get(),
                cluster,
                state));
    }

    private Fields below(Fields fields, String key) {
        Yaml yaml = fields.yaml(key).orElseGet(() -> new Yaml.Mapping(fields.placeOf(key), List.of()));
        return new Fields(yaml, "\"" + key + "\"", findings);
    }

    private Optional<ServerConfig.Listen> listen(Fields fields) {
        List<Endpoint> written = fields.filledList("dns", Endpoint::parse);
        List<String> xdp = fields.list("xdp", ConfigValues::networkInterface);
        Optional<Endpoint> control = fields.value("control", Endpoint::parse);
        fields.done();
        List<Endpoint> dns = written.isEmpty() ? DEFAULT_DNS : written;
        return built(
                () -> new ServerConfig.Listen(dns, xdp, control.orElse(DEFAULT_CONTROL)), "\"listen\"", fields.place());
    }

    private Optional<ServerConfig.Geo> geo(Fields fields) {
        List<Path> databases = fields.list("databases", this::resolve);
        databases.forEach(database -> warnIfMissing(database, fields.placeOf("databases")));
        Path standard = directory.resolve("geoip/lines.yaml");
        Path lines = path(fields, "lines").orElse(Files.exists(standard) ? standard : null);
        Optional<Yaml.Scalar> home = fields.scalar("home");
        fields.done();
        return built(
                () -> new ServerConfig.Geo(
                        databases, lines, home.map(Yaml.Scalar::text).orElse(null)),
                "\"home\"",
                home.map(Yaml.Scalar::place).orElse(fields.place()));
    }

    private ServerConfig.Ecs ecs(Fields fields) {
        List<Prefix> acceptFrom = fields.list("accept-from", Prefix::parse);
        fields.done();
        return new ServerConfig.Ecs(fields.has("accept-from") ? acceptFrom : EVERYONE);
    }

    private static ServerConfig.Debug debug(Fields fields) {
        List<Prefix> explainFrom = fields.list("explain-from", Prefix::parse);
        fields.done();
        return new ServerConfig.Debug(explainFrom);
    }

    private static ServerConfig.Releases releases(Fields fields) {
        Optional<Duration> quiet = fields.value("quiet", ConfigValues::quiet);
        fields.done();
        return new ServerConfig.Releases(quiet.orElse(ServerConfig.Releases.QUIET));
    }

    private Optional<ControlAccess> control(Fields fields, Optional<ServerConfig.Listen> listen, Fields parent) {
        Optional<Path> tokens = path(fields, "tokens-file");
        boolean open = fields.flag("open").orElse(false);
        boolean metricsOpen = fields.value("metrics", ConfigValues::metricsOpen).orElse(false);
        boolean said = fields.has("tokens-file") || open;
        Optional<ControlAccess.Tls> tls = fields.yaml("tls").flatMap(yaml -> tls(yaml, fields));
        if (fields.has("tls") && fields.yaml("tls").isEmpty()) {
            findings.error(
                    fields.placeOf("tls"), "\"tls\" has nothing behind it", "tls: {certificate: PATH, key: PATH}");
        }
        fields.done();
        listen.map(ServerConfig.Listen::control)
                .filter(at -> !said && !at.address().isLoopbackAddress())
                .ifPresent(at -> findings.error(
                        parent.placeOf("listen"),
                        "\"control\": others reach " + at + ", and no tokens say who may do what there",
                        "control: {tokens-file: FILE}, or control: {open: true} where a firewall stands in front"));
        return built(
                () -> new ControlAccess(tokens.orElse(null), open, metricsOpen, tls.orElse(null)),
                "\"control\"",
                fields.place());
    }

    private Optional<ControlAccess.Tls> tls(Yaml yaml, Fields parent) {
        Fields fields = new Fields(yaml, "\"tls\"", findings);
        Place place = parent.placeOf("tls");
        boolean whole = fields.required("certificate", "\"tls\"", place, "certificate: PATH")
                .isPresent();
        whole &= fields.required("key", "\"tls\"", place, "key: PATH").isPresent();
        Optional<Path> certificate = whole ? path(fields, "certificate") : Optional.empty();
        Optional<Path> key = whole ? path(fields, "key") : Optional.empty();
        Optional<Path> clientCa = path(fields, "client-ca");
        fields.done();
        return certificate.flatMap(own -> key.map(its -> new ControlAccess.Tls(own, its, clientCa.orElse(null))));
    }

    private Optional<ServerConfig.Access> access(Fields fields) {
        List<Prefix> allow = fields.filledList("allow", Prefix::parse);
        List<Prefix> refuse = fields.list("refuse", Prefix::parse);
        fields.done();
        return built(() -> new ServerConfig.Access(allow, refuse), "\"access\"", fields.place());
    }

    private ServerConfig.Identity identity(Fields fields) {
        Optional<String> nsid = fields.value("nsid", ServerConfig.Identity::requireShort);
        Optional<String> version = fields.value("version", ServerConfig.Identity::requireShort);
        Optional<String> id = fields.value("id", ServerConfig.Identity::requireShort);
        fields.done();
        return new ServerConfig.Identity(nsid.orElse(null), version.orElse(null), id.orElse(null));
    }

    private ServerConfig.Cookies cookies(Fields fields) {
        boolean answer = fields.flag("answer").orElse(true);
        Optional<Path> secretsFile = path(fields, "secrets-file");
        fields.done();
        return new ServerConfig.Cookies(answer, secretsFile.orElse(null));
    }

    private Optional<ServerConfig.Udp> udp(Fields fields) {
        ServerConfig.Udp.Engine engine =
                fields.value("engine", ConfigValues::engine).orElse(ServerConfig.Udp.Engine.AUTO);
        OptionalInt threads = fields.value("threads", ConfigValues::threads).orElse(OptionalInt.empty());
        fields.done();
        return built(() -> new ServerConfig.Udp(engine, threads), "\"threads\"", fields.placeOf("threads"));
    }

    private Optional<TcpLimits> tcp(Fields fields) {
        TcpLimits usual = TcpLimits.DEFAULT;
        int connections = fields.value("connections", ConfigValues::count).orElse(usual.connections());
        int perClient = fields.value("per-client", ConfigValues::count).orElse(usual.perClient());
        Duration idle = fields.duration("idle").orElse(usual.idle());
        fields.done();
        return built(() -> new TcpLimits(connections, perClient, idle), "\"tcp\"", fields.place());
    }

    private Optional<ServerConfig.Cluster> cluster(Yaml yaml, Fields parent) {
        Fields fields = new Fields(yaml, "\"cluster\"", findings);
        Place place = parent.placeOf("cluster");
        boolean bindThere = fields.required("bind", "\"cluster\"", place, "bind: ADDRESS:PORT")
                .isPresent();
        Optional<Endpoint> bind = bindThere ? fields.value("bind", Endpoint::parse) : Optional.empty();
        List<Endpoint> members = fields.filledList("members", Endpoint::parse);
        int written = fields.items("members").size();
        if (!fields.has("members") && yaml instanceof Yaml.Mapping) {
            findings.error(place, "\"cluster\" has no members", "members: [ADDRESS:PORT, …]");
        }
        boolean keyThere = fields.required("key-file", "\"cluster\"", place, "key-file: PATH")
                .isPresent();
        Optional<Path> keyFile = keyThere ? path(fields, "key-file") : Optional.empty();
        fields.done();
        // A member that was misread may be the one that is missed, so nothing is said about the whole then.
        if (bind.isEmpty() || members.isEmpty() || members.size() != written || keyFile.isEmpty()) {
            return Optional.empty();
        }
        return built(() -> new ServerConfig.Cluster(bind.get(), members, keyFile.get()), "\"cluster\"", place);
    }

    private <T> Optional<T> built(Supplier<T> constructor, String what, Place place) {
        try {
            return Optional.of(constructor.get());
        } catch (IllegalArgumentException e) {
            findings.error(place, what + ": " + e.getMessage(), null);
            return Optional.empty();
        }
    }

    private Optional<Path> path(Fields fields, String key) {
        Optional<Path> path = fields.value(key, this::resolve);
        if (!key.equals("state")) {
            path.ifPresent(written -> warnIfMissing(written, fields.placeOf(key)));
        }
        return path;
    }

    private Path resolve(String text) {
        try {
            return directory.resolve(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("must be a path, not \"" + text + "\"", e);
        }
    }

    private void warnIfMissing(Path path, Place place) {
        if (!Files.exists(path)) {
            findings.warning(place, "there is no " + path, null);
        }
    }
}
