package io.proxima.control;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An explanation as lines for people, in ASCII. */
public final class ExplanationText {
    private final Explanation explanation;
    private final List<String> lines = new ArrayList<>();

    private ExplanationText(Explanation explanation) {
        this.explanation = explanation;
    }

    /**
     * The lines.
     *
     * @param whole whether the files' own words and the response are among them
     */
    public static List<String> of(Explanation explanation, boolean whole) {
        ExplanationText text = new ExplanationText(explanation);
        text.write(whole);
        return List.copyOf(text.lines);
    }

    private void write(boolean whole) {
        lines.add(explanation.name() + " " + explanation.type() + ", " + state(explanation.state()));
        explanation.state().warnings().forEach(warning -> lines.add("  warning: " + warning));
        client(whole);
        explanation.path().forEach(this::lookup);
        explanation.pools().forEach(pool -> pool(pool, ""));
        Explanation.Scope scope = explanation.scope();
        lines.add("scope /" + scope.length() + ": " + scope.why()
                + scope.from().stream()
                        .map(depth -> "; " + depth.group() + " (" + depth.choose() + ") /" + depth.length())
                        .collect(Collectors.joining()));
        lines.add("answer " + explanation.answer().rcode() + ", "
                + explanation.answer().octets() + " octets");
        if (whole) {
            lines.add("");
            lines.addAll(explanation.answer().text());
        }
    }

    private static String state(Explanation.State state) {
        if (state.source().equals("server")) {
            return "as this server is now";
        }
        if (state.release() != null) {
            return "as of " + state.at() + ", release "
                    + state.release().substring(0, Math.min(12, state.release().length())) + "; the journal in "
                    + state.verdicts();
        }
        return state.verdictsAgeSeconds() == null
                ? "from the files; no verdicts are kept in " + state.verdicts() + ", so every member counts as up"
                : "from the files; verdicts of " + state.verdicts() + ", " + state.verdictsAgeSeconds() + " s old";
    }

    private void client(boolean whole) {
        Explanation.Client client = explanation.client();
        if (client == null) {
            lines.add("refused before anybody was asked");
            return;
        }
        lines.add("client " + client.chooses() + ": "
                + (client.believed() && client.chooses().equals(client.subnet())
                        ? "the client subnet in a query of " + client.resolver()
                        : "the resolver's address"
                                + (client.subnet() == null || client.subnet().endsWith("/0")
                                        ? ""
                                        : "; its client subnet " + client.subnet()
                                                + (client.believed()
                                                        ? " is left out by the name"
                                                        : " is not believed"))));
        client.facts()
                .forEach(fact -> lines.add("  " + fact.name() + " " + fact.value()
                        + (fact.file() == null ? "" : " (" + fact.file() + ")")));
        if (whole) {
            client.sources()
                    .forEach(source -> lines.add("  " + source.file()
                            + (source.network() == null ? "" : " on " + source.network())
                            + (source.problem() == null
                                    ? ": "
                                            + source.facts().entrySet().stream()
                                                    .map(fact -> fact.getKey() + " " + fact.getValue())
                                                    .collect(Collectors.joining(", "))
                                    : " " + source.problem())));
        }
        lines.add("  lines " + String.join(", ", client.lines()));
    }

    private void lookup(Explanation.Lookup lookup) {
        String zone = " of " + lookup.zone() + " (" + lookup.file() + ")";
        String types = lookup.types().isEmpty() ? "no records" : String.join(" ", lookup.types());
        String how = switch (lookup.how()) {
            case "exact" -> "is a name" + zone + ": " + types;
            case "wildcard" -> "is the wildcard " + lookup.at() + zone + ": " + types;
            case "nxdomain" -> "does not exist below " + lookup.at() + zone;
            case "delegation" -> "is delegated at " + lookup.at() + zone;
            case "dname" -> "is redirected by the DNAME at " + lookup.at() + zone;
            default -> "is in no zone served here";
        };
        lines.add(lookup.name() + " " + how
                + (lookup.policy() == null ? "" : "; addresses steered by " + lookup.policy()));
    }

    private void pool(Explanation.Pool pool, String instead) {
        String what = switch (pool.outcome()) {
            case "addresses" ->
                (pool.fewest() == pool.most() ? "" + pool.most() : pool.fewest() + " to " + pool.most())
                        + (pool.most() == 1 ? " address" : " addresses") + " of "
                        + pool.addresses().size();
            case "nodata" -> "NODATA";
            case "servfail" -> "SERVFAIL";
            default -> "another pool answers";
        };
        lines.add("pool " + pool.name() + " for " + pool.family() + instead + ": " + what
                + (pool.answers() == 0 ? "" : ", answers at most " + pool.answers())
                + (pool.exact() ? "" : "; counted over many draws, as too many answers are possible"));
        if (pool.allDown() != null) {
            lines.add("  all down: " + pool.allDown());
        }
        pool.addresses()
                .forEach(share -> lines.add(
                        "  " + percent(share.probability()) + "  " + share.address() + "  " + share.member()));
        lines.add("  TTL " + pool.ttl().seconds() + " of " + pool.ttl().steadySeconds() + " steady, "
                + pool.ttl().unsettledSeconds() + " unsettled: " + pool.ttl().why());
        off(pool.ttl());
        if (pool.root() == null) {
            lines.add("  no member has an address of the family");
        } else {
            group(pool.root(), "  ");
        }
        if (pool.other() != null) {
            pool(pool.other(), " instead");
        }
    }

    private void off(Explanation.Ttl ttl) {
        Explanation.Off off = ttl.off();
        if (off != null) {
            lines.add("  off a dead member within " + seconds(off.seconds())
                    + (off.recoverWithinSeconds() == null
                            ? ""
                            : " of the " + seconds(off.recoverWithinSeconds()) + " promised")
                    + ": in doubt after " + seconds(off.doubtSeconds()) + " + TTL " + ttl.steadySeconds()
                    + ", down after " + seconds(off.verdictSeconds()) + " + TTL " + ttl.unsettledSeconds());
            lines.add("    " + off.arithmetic());
        }
    }

    private static String seconds(double seconds) {
        return BigDecimal.valueOf(seconds).stripTrailingZeros().toPlainString() + " s";
    }

    private void group(Explanation.Group group, String indent) {
        lines.add(indent
                + mark(group.kept())
                + group.name()
                + (group.line() == null ? "" : ", line " + group.line())
                + (group.kept() ? ", " + percent(group.probability()).strip() : "")
                + (group.reason().isEmpty() ? "" : ": " + group.reason())
                + (group.panic() == null ? "" : "; " + group.panic())
                + (group.kept() ? "; choose " + group.choose() : "")
                + (group.scopeLength() == null || !group.kept() ? "" : ", scope /" + group.scopeLength()));
        String below = indent + "  ";
        if (group.kept() || group.membersUp() < group.upAtLeast()) {
            group.groups().forEach(child -> group(child, below));
            group.members()
                    .forEach(member -> lines.add(below
                            + mark(member.kept())
                            + member.member()
                            + (member.address() == null ? "" : " " + member.address())
                            + (member.kept()
                                    ? ", weight " + number(member.weight()) + ", "
                                            + percent(member.probability()).strip()
                                    : "")
                            + (member.reason().isEmpty() ? "" : ": " + member.reason())));
        }
    }

    private static String mark(boolean kept) {
        return kept ? "+ " : "- ";
    }

    private static String number(double weight) {
        return weight == Math.rint(weight) ? String.valueOf((long) weight) : String.format(Locale.ROOT, "%.3f", weight);
    }

    private static String percent(double probability) {
        return String.format(Locale.ROOT, "%6.2f %%", probability * 100);
    }
}
