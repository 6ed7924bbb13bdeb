package io.proxima.policy;

import io.proxima.net.Prefix;
import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.source.Yaml;
import io.proxima.wire.Name;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The members of a policy file: those that {@code members} gives attributes, and those that only stand in a pool.
 *
 * <p>A member is what its addresses come from, however it is written: {@code a}, {@code A} and {@code a.example.com.} are
 * one, by the key that stands first.
 */
final class MemberRegister {
    /** For so many members one is looked for that may have been meant; with thousands that would take long. */
    private static final int SUGGESTIONS_AT_MOST = 100;

    private static final int MAX_WEIGHT = 65_535;
    private static final int MAX_CAPACITY = 1_000_000_000;
    private static final String ADDRESS = "[0-9]+(\\.[0-9]+){3}|.*:.*";

    private final Name apex;
    private final Declared declared;
    private final Findings findings;
    private final Map<Member.Source, Member> members = new LinkedHashMap<>();
    private final Set<Member.Source> attributed = new LinkedHashSet<>();
    private final Set<Member.Source> mentioned = new LinkedHashSet<>();
    private final Set<Member.Source> shared = new HashSet<>();

    MemberRegister(Name apex, Declared declared, Findings findings) {
        this.apex = apex;
        this.declared = declared;
        this.findings = findings;
    }

    /** Takes the section {@code members}. */
    void declare(List<Yaml.Entry> entries) {
        for (Yaml.Entry entry : entries) {
            Fields fields = new Fields(entry.value(), "member \"" + entry.key() + "\"", findings);
            int weight = fields.integer("weight", 0, MAX_WEIGHT).orElse(1);
            Optional<String> site = declared.use(Declared.Kind.SITE, fields, "site");
            Optional<String> check = declared.use(Declared.Kind.CHECK, fields, "check");
            Optional<Boolean> dropTogether = fields.flag("drop-together");
            Optional<Duration> slowStart = StabilityReader.slowStart(fields);
            OptionalInt capacity = fields.integer("capacity", 1, MAX_CAPACITY);
            fields.done();
            Optional<Member.Source> source = source(entry.key(), entry.place());
            if (source.isEmpty()) {
                continue;
            }
            if (source.get() instanceof Member.Source.Literal && dropTogether.isPresent()) {
                findings.warning(
                        fields.placeOf("drop-together"),
                        "\"drop-together\" is never looked at in a member that is one address",
                        "name the owner of its A and AAAA records instead");
            }
            Member member = new Member(
                    entry.key(),
                    source.get(),
                    weight,
                    site.orElse(null),
                    check.orElse(null),
                    slowStart.orElse(null),
                    dropTogether.orElse(null),
                    capacity,
                    entry.place());
            Member first = members.putIfAbsent(source.get(), member);
            if (first != null) {
                findings.error(
                        entry.place(),
                        "member \"" + entry.key() + "\" stands twice",
                        "the first is \"" + first.key() + "\" in line "
                                + first.place().line());
            }
            attributed.add(source.get());
        }
    }

    /** A member as a pool names it. */
    Optional<Member> mention(Yaml.Scalar scalar) {
        return source(scalar.text(), scalar.place()).map(source -> {
            mentioned.add(source);
            return members.computeIfAbsent(
                    source, missing -> new Member(scalar.text(), source, 1, null, null, null, null, scalar.place()));
        });
    }

    /** Takes note that a rule gives members shares. */
    void share(List<Member> members) {
        members.forEach(member -> shared.add(member.source()));
    }

    /** All members by key: those of the section as written, then the others as the pools mention them. */
    Map<String, Member> byKey() {
        Map<String, Member> byKey = new LinkedHashMap<>();
        members.values().forEach(member -> byKey.put(member.key(), member));
        return byKey;
    }

    /** Warns of attributes of members that stand in no pool. */
    void warnOfUnused() {
        List<String> others = members.values().stream()
                .filter(member -> !attributed.contains(member.source()))
                .map(Member::key)
                .toList();
        int unused = 0;
        for (Member member : members.values()) {
            if (!mentioned.contains(member.source())) {
                List<String> likely = unused++ < SUGGESTIONS_AT_MOST ? others : List.of();
                findings.warning(
                        member.place(),
                        "member \"" + member.key() + "\" stands in no pool",
                        Fields.nearest(member.key(), likely)
                                .map(near -> "did you mean \"" + near + "\"?")
                                .orElse(null));
            } else if (member.slowStart() != null
                    && member.slowStart().isPositive()
                    && !shared.contains(member.source())) {
                StabilityReader.neverHeeded(member, member.place(), findings);
            }
        }
    }

    private Optional<Member.Source> source(String text, Place place) {
        try {
            if (text.matches(ADDRESS)) {
                return Optional.of(new Member.Source.Literal(address(text)));
            }
            Name name = Name.parse(text, apex);
            OwnerNames.warnOfMissingDot(text, name, apex, place, findings);
            return Optional.of(new Member.Source.Owner(name));
        } catch (IllegalArgumentException e) {
            findings.error(place, "no member: " + e.getMessage(), null);
            return Optional.empty();
        }
    }

    private static InetAddress address(String text) {
        if (text.contains("%")) {
            throw new IllegalArgumentException("\"" + text + "\" has a zone index");
        }
        InetAddress address = Prefix.address(text);
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            throw new IllegalArgumentException("\"" + text + "\" is no server's address");
        }
        return address;
    }
}
