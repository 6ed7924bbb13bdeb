package io.proxima.cli;

import io.proxima.control.ControlClient;
import io.proxima.control.ControlException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks for a list page by page until its end. */
final class Pages {
    private static final int LIMIT = 1_000;

    private Pages() {}

    /**
     * One document of all pages.
     *
     * @param key where a page has its items
     * @param filters parameters of the question; empty ones are left out
     */
    static JsonNode all(ControlClient client, String path, String key, Map<String, String> filters)
            throws ControlException {
        List<String> query = new ArrayList<>(filters.entrySet().stream()
                .filter(filter -> !filter.getValue().isEmpty())
                .map(filter -> parameter(filter.getKey(), filter.getValue()))
                .toList());
        query.add("limit=" + LIMIT);
        JsonNode first = client.get(path + "?" + String.join("&", query));
        JsonNode page = first;
        while (page.path("next").isString()) {
            String after = parameter("after", page.path("next").asString());
            page = client.get(path + "?" + String.join("&", query) + "&" + after);
            if (first.path(key) instanceof ArrayNode items) {
                page.path(key).forEach(items::add);
            }
        }
        if (first instanceof ObjectNode whole) {
            whole.putNull("next");
        }
        return first;
    }

    static String parameter(String key, String value) {
        return key + "=" + encoded(value);
    }

    /** As a parameter or a part of a path has it. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
