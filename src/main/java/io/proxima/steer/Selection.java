package io.proxima.steer;

/** The addresses of one answer as they are chosen, leaf by leaf; a walk's own. */
final class Selection {
    private final Draw draw;
    private int[] identities = new int[0];
    private int answers;
    private boolean ipv6;
    int[] selected = new int[0];
    int count;
    /** Whether the answer came by a group in which so few are up that all serve. */
    boolean panicked;

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
        panicked = false;
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
            case WEIGHTED, BY_CLIENT ->
                severalWeighted(live, live.cumulative, answers == 0 ? 1 : Math.min(answers, size));
            case RANDOM -> severalRandom(live, answers == 0 ? 1 : Math.min(answers, size));
            case CONSISTENT_HASH ->
                nearest(
                        java.util.Objects.requireNonNull(live.ranking),
                        live,
                        key,
                        answers == 0 ? 1 : Math.min(answers, size));
            case ROUND_ROBIN -> {
                if (live.ramped != null) {
                    severalRandom(live, answers == 0 ? 1 : Math.min(answers, size));
                } else {
                    rotated(node, live, size, answers == 0 ? 1 : Math.min(answers, size));
                }
            }
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
        if (live.ramped != null) {
            severalWeighted(live, live.ramped, most);
            return;
        }
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
    private void severalWeighted(PlanState.Node live, long[] sums, int most) {
        if (most == 1) {
            add(live.live[draw.weighted(sums)]);
            return;
        }
        drawDeck(deal(live, sums, 0), sums[live.live.length - 1], most);
    }

    /** The place in {@code live} of the child that a node of groups draws. */
    int drawn(PlanNode node, PlanState.Node live) {
        int size = live.live.length;
        if (live.ramped != null) {
            return draw.weighted(live.ramped);
        }
        return switch (node.kind) {
            case WEIGHTED -> draw.weighted(live.cumulative);
            case ROUND_ROBIN -> draw.turn(node.ordinal(ipv6), size);
            default -> (int) draw.below(size);
        };
    }

    /** One of several children by weight: of those from {@code first} to {@code end} in the order that are up, at least one. */
    int oneOf(PlanNode node, PlanState.Family state, int[] order, int first, int end) {
        long total = 0;
        int count = 0;
        for (int i = first; i < end; i++) {
            PlanState.Node child = state.nodes[node.children[order[i]]];
            if (child.up) {
                total += child.weight;
                count++;
            }
        }
        long mark = draw.below(total == 0 ? count : total);
        int position = order[first];
        for (int i = first; i < end && mark >= 0; i++) {
            PlanState.Node child = state.nodes[node.children[order[i]]];
            if (child.up) {
                mark -= total == 0 ? 1 : child.weight;
                position = order[i];
            }
        }
        return position;
    }

    /**
     * Adds what several leaves give that choose by weight, drawn from all of them together.
     *
     * @param order child positions of {@code node}, those from {@code first} to {@code end} to draw from as far as they are up
     */
    void several(PlanNode node, PlanState.Family state, int[] order, int first, int end) {
        int size = 0;
        long total = 0;
        for (int i = first; i < end; i++) {
            PlanState.Node live = state.nodes[node.children[order[i]]];
            if (live.up) {
                size = deal(live, live.cumulative, size);
                total += live.cumulative[live.live.length - 1];
            }
        }
        drawDeck(size, total, answers == 0 ? 1 : Math.min(answers, size));
    }

    /** Puts a leaf's addresses and their weights on the deck, behind the first {@code size}; how many are on it then. */
    private int deal(PlanState.Node live, long[] sums, int size) {
        int count = live.live.length;
        System.arraycopy(live.live, 0, draw.scratch, size, count);
        for (int i = 0; i < count; i++) {
            draw.scratchWeights[size + i] = sums[i] - (i == 0 ? 0 : sums[i - 1]);
        }
        return size + count;
    }

    private void drawDeck(int size, long sum, int most) {
        int[] deck = draw.scratch;
        long[] weights = draw.scratchWeights;
        long total = sum;
        boolean equal = total == 0;
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
