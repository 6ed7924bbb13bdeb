package io.proxima;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.Release;
import io.proxima.net.Prefix;
import io.proxima.wire.Name;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;

/** The commands that show what the demo's zone does, with what the code that answers says will come. */
final class DemoGuide {
    /** Where the demo's databases say somebody is; the last they do not know. */
    private static final List<Prefix> CLIENTS = Stream.of(
                    "198.51.100.0/24",
                    "198.51.100.64/26",
                    "198.51.100.128/26",
                    "203.0.113.0/26",
                    "203.0.113.64/26",
                    "192.0.2.200/32")
            .map(Prefix::parse)
            .toList();

    private final Release release;
    private final Expectations expectations;
    private final InetSocketAddress server;

    /**
     * @param server who is asked
     */
    DemoGuide(Release release, Catalog catalog, InetSocketAddress server, long seed) {
        this.release = release;
        this.expectations = new Expectations(catalog, seed);
        this.server = server;
    }

    /** A line a command, {@code dig @127.0.0.1 -p 5300 NAME +short +subnet=PREFIX   # → ADDRESS… (LINE: GROUP)}. */
    List<String> lines() {
        return release.policies().stream()
                .flatMap(policy -> policy.names().keySet().stream())
                .filter(owner -> !owner.isWildcard())
                .flatMap(this::of)
                .toList();
    }

    private Stream<String> of(Name owner) {
        Prefix itself = Prefix.of(server.getAddress());
        return expectations.of(owner, itself).stream()
                .flatMap(own -> own.byClient()
                        ? CLIENTS.stream().map(client -> bySubnet(owner, client))
                        : Stream.of(line(owner, "", own, "")));
    }

    private String bySubnet(Name owner, Prefix client) {
        Expectations.Expectation expected = expectations.of(owner, client).orElseThrow();
        String line = release.geography()
                .inheritance(release.geography().facts(client))
                .getFirst();
        boolean own = expected.groups().stream().allMatch(group -> group.startsWith(line + ": "));
        return line(owner, " +subnet=" + client, expected, own ? "" : line + " is ");
    }

    private String line(Name owner, String subnet, Expectations.Expectation expected, String clientLine) {
        return "dig @%s -p %d %s +short%s   # → %s (%s%s)"
                .formatted(
                        server.getAddress().getHostAddress(),
                        server.getPort(),
                        owner.toString().replaceFirst("\\.$", ""),
                        subnet,
                        String.join(" ", expected.addresses()),
                        clientLine,
                        String.join(", ", expected.groups()));
    }
}
