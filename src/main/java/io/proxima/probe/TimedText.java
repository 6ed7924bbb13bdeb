package io.proxima.probe;

/** A text that can be looked at until a point in time, and then throws {@link Overdue}. */
final class TimedText implements CharSequence {
    /** The clock is read so seldom that it costs nothing, and so often that a look-up ends within a millisecond. */
    private static final int LOOKS = 1024;

    private final String text;
    private final long endNanos;
    private int looks;

    /** The time is over. */
    static final class Overdue extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overdue() {
            super("overdue", null, false, false);
        }
    }

    /** @param endNanos by {@link System#nanoTime}; {@link Long#MAX_VALUE} for no end */
    TimedText(String text, long endNanos) {
        this.text = text;
        this.endNanos = endNanos;
    }

    @Override
    public char charAt(int index) {
        if (++looks >= LOOKS) {
            looks = 0;
            if (endNanos != Long.MAX_VALUE && System.nanoTime() - endNanos > 0) {
                throw new Overdue();
            }
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new TimedText(text.substring(start, end), endNanos);
    }

    @Override
    public String toString() {
        return text;
    }
}
