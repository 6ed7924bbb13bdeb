package io.proxima.control;

import io.proxima.source.Findings;
import io.proxima.source.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /openapi.json}: what can be asked here, as OpenAPI 3.1 says it, put together of a fragment a desk.
 *
 * <p>It is put together when it is asked for, since a server that starts has other things to do.
 */
public final class OpenApi implements ControlServer.Desk {
    private static final String FOLDER = "openapi/";

    private final Workbench putting = new Workbench("putting the document together");

    @Override
    public void open(Routes routes) {
        routes.get("/openapi.json", Role.READ, context -> putting.answer(context, OpenApi::document));
    }

    /** The fragments that {@code openapi/index} lists, as one document. */
    private static Map<String, Object> document() {
        Map<String, Object> paths = new LinkedHashMap<>();
        Map<String, Object> schemas = new LinkedHashMap<>();
        for (String name : text("index").lines().toList()) {
            Map<String, Object> fragment = fragment(name);
            add(paths, part(fragment, "paths"), name);
            add(schemas, part(part(fragment, "components"), "schemas"), name);
        }
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("openapi", "3.1.0");
        whole.put("info", Map.of("title", "Proxima", "version", "1"));
        whole.put("security", List.of(Map.of("token", List.of())));
        whole.put("paths", paths);
        whole.put(
                "components",
                Map.of(
                        "schemas",
                        schemas,
                        "securitySchemes",
                        Map.of("token", Map.of("type", "http", "scheme", "bearer"))));
        return whole;
    }

    private static void add(Map<String, Object> whole, Map<String, Object> more, String name) {
        more.forEach((key, value) -> {
            if (whole.putIfAbsent(key, value) != null) {
                throw new IllegalStateException(name + " has " + key + ", as a fragment before it");
            }
        });
    }

    private static Map<String, Object> fragment(String name) {
        Findings findings = new Findings();
        return Yaml.read(name, text(name), findings)
                .map(OpenApi::value)
                .map(OpenApi::mapping)
                .orElseThrow(() -> new IllegalStateException(findings.sorted().toString()));
    }

    private static Map<String, Object> part(Map<String, Object> whole, String key) {
        Object part = whole.get(key);
        return part == null ? Map.of() : mapping(part);
    }

    private static Map<String, Object> mapping(Object value) {
        if (!(value instanceof Map<?, ?> written)) {
            throw new IllegalStateException("no mapping: " + value);
        }
        Map<String, Object> mapping = new LinkedHashMap<>();
        written.forEach((key, each) -> mapping.put(String.valueOf(key), each));
        return mapping;
    }

    private static @Nullable Object value(Yaml yaml) {
        return switch (yaml) {
            case Yaml.Mapping written -> {
                Map<String, @Nullable Object> mapping = new LinkedHashMap<>();
                written.entries().forEach(entry -> mapping.put(entry.key(), value(entry.value())));
                yield mapping;
            }
            case Yaml.Sequence written -> {
                List<@Nullable Object> items = new ArrayList<>();
                written.items().forEach(item -> items.add(value(item)));
                yield items;
            }
            case Yaml.Scalar written -> scalar(written);
        };
    }

    private static @Nullable Object scalar(Yaml.Scalar written) {
        String text = written.text();
        if (written.isNull()) {
            return null;
        }
        if (written.plain() && (text.equals("true") || text.equals("false"))) {
            return Boolean.valueOf(text);
        }
        return written.plain() && text.matches("-?\\d{1,18}") ? (Object) Long.valueOf(text) : text;
    }

    private static String text(String name) {
        try (InputStream stream = OpenApi.class.getResourceAsStream(FOLDER + name)) {
            if (stream == null) {
                throw new IllegalStateException("no fragment " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
