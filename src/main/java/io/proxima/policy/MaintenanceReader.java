package io.proxima.policy;

import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Yaml;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads the {@code maintenance} of a policy file. */
final class MaintenanceReader {
    private static final List<String> ACTIONS = List.of("drain", "force-up", "force-down");
    private static final String HINT = "{target: edge/a, weekly: \"Sun 02:00-04:00\", zone: Asia/Shanghai, do: drain}";

    private final Findings findings;

    MaintenanceReader(Findings findings) {
        this.findings = findings;
    }

    List<Maintenance> read(List<Yaml> items) {
        List<Maintenance> maintenance = new ArrayList<>();
        items.forEach(item -> one(item).ifPresent(maintenance::add));
        return List.copyOf(maintenance);
    }

    private Optional<Maintenance> one(Yaml item) {
        String what = "an entry of maintenance";
        Fields fields = new Fields(item, what, findings);
        Optional<Yaml.Scalar> target = fields.required("target", what, item.place(), HINT);
        Optional<WeeklyWindow> weekly = fields.required("weekly", what, item.place(), HINT)
                .flatMap(_ -> fields.value("weekly", WeeklyWindow::parse));
        Optional<ZoneId> timeZone =
                fields.required("zone", what, item.place(), HINT).flatMap(this::timeZone);
        Optional<Maintenance.Action> action =
                fields.required("do", what, item.place(), HINT).flatMap(this::action);
        String why = fields.text("why").orElse("");
        fields.done();
        if (target.isEmpty() || weekly.isEmpty() || timeZone.isEmpty() || action.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Maintenance(
                target.get().text(),
                weekly.get(),
                timeZone.get(),
                action.get(),
                why,
                target.get().place()));
    }

    /** A zone of the IANA database: an offset alone would be an hour off for half of the year in most places. */
    private Optional<ZoneId> timeZone(Yaml.Scalar scalar) {
        if (ZoneId.getAvailableZoneIds().contains(scalar.text())) {
            return Optional.of(ZoneId.of(scalar.text()));
        }
        String hint = Fields.nearest(
                        scalar.text(),
                        ZoneId.getAvailableZoneIds().stream()
                                .sorted(Comparator.naturalOrder())
                                .toList())
                .map(near -> "did you mean \"" + near + "\"?")
                .orElse("such as Asia/Shanghai, Europe/Berlin or UTC");
        findings.error(scalar.place(), "unknown time zone \"" + scalar.text() + "\"", hint);
        return Optional.empty();
    }

    private Optional<Maintenance.Action> action(Yaml.Scalar scalar) {
        return switch (scalar.text()) {
            case "drain" -> Optional.of(Maintenance.Action.DRAIN);
            case "force-up" -> Optional.of(Maintenance.Action.FORCE_UP);
            case "force-down" -> Optional.of(Maintenance.Action.FORCE_DOWN);
            default -> {
                findings.error(
                        scalar.place(),
                        "\"do\" must be drain, force-up or force-down, not \"" + scalar.text() + "\"",
                        Fields.nearest(scalar.text(), ACTIONS)
                                .map(near -> "did you mean \"" + near + "\"?")
                                .orElse(null));
                yield Optional.empty();
            }
        };
    }
}
