package io.proxima.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.proxima.source.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is told of zone files and of edits of them. */
public final class RecordsReport {
    private RecordsReport() {}

    /** All zones, by their names. */
    public record Zones(List<ZoneFile> zones) {
        public Zones {
            zones = List.copyOf(zones);
        }

        /** One zone and where it is written. */
        public record ZoneFile(String zone, String file, long octets) {}
    }

    /**
     * Records of a zone, as its files have them now.
     *
     * @param version changes whenever the zone's file does, or one that it includes
     * @param serial of the SOA
     * @param rrsets in the order of the file
     * @param next what {@code from} must say for those that follow; null where there are none
     */
    public record Page(
            String zone,
            String file,
            String version,
            long serial,
            List<Rrset> rrsets,
            @Nullable Integer next) {
        public Page {
            rrsets = List.copyOf(rrsets);
        }
    }

    /**
     * One RRset.
     *
     * @param name absolute
     * @param data each record's in one line, names absolute
     */
    public record Rrset(String name, String type, long ttl, List<String> data) {
        public Rrset {
            data = List.copyOf(data);
        }
    }

    /** What came of an edit. */
    public sealed interface Answer {}

    /**
     * Every listener answers from it.
     *
     * @param release in force
     * @param version of the zone now
     * @param changed false where the records were so already
     * @param warnings of the zone's file and of its policy
     */
    public record Done(
            String zone, String release, String version, long serial, boolean changed, List<FoundAt> warnings)
            implements Answer {
        public Done {
            warnings = List.copyOf(warnings);
        }
    }

    /** The zone is of another version than the edit was meant for. */
    public record Stale(String version) implements Answer {}

    /**
     * It cannot be, and the file is as it was.
     *
     * @param findings where the whole of the files would be found wrong; else empty
     */
    public record Refused(Problem problem, List<FoundAt> findings) implements Answer {
        public Refused {
            findings = List.copyOf(findings);
        }
    }

    /** A finding and its place. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FoundAt(
            String file,
            int line,
            int column,
            String level,
            String message,
            @Nullable String hint) {
        /** A finding, to be told. */
        public static FoundAt of(Finding finding) {
            return new FoundAt(
                    finding.place().file(),
                    finding.place().line(),
                    finding.place().column(),
                    finding.level() == Finding.Level.ERROR ? "error" : "warning",
                    finding.message(),
                    finding.hint());
        }
    }
}
