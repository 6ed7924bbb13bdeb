package io.proxima.policy;

import io.proxima.net.Prefix;
import io.proxima.source.Yaml;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the {@code source} of a check: an address, or a list of one a family. */
final class SourceReader {
    private SourceReader() {}

    static Source read(CheckEntry entry) {
        Optional<Yaml> written = entry.fields().yaml("source");
        List<Yaml> items = written.map(yaml -> yaml instanceof Yaml.Sequence list ? list.items() : List.of(yaml))
                .orElse(List.of());
        @Nullable InetAddress ipv4 = null;
        @Nullable InetAddress ipv6 = null;
        for (Yaml item : items) {
            InetAddress address = address(entry, item).orElse(null);
            if (address == null) {
                continue;
            }
            boolean six = address instanceof Inet6Address;
            if ((six ? ipv6 : ipv4) != null) {
                entry.findings()
                        .error(
                                item.place(),
                                entry.what() + " has two source addresses of IPv" + (six ? 6 : 4),
                                "one a family");
            }
            ipv4 = six ? ipv4 : address;
            ipv6 = six ? address : ipv6;
        }
        return ipv4 == null && ipv6 == null ? Source.ANY : new Source(ipv4, ipv6);
    }

    private static Optional<InetAddress> address(CheckEntry entry, Yaml item) {
        if (!(item instanceof Yaml.Scalar scalar)) {
            entry.findings().error(item.place(), "an item of \"source\" must be a single value", null);
            return Optional.empty();
        }
        try {
            InetAddress address = Prefix.address(scalar.text());
            if (address.isAnyLocalAddress()
                    || address.isMulticastAddress()
                    || scalar.text().contains("%")) {
                throw new IllegalArgumentException("\"" + scalar.text() + "\" is no address to ask from");
            }
            return Optional.of(address);
        } catch (IllegalArgumentException e) {
            entry.findings().error(scalar.place(), "\"source\": " + e.getMessage(), "one of this machine's addresses");
            return Optional.empty();
        }
    }
}
