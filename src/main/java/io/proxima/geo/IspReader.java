package io.proxima.geo;

import io.proxima.geo.Lines.Isp;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.source.Yaml;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads one ISP of {@code lines.yaml}: a list of AS numbers, names as an ISP database spells them, or types of connection as a
 * Connection-Type database does.
 */
final class IspReader {
    private static final long MAX_AS_NUMBER = 0xffff_ffffL;

    private final Map<String, Isp> others;
    private final Findings findings;

    /**
     * A reader.
     *
     * @param others the ISPs above it in the file, by name
     */
    IspReader(Map<String, Isp> others, Findings findings) {
        this.others = others;
        this.findings = findings;
    }

    Optional<Isp> read(Yaml.Entry entry) {
        Set<Long> numbers = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        if (!(entry.value() instanceof Yaml.Sequence sequence)) {
            findings.error(entry.value().place(), "an ISP must be a list of AS numbers or names", null);
            return Optional.empty();
        }
        if (sequence.items().isEmpty()) {
            findings.warning(
                    sequence.place(),
                    "ISP \"" + entry.key() + "\" is empty: no client falls on it",
                    "list its AS numbers");
        }
        for (Yaml item : sequence.items()) {
            String text = item instanceof Yaml.Scalar scalar ? scalar.text() : "";
            if (text.isBlank()) {
                findings.error(item.place(), "an ISP must be a list of AS numbers or names", null);
            } else if (text.matches("\\d+")) {
                asNumber(text, item.place(), numbers);
            } else {
                String name = text.toLowerCase(Locale.ROOT);
                warn(
                        item.place(),
                        "\"" + text + "\"",
                        !names.add(name),
                        isp -> isp.names().contains(name));
            }
        }
        return Optional.of(new Isp(numbers, names));
    }

    private void asNumber(String text, Place place, Set<Long> numbers) {
        if (text.length() > 10 || Long.parseLong(text) > MAX_AS_NUMBER || Long.parseLong(text) == 0) {
            findings.error(place, text + " is no AS number", "1 to " + MAX_AS_NUMBER);
            return;
        }
        long number = Long.parseLong(text);
        warn(
                place,
                "AS number " + text,
                !numbers.add(number),
                isp -> isp.asNumbers().contains(number));
    }

    private void warn(Place place, String what, boolean twice, Predicate<Isp> has) {
        if (twice) {
            findings.warning(place, what + " stands twice", null);
        }
        others.forEach((name, isp) -> {
            if (has.test(isp)) {
                findings.warning(place, what + " stands in \"" + name + "\" too", "the first in the file goes first");
            }
        });
    }
}
