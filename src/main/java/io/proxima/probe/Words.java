package io.proxima.probe;

/** What members say, made fit for a reason. */
final class Words {
    private Words() {}

    /** On one line, without controls, cut to {@code most} characters. */
    static String fit(String said, int most) {
        StringBuilder fit = new StringBuilder();
        for (int i = 0; i < said.length() && fit.length() < most; i++) {
            char c = said.charAt(i);
            fit.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? '?' : c);
        }
        return fit.toString();
    }
}
