package io.proxima.zone;

import java.time.DateTimeException;
import java.time.LocalDate;

/** Serial numbers of zones (RFC 1982): how they grow, and what becomes of one when its zone is edited. */
final class Serial {
    private static final long MODULUS = 1L << Integer.SIZE;
    private static final int FIRST_YEAR = 1980;
    private static final int LAST_YEAR = 2099;

    private Serial() {}

    /** Whether a serial comes after another (RFC 1982 section 3.2). */
    static boolean isAfter(long serial, long other) {
        return (int) (serial - other) > 0;
    }

    /**
     * The serial after an edit: the day's first where it is a date with a number ({@code YYYYMMDDnn}) and that is greater, else
     * the next one. 0 is left out, which some programs take for none.
     */
    static long raised(long serial, LocalDate today) {
        long first = ((today.getYear() * 100L + today.getMonthValue()) * 100 + today.getDayOfMonth()) * 100;
        if (isDated(serial) && isAfter(first, serial)) {
            return first;
        }
        long next = (serial + 1) % MODULUS;
        return next == 0 ? 1 : next;
    }

    private static boolean isDated(long serial) {
        long day = serial / 100;
        int year = (int) (day / 10_000);
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            return false;
        }
        try {
            var _ = LocalDate.of(year, (int) (day / 100 % 100), (int) (day % 100));
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }
}
