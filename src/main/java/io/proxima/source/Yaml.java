package io.proxima.source;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A YAML document (1.2) whose every node knows where it stands in its file. */
public sealed interface Yaml {

    /** Where the node begins. */
    Place place();

    /** What the node is, for a sentence: "a mapping", "a list", "a value". */
    String kind();

    /** Keys and values, in the order written; keys are unique. */
    record Mapping(Place place, List<Entry> entries) implements Yaml {
        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** One key of a mapping. */
    record Entry(String key, Place place, Yaml value) {}

    /** A list. */
    record Sequence(Place place, List<Yaml> items) implements Yaml {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /**
     * A single value.
     *
     * @param plain whether it was written without quotes
     */
    record Scalar(Place place, String text, boolean plain) implements Yaml {
        @Override
        public String kind() {
            return "a value";
        }

        /** Whether nothing was written, or {@code null} or {@code ~}. */
        public boolean isNull() {
            return plain && (text.isEmpty() || text.equals("null") || text.equals("~"));
        }
    }

    /**
     * Reads a file in UTF-8.
     *
     * @return as {@link #read(String, String, Findings)}; empty also where the file cannot be read
     */
    static Optional<Yaml> read(Path file, Findings findings) {
        Place start = Place.start(file.toString());
        try {
            return read(file.toString(), Files.readString(file), findings);
        } catch (NoSuchFileException e) {
            findings.error(start, "there is no such file", null);
        } catch (CharacterCodingException e) {
            findings.error(start, "this is not UTF-8", null);
        } catch (IOException e) {
            findings.error(start, "this cannot be read: " + e.getMessage(), null);
        }
        return Optional.empty();
    }

    /**
     * Reads a file's text.
     *
     * @param file the path as the operator knows it, for findings
     * @return the document's root, an empty mapping for an empty document; empty where the text is no YAML, with the
     *     reason among the findings
     */
    static Optional<Yaml> read(String file, String text, Findings findings) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setAllowDuplicateKeys(true)
                .setAllowNonScalarKeys(true)
                .setMaxAliasesForCollections(0)
                .setCodePointLimit(64 << 20)
                .build();
        try {
            Optional<Node> root = new Composer(settings, new NestingLimit(settings, text)).getSingleNode();
            return Optional.of(
                    root.isEmpty()
                            ? new Mapping(Place.start(file), List.of())
                            : new Converter(file, findings).convert(root.get()));
        } catch (MarkedYamlEngineException e) {
            Place place =
                    e.getProblemMark().map(mark -> Converter.place(file, mark)).orElse(Place.start(file));
            findings.error(place, "this is not YAML: " + e.getProblem(), null);
        } catch (YamlEngineException e) {
            findings.error(Place.start(file), "this is not YAML: " + e.getMessage(), null);
        }
        return Optional.empty();
    }

    /** From the parser's nodes to ours. */
    final class Converter {
        private final String file;
        private final Findings findings;

        private Converter(String file, Findings findings) {
            this.file = file;
            this.findings = findings;
        }

        private static Place place(String file, @Nullable Mark mark) {
            return mark == null ? Place.start(file) : new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
        }

        private Place place(Node node) {
            return place(file, node.getStartMark().orElse(null));
        }

        private Yaml convert(Node node) {
            Place place = place(node);
            return switch (node) {
                case MappingNode mapping -> mapping(mapping, place);
                case SequenceNode sequence ->
                    new Sequence(
                            place,
                            sequence.getValue().stream().map(this::convert).toList());
                case ScalarNode scalar ->
                    new Scalar(place, scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN);
                default -> {
                    findings.error(place, "an anchor or alias is not understood here", "write the value out");
                    yield new Scalar(place, "", true);
                }
            };
        }

        private Mapping mapping(MappingNode node, Place place) {
            List<Entry> entries = new ArrayList<>();
            Map<String, Place> seen = new HashMap<>();
            for (NodeTuple tuple : node.getValue()) {
                Place keyPlace = place(tuple.getKeyNode());
                if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                    findings.error(keyPlace, "a key must be a single value", null);
                    continue;
                }
                Place first = seen.putIfAbsent(key.getValue(), keyPlace);
                if (first != null) {
                    findings.error(
                            keyPlace,
                            "key \"" + key.getValue() + "\" stands twice",
                            "the first is in line " + first.line());
                    continue;
                }
                entries.add(new Entry(key.getValue(), keyPlace, convert(tuple.getValueNode())));
            }
            return new Mapping(place, List.copyOf(entries));
        }
    }
}
