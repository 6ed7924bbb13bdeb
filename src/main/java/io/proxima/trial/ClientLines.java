package io.proxima.trial;

import io.proxima.catalog.Catalog;
import io.proxima.geo.LineMap;
import io.proxima.net.Prefix;
import io.proxima.net.PrefixMap;
import io.proxima.policy.Group;
import io.proxima.policy.Policy;
import io.proxima.policy.Pool;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** On which of the lines that pools name each client falls, by the geography of what is in force. */
final class ClientLines {
    private final LineMap lines;

    ClientLines(Catalog before, Catalog after) {
        Set<String> declared = named(before);
        declared.addAll(named(after));
        lines = before.geography().lineMap(declared);
    }

    /** The line of who chooses. */
    String of(Asked asked) {
        Prefix client = asked.subnet() ? asked.client() : asked.resolver();
        List<String> matching =
                lines.linesOfClass().get(PrefixMap.value(lines.classes().lookup(client)));
        return matching.isEmpty() ? "default" : matching.getFirst();
    }

    /** The lines that a catalog's pools name, as written. */
    static Set<String> named(Catalog catalog) {
        Set<String> lines = new LinkedHashSet<>();
        for (Policy policy : catalog.policies()) {
            policy.pools().values().stream()
                    .map(Pool::root)
                    .filter(Objects::nonNull)
                    .forEach(root -> named(root, lines));
        }
        return lines;
    }

    private static void named(Group group, Set<String> lines) {
        if (group.children() instanceof Group.Children.Groups(List<Group> groups)) {
            for (Group child : groups) {
                String line = child.line();
                if (line != null) {
                    lines.add(line);
                }
                named(child, lines);
            }
        }
    }
}
