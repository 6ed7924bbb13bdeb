package io.proxima.policy;

import io.proxima.source.Fields;
import io.proxima.source.Yaml;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads what checks of kind http and https ask. */
final class HttpAskReader {
    private static final Pattern PATH = Pattern.compile("/[!-~]*");
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t -~]{0,1024}");

    /** What frames the message or has a key of its own. */
    private static final Set<String> NOT_TO_BE_SENT =
            Set.of("host", "connection", "content-length", "transfer-encoding", "te", "upgrade", "expect");

    private static final int MOST_EXPRESSION = 1000;
    private static final int BODY_OCTETS = 64 * 1024;
    private static final int MOST_BODY_OCTETS = 1024 * 1024;

    private HttpAskReader() {}

    static Ask read(CheckEntry entry, boolean secure) {
        Fields fields = entry.fields();
        String path = fields.value("path", HttpAskReader::path).orElse("/");
        @Nullable String host = entry.host();
        boolean head = fields.value("method", HttpAskReader::isHead).orElse(false);
        Map<String, String> sent = sent(entry);
        List<Statuses> expect = fields.filledList("expect", Statuses::parse);
        Map<String, TextRule> headers = new LinkedHashMap<>();
        for (Yaml.Entry header : fields.entries("headers")) {
            if (isHeaderName(entry, header)) {
                rule(entry, header.value(), "header \"" + header.key() + "\"", true)
                        .ifPresent(rule -> headers.put(header.key().toLowerCase(Locale.ROOT), rule));
            }
        }
        @Nullable
        TextRule body = fields.yaml("body")
                .flatMap(yaml -> rule(entry, yaml, "\"body\"", false))
                .orElse(null);
        int limit = fields.integer("body-limit", 1, MOST_BODY_OCTETS).orElse(BODY_OCTETS);
        if (head && fields.has("body")) {
            entry.findings()
                    .error(fields.placeOf("body"), "a response to HEAD has no body", "method: GET, or no \"body\"");
        }
        if (fields.has("body-limit") && !fields.has("body")) {
            entry.findings()
                    .warning(fields.placeOf("body-limit"), "\"body-limit\" is never looked at without \"body\"", null);
        }
        return new Ask.Http(
                secure ? TlsReader.read(entry) : null,
                head,
                path,
                host,
                Collections.unmodifiableMap(sent),
                expect.isEmpty() ? List.of(new Statuses(200, 200)) : expect,
                Collections.unmodifiableMap(headers),
                body,
                limit);
    }

    private static Map<String, String> sent(CheckEntry entry) {
        Map<String, String> sent = new LinkedHashMap<>();
        for (Yaml.Entry header : entry.fields().entries("request-headers")) {
            if (!isHeaderName(entry, header)) {
                continue;
            }
            if (NOT_TO_BE_SENT.contains(header.key().toLowerCase(Locale.ROOT))) {
                entry.findings()
                        .error(
                                header.place(),
                                "header \"" + header.key() + "\" is not for a check to set",
                                header.key().equalsIgnoreCase("host") ? "host: NAME" : null);
            } else if (header.value() instanceof Yaml.Scalar scalar
                    && HEADER_VALUE.matcher(scalar.text()).matches()) {
                sent.put(header.key(), scalar.text());
            } else {
                entry.findings()
                        .error(
                                header.value().place(),
                                "header \"" + header.key() + "\" must be a line of at most 1024 ASCII characters",
                                null);
            }
        }
        return sent;
    }

    private static boolean isHeaderName(CheckEntry entry, Yaml.Entry header) {
        boolean good = HEADER_NAME.matcher(header.key()).matches();
        if (!good) {
            entry.findings().error(header.place(), "\"" + header.key() + "\" cannot be the name of a header", null);
        }
        return good;
    }

    /** {@code {contains: TEXT}} or {@code {matches: EXPRESSION}}, or a text alone where that is allowed. */
    private static Optional<TextRule> rule(CheckEntry entry, Yaml yaml, String what, boolean textAlone) {
        if (textAlone && yaml instanceof Yaml.Scalar scalar) {
            return Optional.of(new TextRule.Is(scalar.text()));
        }
        Fields fields = new Fields(yaml, what, entry.findings());
        Optional<TextRule> contains = fields.value("contains", HttpAskReader::contained);
        Optional<TextRule> matches = fields.value("matches", HttpAskReader::matched);
        fields.done();
        if (yaml instanceof Yaml.Mapping && fields.has("contains") == fields.has("matches")) {
            entry.findings()
                    .error(
                            yaml.place(),
                            what + " must have either \"contains\" or \"matches\"",
                            "{contains: TEXT} or {matches: REGULAR EXPRESSION}");
        }
        return contains.or(() -> matches);
    }

    private static TextRule contained(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("must be a text, and every response has an empty one");
        }
        return new TextRule.Contains(text);
    }

    private static TextRule matched(String expression) {
        if (expression.length() > MOST_EXPRESSION) { // deeply nested ones would take the stack of whoever reads them
            throw new IllegalArgumentException("must have at most " + MOST_EXPRESSION + " characters");
        }
        try {
            Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "no regular expression: " + e.getDescription() + " at its character "
                            + (Math.max(0, e.getIndex()) + 1) + ": " + expression,
                    e);
        }
        return new TextRule.Matches(expression);
    }

    private static boolean isHead(String text) {
        return switch (text) {
            case "GET" -> false;
            case "HEAD" -> true;
            default -> throw new IllegalArgumentException("must be GET or HEAD, not \"" + text + "\"");
        };
    }

    private static String path(String text) {
        if (!PATH.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "must start with \"/\" and have neither spaces nor letters beyond ASCII, not \"" + text + "\"");
        }
        return text;
    }
}
