package io.proxima.health;

/**
 * The fresh votes on a pair, counted. The truth table in {@code docs/health.md} is {@link #up}, row by row.
 *
 * @param up how many fresh votes say up
 * @param down how many fresh votes say down
 * @param panel of how many votes a majority decides: min(vantages, configured replicas)
 * @param cutOff whether this replica hears less than a majority of the configured replicas
 * @param own this replica's own vote
 * @param witnessed whether this replica sees an address of another site in the same pool answer
 */
record Tally(int up, int down, int panel, boolean cutOff, Vote own, boolean witnessed) {

    /**
     * Whether the pair is to be served.
     *
     * <p>While shares move from one replica to another there can be more votes than seats, even a majority for either
     * side; that is a tie.
     *
     * @param last the verdict so far
     */
    boolean up(boolean last) {
        if (cutOff) {
            return switch (own) {
                case UP -> true;
                case DOWN -> last && !witnessed;
                case NONE -> last;
            };
        }
        int majority = panel / 2 + 1;
        if (up >= majority && up > down) {
            return true;
        }
        if (down >= majority && down > up) {
            return false;
        }
        return last;
    }

    /** Whether {@link #up} can only keep the last verdict, since too few have a fresh vote. */
    boolean stale() {
        return cutOff ? own == Vote.NONE : up + down < panel / 2 + 1;
    }
}
