package io.proxima.policy;

import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Yaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the {@code sites} of a policy file. */
final class SiteReader {
    private final Findings findings;

    SiteReader(Findings findings) {
        this.findings = findings;
    }

    Map<String, Site> read(List<Yaml.Entry> entries) {
        Map<String, Site> sites = new LinkedHashMap<>();
        for (Yaml.Entry entry : entries) {
            Fields fields = new Fields(entry.value(), "site \"" + entry.key() + "\"", findings);
            List<Double> at = fields.list("at", SiteReader::degrees);
            fields.done();
            if (!fields.has("at")) {
                findings.error(entry.place(), "site \"" + entry.key() + "\" has no place", "at: [LATITUDE, LONGITUDE]");
            } else if (at.size() == fields.items("at").size()
                    && (at.size() != 2 || Math.abs(at.get(0)) > 90 || Math.abs(at.get(1)) > 180)) {
                findings.error(
                        fields.placeOf("at"),
                        "\"at\" must be latitude and longitude in degrees",
                        "[LATITUDE from -90 to 90, LONGITUDE from -180 to 180]");
            } else if (at.size() == 2) {
                sites.put(entry.key(), new Site(entry.key(), at.get(0), at.get(1)));
            }
        }
        return sites;
    }

    private static double degrees(String text) {
        if (!text.matches("[+-]?\\d{1,3}(\\.\\d{1,12})?")) {
            throw new IllegalArgumentException("must be degrees such as 31.23, not \"" + text + "\"");
        }
        return Double.parseDouble(text);
    }
}
