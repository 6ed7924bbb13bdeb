package io.proxima.wire;

/** Records chosen from a table of single-record RRsets; one mutable instance a use and thread. */
public final class Chosen {
    EncodedRrset[] table = new EncodedRrset[0];
    int[] numbers = new int[0];
    int count;

    /** Takes room for a table's widest choice. */
    public void prepare(int widest) {
        if (widest > numbers.length) {
            numbers = new int[widest];
        }
    }

    /** Takes the first {@code count} of the numbers, copied. */
    public void set(EncodedRrset[] table, int[] numbers, int count) {
        this.table = table;
        System.arraycopy(numbers, 0, this.numbers, 0, count);
        this.count = count;
    }

    /** Takes nothing. */
    public void clear() {
        count = 0;
    }

    EncodedRrset get(int index) {
        return table[numbers[index]];
    }
}
