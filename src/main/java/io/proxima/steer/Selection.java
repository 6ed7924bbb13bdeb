package io.proxima.steer;

/** The addresses of one answer as they are chosen, leaf by leaf; a walk's own. */
final class Selection {
    private final Draw draw;
    private int[] identities = new int[0];
    private int answers;
    private boolean ipv6;
    int[] selected = new int[0];
    int count;

    Selection(Draw draw) {
        this.draw = draw;
    }

    void prepare(int widest) {
        if (widest > selected.length) {
            selected = new int[widest];
        }
    }

    /**
     * Begins an answer.
     *
     * @param identities equal numbers for equal addresses, empty where none stands twice in the pool
     * @param answers at most so many, or 0 for the rule's own number
     */
    void begin(int[] identities, int answers, boolean ipv6) {
        this.identities = identities;
        this.answers = answers;
        this.ipv6 = ipv6;
        count = 0;
    }

    boolean isFull() {
        return answers != 0 && count >= answers;
    }

    /**
     * Adds what a leaf gives.
     *
     * @param key the client's, where the leaf chooses by consistent hash
     */
    void leaf(PlanNode node, PlanState.Node live, long key) {
        int size = live.live.length;
        switch (node.kind) {
            case FAILOVER -> {
                int addresses = live.firstMemberAddresses;
                rotated(node, live, addresses, answers == 0 ? addresses : Math.min(answers, addresses));
            }
            case WEIGHTED, BY_CLIENT -> severalWeighted(live, answers == 0 ? 1 : Math.min(answers, size));
            case RANDOM -> severalRandom(live, answers == 0 ? 1 : Math.min(answers, size));
            case CONSISTENT_HASH ->
                nearest(
                        java.util.Objects.requireNonNull(live.ranking),
                        live,
                        key,
                        answers == 0 ? 1 : Math.min(answers, size));
            case ROUND_ROBIN -> rotated(node, live, size, answers == 0 ? 1 : Math.min(answers, size));
            case ALL -> rotated(node, live, size, answers == 0 ? size : Math.min(answers, size));
        }
    }

    /** Takes {@code most} of the first {@code size}, one after another from where the counter stands. */
    private void rotated(PlanNode node, PlanState.Node live, int size, int most) {
        int first = draw.turn(node.ordinal(ipv6), size);
        for (int i = 0; i < most; i++) {
            int at = first + i;
            add(live.live[at < size ? at : at - size]);
        }
    }

    private void severalRandom(PlanState.Node live, int most) {
        int size = live.live.length;
        int[] deck = draw.scratch;
        System.arraycopy(live.live, 0, deck, 0, size);
        for (int i = 0; i < most; i++) {
            int j = i + (int) draw.below(size - i);
            int card = deck[j];
            deck[j] = deck[i];
            add(card);
        }
    }

    /** A weight of zero gets an address drawn only where all weights are zero. */
    private void severalWeighted(PlanState.Node live, int most) {
        if (most == 1) {
            add(live.live[draw.weighted(live.cumulative)]);
            return;
        }
        int size = live.live.length;
        int[] deck = draw.scratch;
        long[] weights = draw.scratchWeights;
        System.arraycopy(live.live, 0, deck, 0, size);
        long total = live.cumulative[size - 1];
        boolean equal = total == 0;
        for (int i = 0; i < size; i++) {
            weights[i] = live.cumulative[i] - (i == 0 ? 0 : live.cumulative[i - 1]);
        }
        for (int left = size; left > size - most && (equal || total > 0); left--) {
            int at = equal ? (int) draw.below(left) : weightedAt(weights, draw.below(total));
            add(deck[at]);
            total -= weights[at];
            deck[at] = deck[left - 1];
            weights[at] = weights[left - 1];
        }
    }

    /** The addresses of the member nearest to the key, then of the next. */
    private void nearest(Ranking ranking, PlanState.Node live, long key, int most) {
        int[] deck = draw.scratch;
        long[] scores = draw.scratchWeights;
        ranking.score(key, deck, scores);
        int taken = 0;
        for (int left = ranking.size(); left > 0 && taken < most; left--) {
            int at = ranking.nearest(deck, scores, left);
            int member = deck[at];
            deck[at] = deck[left - 1];
            scores[at] = scores[left - 1];
            long rank = -1;
            for (int i = ranking.addresses(member); i > 0 && taken < most; i--, taken++) {
                int place = ranking.nextAddress(member, key, rank);
                rank = ranking.addressRank(place, key);
                add(live.live[place]);
            }
        }
    }

    private static int weightedAt(long[] weights, long mark) {
        int at = 0;
        for (long rest = mark - weights[0]; rest >= 0; rest -= weights[at]) {
            at++;
        }
        return at;
    }

    private void add(int address) {
        if (isFull()) {
            return;
        }
        if (identities.length > 0) { // only where an address stands twice in the pool
            for (int i = 0; i < count; i++) {
                if (identities[selected[i]] == identities[address]) {
                    return;
                }
            }
        }
        selected[count++] = address;
    }
}
