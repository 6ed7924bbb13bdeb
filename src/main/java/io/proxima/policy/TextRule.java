package io.proxima.policy;

/** What a text of a response must be like. */
public sealed interface TextRule {

    /** It is this and nothing else. */
    record Is(String text) implements TextRule {
        @Override
        public String toString() {
            return "\"" + text + "\"";
        }
    }

    /** This stands in it. */
    record Contains(String text) implements TextRule {
        @Override
        public String toString() {
            return "something with \"" + text + "\"";
        }
    }

    /**
     * Something in it matches a regular expression.
     *
     * @param expression as {@link java.util.regex.Pattern} reads it; it compiles
     */
    record Matches(String expression) implements TextRule {
        @Override
        public String toString() {
            return "a match of /" + expression + "/";
        }
    }
}
