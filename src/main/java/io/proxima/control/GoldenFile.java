package io.proxima.control;

import io.proxima.net.Prefix;
import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Record;

/**
 * Reads {@code .expect} files: {@code NAME TYPE [client=PREFIX] [resolver=ADDRESS] [down=MEMBER,…] => ANSWER [ttl=N] [scope=N]} a
 * line, {@code #} begins a comment. Whatever is wrong is a finding with its place.
 */
final class GoldenFile {
    private static final Pattern WORD =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\",?|[^\\s\"]+(?:\"(?:[^\"\\\\]|\\\\.)*\",?)?|\"");
    private static final String ARROW = "=>";
    private static final List<String> NOTHING =
            List.of("NXDOMAIN", "NODATA", "REFERRAL", "REFUSED", "SERVFAIL", "FORMERR", "NOTIMP");
    private static final List<String> BEFORE = List.of("client", "resolver", "down");
    private static final Prefix ANY_RESOLVER = Prefix.of(Prefix.address("127.0.0.1"));

    private final String file;
    private final Findings findings;
    private final List<GoldenQuery> queries = new ArrayList<>();

    private GoldenFile(String file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    /** A word and its column. */
    private record Word(String text, int column) {}

    /** What is wrong with a word. */
    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;
        private final int column;
        private final @Nullable String hint;

        Wrong(Word word, String message, @Nullable String hint) {
            super(message);
            this.column = word.column();
            this.hint = hint;
        }
    }

    /** The questions of a file; those that are none are left out, with a finding each. */
    static List<GoldenQuery> read(Path path, Findings findings) {
        GoldenFile reader = new GoldenFile(path.toString(), findings);
        List<String> lines;
        try {
            lines = Files.readAllLines(path);
        } catch (MalformedInputException _) {
            findings.error(Place.start(path.toString()), "it is not in UTF-8", null);
            return List.of();
        } catch (IOException e) {
            findings.error(Place.start(path.toString()), "cannot be read: " + e, null);
            return List.of();
        }
        for (int i = 0; i < lines.size(); i++) {
            reader.line(i + 1, lines.get(i));
        }
        return reader.queries;
    }

    private void line(int number, String line) {
        List<Word> words = words(line);
        if (words.isEmpty()) {
            return;
        }
        try {
            queries.add(query(number, words));
        } catch (Wrong e) {
            findings.error(new Place(file, number, e.column), String.valueOf(e.getMessage()), e.hint);
        }
    }

    private static List<Word> words(String line) {
        List<Word> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find() && !matcher.group().startsWith("#")) {
            words.add(new Word(matcher.group(), matcher.start() + 1));
        }
        return words;
    }

    private GoldenQuery query(int number, List<Word> words) throws Wrong {
        Word first = words.getFirst();
        int arrow = words.stream().map(Word::text).toList().indexOf(ARROW);
        if (arrow < 2 || arrow == words.size() - 1) {
            throw new Wrong(
                    first,
                    "this says no question and answer",
                    "NAME TYPE [client=PREFIX] => ADDRESS, or NXDOMAIN or NODATA");
        }
        Name name = parsed(first, text -> Name.parse(text.endsWith(".") ? text : text + "."));
        Word typed = words.get(1);
        int type = RrType.parse(typed.text());
        if (type < 0) {
            throw new Wrong(typed, "\"" + typed.text() + "\" is no type of records", null);
        }
        Prefix client = null;
        Prefix resolver = ANY_RESOLVER;
        List<GoldenQuery.Down> down = new ArrayList<>();
        for (Word word : words.subList(2, arrow)) {
            switch (key(word, BEFORE)) {
                case "client" -> client = parsed(value(word), Prefix::parse);
                case "resolver" -> resolver = parsed(value(word), text -> Prefix.of(Prefix.address(text)));
                default -> {
                    for (String member : value(word).text().split(",", -1)) {
                        down.add(new GoldenQuery.Down(new Place(file, number, word.column()), member));
                    }
                }
            }
        }
        List<Word> rest = new ArrayList<>(words.subList(arrow + 1, words.size()));
        Integer ttl = taken(rest, "ttl");
        Integer scope = taken(rest, "scope");
        if (rest.isEmpty()) {
            throw new Wrong(words.getLast(), "no answer is expected", "ADDRESS, NXDOMAIN or NODATA before it");
        }
        return new GoldenQuery(
                new Place(file, number, first.column()),
                new Place(file, number, rest.getFirst().column()),
                name,
                type,
                client,
                resolver,
                down,
                answer(rest, type),
                ttl,
                scope);
    }

    private static String key(Word word, List<String> known) throws Wrong {
        int equals = word.text().indexOf('=');
        String key = equals < 0 ? word.text() : word.text().substring(0, equals);
        if (equals < 0 || !known.contains(key)) {
            throw new Wrong(word, "unknown key \"" + key + "\"", Fields.hint(key, known));
        }
        return key;
    }

    private static Word value(Word word) {
        int equals = word.text().indexOf('=');
        return new Word(word.text().substring(equals + 1), word.column() + equals + 1);
    }

    /** A number behind the answer, taken from the end. */
    private static @Nullable Integer taken(List<Word> rest, String key) throws Wrong {
        Optional<Word> found =
                rest.stream().filter(word -> word.text().startsWith(key + "=")).findFirst();
        if (found.isEmpty()) {
            return null;
        }
        rest.remove(found.get());
        return parsed(value(found.get()), text -> {
            if (!text.matches("\\d{1,9}")) {
                throw new IllegalArgumentException("\"" + text + "\" is no number");
            }
            return Integer.parseInt(text);
        });
    }

    private static GoldenQuery.Answer answer(List<Word> words, int type) throws Wrong {
        Word first = words.getFirst();
        if (words.size() == 1 && NOTHING.contains(first.text())) {
            return new GoldenQuery.Nothing(first.text());
        }
        if (words.size() > 2
                && first.text().matches("[1-9]\\d{0,3}")
                && words.get(1).text().equals("of")) {
            List<List<Record>> sets = sets(words.subList(2, words.size()), type);
            int count = Integer.parseInt(first.text());
            if (sets.size() != 1 || sets.getFirst().size() < count) {
                throw new Wrong(first, count + " of fewer records, or of alternatives", "2 of A, B, C");
            }
            return new GoldenQuery.SomeOf(count, sets.getFirst());
        }
        return new GoldenQuery.OneOf(sets(words, type));
    }

    /** Sets are parted by bars, records by commas behind a word. */
    private static List<List<Record>> sets(List<Word> words, int type) throws Wrong {
        List<List<Record>> sets = new ArrayList<>(List.of(new ArrayList<>()));
        List<Word> record = new ArrayList<>();
        for (Word word : words) {
            boolean bar = word.text().equals("|");
            boolean ends = word.text().endsWith(",");
            if (!bar) {
                record.add(ends ? new Word(word.text().substring(0, word.text().length() - 1), word.column()) : word);
            }
            if (bar || ends) {
                sets.getLast().add(record(record, word, type));
                record.clear();
            }
            if (bar) {
                sets.add(new ArrayList<>());
            }
        }
        sets.getLast().add(record(record, words.getLast(), type));
        return sets.stream().map(List::copyOf).toList();
    }

    private static Record record(List<Word> words, Word at, int type) throws Wrong {
        if (words.isEmpty() || words.getFirst().text().isEmpty()) {
            throw new Wrong(at, "an answer is missing here", null);
        }
        String text = String.join(" ", words.stream().map(Word::text).toList());
        try {
            return Record.fromString(org.xbill.DNS.Name.root, type, DClass.IN, 0, text, org.xbill.DNS.Name.root);
        } catch (IOException | IllegalArgumentException _) {
            throw new Wrong(
                    words.getFirst(),
                    "\"" + text + "\" is no data of a record of type " + RrType.name(type),
                    Fields.nearest(text, NOTHING)
                            .map(near -> "did you mean " + near + "?")
                            .orElse(null));
        }
    }

    /** Reads a word's text. */
    @FunctionalInterface
    private interface Parser<T> {
        T parse(String text);
    }

    private static <T> T parsed(Word word, Parser<T> parser) throws Wrong {
        try {
            return parser.parse(word.text());
        } catch (IllegalArgumentException e) {
            throw new Wrong(word, String.valueOf(e.getMessage()), null);
        }
    }
}
