package io.proxima.steer;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.proxima.geo.Coordinates;
import io.proxima.geo.Geography;
import io.proxima.net.Prefix;
import io.proxima.source.Findings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Nested networks with lines and coordinates, as a geography and as a list to be searched naively. */
final class TestNetworks {
    /** A row of the networks' file. */
    record Network(Prefix prefix, String line, @Nullable Coordinates at) {}

    /** By how many bits a network made up is longer than the one it is in; 1 makes neighbours. */
    private static final int[] STEPS = {0, 1, 1, 2, 8, 8, 16, 31, 32, 64, 128};

    static final List<String> LINES = List.of("red", "green", "blue", "grey");

    /** What most tests are about. */
    static final TestNetworks USUAL = new TestNetworks(List.of(
            network("198.51.100.0/24", "red", 31.2, 121.5),
            network("198.51.100.128/25", "green", 23.1, 113.3),
            network("198.51.100.192/28", "blue", 50.1, 8.7),
            network("203.0.113.0/26", "red", 31.2, 121.5),
            network("203.0.113.64/26", "grey", 39.9, 116.4),
            new Network(Prefix.parse("203.0.113.80/30"), "green", null),
            new Network(Prefix.parse("192.0.2.0/25"), "blue", null),
            network("2001:db8::/36", "red", 31.2, 121.5),
            network("2001:db8:800::/40", "green", 37.8, -122.4),
            network("2001:db8:801:2::/64", "blue", 50.1, 8.7),
            network("2001:db8:801:2:8000::/66", "grey", 39.9, 116.4)));

    private final List<Network> networks;

    private TestNetworks(List<Network> networks) {
        this.networks = networks;
    }

    /** Networks made up by chance: whole families, long and short ones carved out of one another, neighbours, hosts. */
    static TestNetworks random(Random random) {
        Map<Prefix, Network> made = new LinkedHashMap<>();
        List<Prefix> from = new ArrayList<>(List.of(Prefix.parse("0.0.0.0/0"), Prefix.parse("::/0")));
        from.add(Prefix.parse("192.0.0.0/8"));
        from.add(Prefix.parse("2001:db8::/32"));
        for (int i = 6 + random.nextInt(30); i > 0; i--) {
            Prefix parent = from.get(random.nextInt(from.size()));
            int width = Prefix.width(parent.ipv6());
            int length = Math.min(width, parent.length() + STEPS[random.nextInt(STEPS.length)]);
            Prefix inside = within(parent.ipv6(), parent.high(), parent.low(), parent.length(), random);
            Prefix prefix = Prefix.masked(inside.ipv6(), inside.high(), inside.low(), length);
            if (prefix.ipv6() && prefix.high() == 0) {
                continue; // literals of IPv4-mapped addresses are IPv4 ones
            }
            from.add(prefix);
            boolean placed = random.nextInt(4) > 0;
            Coordinates at =
                    new Coordinates(random.nextInt(-90, 91), random.nextInt(8) == 0 ? 180 : random.nextInt(-180, 181));
            made.put(prefix, new Network(prefix, LINES.get(random.nextInt(LINES.size())), placed ? at : null));
        }
        return new TestNetworks(List.copyOf(made.values()));
    }

    private static Network network(String prefix, String line, double latitude, double longitude) {
        return new Network(Prefix.parse(prefix), line, new Coordinates(latitude, longitude));
    }

    Geography geography(Path folder) {
        StringBuilder csv = new StringBuilder();
        for (Network network : networks) {
            Coordinates at = network.at;
            csv.append(network.prefix)
                    .append(',')
                    .append(network.line)
                    .append(at == null ? "" : "," + at.latitude() + "," + at.longitude())
                    .append('\n');
        }
        Findings findings = new Findings();
        try {
            Files.writeString(folder.resolve("networks.csv"), csv);
            Path lines = Files.writeString(folder.resolve("lines.yaml"), "networks-files: [networks.csv]\n");
            Geography geography = Geography.load(List.of(), lines, null, findings);
            assertFalse(findings.hasErrors(), () -> findings.sorted().toString());
            return geography;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client subnet or address, most often in or beside one of the networks. */
    Prefix client(RandomGenerator random) {
        Prefix near = networks.get(random.nextInt(networks.size())).prefix;
        return random.nextInt(8) == 0
                ? new Prefix(near.ipv6(), random.nextLong() & (near.ipv6() ? -1L : -1L << 32), 0, near.ipv6() ? 64 : 32)
                : within(near.ipv6(), near.high(), near.low(), Math.max(0, near.length() - 1), random);
    }

    /** A random address that agrees with the given one in its first bits. */
    static Prefix within(boolean ipv6, long high, long low, int length, RandomGenerator random) {
        long randomHigh = ipv6 ? random.nextLong() : random.nextLong() & (-1L << 32);
        long randomLow = ipv6 ? random.nextLong() : 0;
        return new Prefix(
                ipv6,
                Prefix.maskHigh(high, length) | (randomHigh & ~Prefix.maskHigh(-1, length)),
                Prefix.maskLow(low, length) | (randomLow & ~Prefix.maskLow(-1, length)),
                ipv6 ? 128 : 32);
    }

    /** The lines of a client: those of the networks around it, the longest first. */
    List<String> lines(Prefix client) {
        return around(client).stream().map(Network::line).distinct().toList();
    }

    /** Where a client is: what the longest network around it says that says anything. */
    Optional<Coordinates> coordinates(Prefix client) {
        for (Network network : around(client)) {
            if (network.at != null) {
                return Optional.of(network.at);
            }
        }
        return Optional.empty();
    }

    private List<Network> around(Prefix client) {
        return networks.stream()
                .filter(network -> network.prefix.contains(client))
                .sorted(Comparator.comparingInt((Network network) -> network.prefix.length())
                        .reversed())
                .toList();
    }

    /** An address in each part of a prefix that the networks' borders cut it into. */
    List<Prefix> pieces(Prefix prefix) {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(prefix),
                        networks.stream()
                                .map(Network::prefix)
                                .flatMap(network -> java.util.stream.Stream.of(network, after(network))))
                .map(start -> new Prefix(start.ipv6(), start.high(), start.low(), start.ipv6() ? 128 : 32))
                .filter(prefix::contains)
                .toList();
    }

    /** The address right behind a prefix. */
    private static Prefix after(Prefix prefix) {
        int length = prefix.length();
        long high = prefix.high();
        long low = prefix.low();
        if (length == 0) {
            high = 0; // behind the last address comes the first
        } else if (length <= 64) {
            high += 1L << (64 - length);
        } else {
            low += 1L << (128 - length);
            high += low == 0 ? 1 : 0;
        }
        return new Prefix(prefix.ipv6(), high, low, prefix.ipv6() ? 128 : 32);
    }
}
