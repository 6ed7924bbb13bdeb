package io.proxima.control;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What the control room says, as JSON documents: the keys are the names of the records, in their order. */
public final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    /** The document of a record, or of a list or map of them. */
    public static String of(Object said) {
        return MAPPER.writeValueAsString(said);
    }

    /** The same as a tree. */
    public static JsonNode tree(Object said) {
        return MAPPER.valueToTree(said);
    }

    /** A request's body as a tree; what is no document is a bad request. */
    static JsonNode body(RoutingContext context) {
        Buffer body = context.body().buffer();
        try {
            return MAPPER.readTree(body == null ? new byte[0] : body.getBytes());
        } catch (JacksonException e) {
            throw new ProblemException(Problem.badRequest("the body is no JSON: " + e.getOriginalMessage(), ""));
        }
    }
}
