package io.proxima.policy;

/**
 * How many members a group needs up, or it counts as down: the value of {@code up-at-least}.
 *
 * @param amount a number of members from 1, or a percentage from 0 to 100
 * @param percent whether it is a percentage: of the members that have an address of the family
 */
public record UpAtLeast(int amount, boolean percent) {
    /** One member, which is what a group needs that says nothing. */
    public static final UpAtLeast ONE = new UpAtLeast(1, false);

    private static final int MOST = 65_535;

    /** So many members. */
    public static UpAtLeast members(int amount) {
        return new UpAtLeast(amount, false);
    }

    /**
     * Reads {@code 2} or {@code 50%}.
     *
     * @throws IllegalArgumentException with a sentence for the operator
     */
    static UpAtLeast parse(String text) {
        if (text.matches("\\d{1,3}%") && percentage(text) <= 100) {
            return new UpAtLeast(percentage(text), true);
        }
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MOST) {
            return new UpAtLeast(Integer.parseInt(text), false);
        }
        throw new IllegalArgumentException(
                "must be a number of members from 1 to 65535, or a share from 0% to 100%, not \"" + text + "\"");
    }

    /** The number before a percent sign. */
    static int percentage(String text) {
        return Integer.parseInt(text.substring(0, text.length() - 1));
    }

    /** How many of so many members; a percentage is rounded up, and one at least. */
    public int of(int members) {
        return percent ? Math.max(1, Math.ceilDiv(amount * members, 100)) : amount;
    }

    /** As it is written. */
    @Override
    public String toString() {
        return percent ? amount + "%" : String.valueOf(amount);
    }
}
