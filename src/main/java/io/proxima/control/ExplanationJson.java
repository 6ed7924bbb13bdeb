package io.proxima.control;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** An explanation as one JSON document: the keys are the names in {@link Explanation}, in their order. */
public final class ExplanationJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ExplanationJson() {}

    /** The document. */
    public static String of(Explanation explanation) {
        return MAPPER.writeValueAsString(explanation);
    }
}
