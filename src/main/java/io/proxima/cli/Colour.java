package io.proxima.cli;

/** The colours that mean something: wrong, in doubt, well. */
enum Colour {
    RED("\033[31m"),
    YELLOW("\033[33m"),
    GREEN("\033[32m");

    private static final String PLAIN = "\033[0m";

    private final String code;

    Colour(String code) {
        this.code = code;
    }

    /** A text of which the part between two places has the colour; all of it as it is where that is no part of it. */
    String paint(String text, int from, int to) {
        return from >= 0 && to > from && to <= text.length()
                ? text.substring(0, from) + code + text.substring(from, to) + PLAIN + text.substring(to)
                : text;
    }
}
