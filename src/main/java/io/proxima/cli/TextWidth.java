package io.proxima.cli;

/** How many columns of a terminal a text takes: none for what stands on another character, two for Chinese and its like. */
final class TextWidth {
    /** First and last of the ranges that take two columns: East Asian Width W and F (UAX #11), and pictures. */
    private static final int[] WIDE = {
        0x1100, 0x115f, 0x2e80, 0x303e, 0x3041, 0x33ff, 0x3400, 0x4dbf, 0x4e00, 0x9fff, 0xa000, 0xa4cf, 0xa960, 0xa97f,
        0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe30, 0xfe6f, 0xff00, 0xff60, 0xffe0, 0xffe6, 0x1f300, 0x1f64f, 0x1f900,
        0x1f9ff, 0x20000, 0x3fffd
    };

    private TextWidth() {}

    static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    private static int of(int character) {
        int type = Character.getType(character);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        for (int i = 0; i < WIDE.length; i += 2) {
            if (character >= WIDE[i] && character <= WIDE[i + 1]) {
                return 2;
            }
        }
        return 1;
    }

    /** The text and spaces up to a width. */
    static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - of(text)));
    }

    /** Spaces and the text, up to a width. */
    static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - of(text))) + text;
    }

    /** The text, or its beginning and an ellipsis where it takes more columns. */
    static String fit(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        StringBuilder start = new StringBuilder();
        int taken = 1;
        for (int character : text.codePoints().toArray()) {
            taken += of(character);
            if (taken > columns) {
                break;
            }
            start.appendCodePoint(character);
        }
        return start.append('…').toString();
    }
}
