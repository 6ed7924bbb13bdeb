package io.proxima.catalog;

import io.proxima.health.PoolMember;
import io.proxima.net.Prefix;
import io.proxima.source.Fields;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Members of pools, as an operator names them: {@code [KIND:][ZONE/]NAME} or {@code [KIND:][ZONE/]POOL/NAME}.
 *
 * <p>KIND is one of the words member, group, pool and site; ZONE is absolute. One word is a member, which is
 * meant in every pool it stands in, a pool or a site; behind a pool it is a member or a group of it. {@code *} and
 * {@code ?} stand for any characters and any one, in names of members and pools unless KIND says of what. What could mean
 * two things is a problem, as is what means nothing.
 *
 * @param members who is meant; empty where there is a problem
 * @param problem a sentence, or null
 * @param hint what the operator could write, or null
 */
public record Target(
        List<PoolMember> members,
        @Nullable String problem,
        @Nullable String hint) {
    public Target {
        members = List.copyOf(members);
    }

    private static final int NAMES_TO_LIST = 24;

    private enum Kind {
        MEMBER,
        POOL,
        SITE,
        GROUP;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Finds who is meant among all members. */
    public static Target find(Roster roster, String text) {
        return new Search(roster.entries(), text).target();
    }

    /** Finds who is meant among a zone's own pools, as its policy speaks of them. */
    static Target find(Roster roster, String zone, String text) {
        return new Search(
                        roster.entries().stream()
                                .filter(entry -> entry.id().zone().equals(zone))
                                .toList(),
                        text)
                .target();
    }

    private static final class Search {
        private final List<Roster.Entry> all;
        private final String text;
        private final @Nullable Kind kind;
        private final @Nullable String zone;
        private final @Nullable String pool;
        private final String name;

        Search(List<Roster.Entry> all, String text) {
            this.all = all;
            this.text = text;
            Optional<Kind> said = Stream.of(Kind.values())
                    .filter(word -> text.startsWith(word.word() + ":"))
                    .findFirst();
            kind = said.orElse(null);
            String rest =
                    said.map(word -> text.substring(word.word().length() + 1)).orElse(text);
            zone = zones(all)
                    .filter(apex -> rest.regionMatches(true, 0, apex + "/", 0, apex.length() + 1))
                    .max(Comparator.comparingInt(String::length))
                    .orElse(null);
            String names = zone == null ? rest : rest.substring(zone.length() + 1);
            int slash = names.indexOf('/');
            pool = slash < 0 ? null : names.substring(0, slash);
            name = names.substring(slash + 1);
        }

        Target target() {
            if (name.isEmpty()) {
                return problem("nobody is named", "a member, POOL/MEMBER, POOL/GROUP, a pool or a site");
            }
            if (pool != null && pool.endsWith(".")) {
                return problem(
                        "no pool stands in a policy of the zone \"" + pool + "\"",
                        Fields.hint(pool, zones(all).toList()));
            }
            if (pool != null && (kind == Kind.POOL || kind == Kind.SITE)) {
                return problem("\"" + text + "\" has a name too many for a " + kind.word(), null);
            }
            List<Roster.Entry> entries = all.stream()
                    .filter(entry -> zone == null || entry.id().zone().equals(zone))
                    .filter(entry -> pool == null || matches(pool, entry.id().pool()))
                    .toList();
            Map<Kind, List<Roster.Entry>> readings = new EnumMap<>(Kind.class);
            for (Kind as : kinds()) {
                List<Roster.Entry> found = entries.stream().filter(reading(as)).toList();
                if (!found.isEmpty()) {
                    readings.put(as, found);
                }
            }
            if (readings.isEmpty()) {
                return problem("nothing is named \"" + text + "\"", hint(names()));
            }
            if (readings.size() > 1) {
                return problem(
                        "\"" + text + "\" is "
                                + readings.keySet().stream()
                                        .map(as -> "a " + as.word())
                                        .collect(Collectors.joining(" and ")),
                        "say "
                                + readings.keySet().stream()
                                        .map(as -> as.word() + ":" + text)
                                        .collect(Collectors.joining(" or ")));
            }
            Map.Entry<Kind, List<Roster.Entry>> only =
                    readings.entrySet().iterator().next();
            return inOneZone(only.getKey(), only.getValue());
        }

        /** The name that was meant; all there are only where they are few. */
        private @Nullable String hint(Set<String> names) {
            return names.size() <= NAMES_TO_LIST
                    ? Fields.hint(text, names)
                    : Fields.nearest(text, names)
                            .map(near -> "did you mean \"" + near + "\"?")
                            .orElse(null);
        }

        /** A site is one place in all zones, and a pattern means all it fits; other names are unique in their zone only. */
        private Target inOneZone(Kind as, List<Roster.Entry> found) {
            Function<Roster.Entry, String> known = as == Kind.MEMBER
                    ? Roster.Entry::identity
                    : entry -> entry.id().zone();
            boolean one = found.stream().map(known).distinct().count() == 1;
            if (!one && as != Kind.SITE && !isPattern()) {
                String prefix = kind == null ? "" : kind.word() + ":";
                String rest = pool == null ? name : pool + "/" + name;
                return problem(
                        "\"" + text + "\" is a " + as.word() + " in several zones",
                        "say "
                                + zones(found)
                                        .map(apex -> prefix + apex + "/" + rest)
                                        .collect(Collectors.joining(" or ")));
            }
            return new Target(found.stream().map(Roster.Entry::id).sorted().toList(), null, null);
        }

        private List<Kind> kinds() {
            if (kind != null) {
                return List.of(kind);
            }
            if (isPattern()) {
                return List.of(Kind.MEMBER);
            }
            return pool == null ? List.of(Kind.MEMBER, Kind.POOL, Kind.SITE) : List.of(Kind.MEMBER, Kind.GROUP);
        }

        private Predicate<Roster.Entry> reading(Kind as) {
            return switch (as) {
                case MEMBER -> {
                    String literal = literal(name);
                    String wanted = name.toLowerCase(java.util.Locale.ROOT);
                    yield entry -> matches(wanted, entry.id().member().toLowerCase(java.util.Locale.ROOT))
                            || entry.identity().equals(wanted)
                            || entry.identity().equals(literal);
                }
                case POOL -> entry -> matches(name, entry.id().pool());
                case SITE -> entry -> entry.sites().stream().anyMatch(site -> matches(name, site));
                case GROUP ->
                    entry -> entry.groups().stream()
                            .anyMatch(group -> matches(name, group)
                                    || group.equals(entry.id().pool() + "/" + name));
            };
        }

        private boolean isPattern() {
            return isPattern(name) || (pool != null && isPattern(pool));
        }

        private static boolean isPattern(String name) {
            return name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
        }

        private static boolean matches(String pattern, String name) {
            if (!isPattern(pattern)) {
                return pattern.equals(name);
            }
            int at = 0;
            int star = -1;
            int taken = 0; // up to where the last star has taken the name
            for (int i = 0; i < name.length(); ) {
                int wanted = at < pattern.length() ? pattern.charAt(at) : -1;
                if (wanted == '*') {
                    star = at++;
                    taken = i;
                } else if (wanted == '?' || wanted == name.charAt(i)) {
                    at++;
                    i++;
                } else if (star >= 0) {
                    at = star + 1;
                    i = ++taken;
                } else {
                    return false;
                }
            }
            return pattern.substring(at).chars().allMatch(left -> left == '*');
        }

        /** An address however it is written; anything else as it is. */
        private static String literal(String name) {
            try {
                return Prefix.address(name).getHostAddress();
            } catch (IllegalArgumentException noAddress) {
                return name;
            }
        }

        private static Stream<String> zones(Collection<Roster.Entry> entries) {
            return entries.stream().map(entry -> entry.id().zone()).distinct().sorted();
        }

        private Set<String> names() {
            Set<String> names = new LinkedHashSet<>();
            for (Roster.Entry entry : all) {
                PoolMember id = entry.id();
                if (pool == null) {
                    names.add(id.member());
                    names.add(id.pool());
                    names.addAll(entry.sites());
                } else {
                    names.add(id.pool() + "/" + id.member());
                    entry.groups().stream()
                            .filter(group -> !group.equals(id.pool()))
                            .forEach(group ->
                                    names.add(group.startsWith(id.pool() + "/") ? group : id.pool() + "/" + group));
                }
            }
            return names;
        }

        private Target problem(String problem, @Nullable String hint) {
            return new Target(List.of(), problem, hint);
        }
    }
}
