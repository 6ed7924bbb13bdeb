package io.proxima.catalog;

import io.proxima.zone.Owner;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * Plants the many names of a large zone, on all cores.
 *
 * <p>Names are put in beds first: those whose labels next to the apex lie beside one another in the tree. A thread plants one bed
 * after another, so that the piece of the tree that it works on is in its core's cache, and no old piece of it is made to point
 * at new nodes, which the collector would have to look for.
 */
final class Plantation {
    private static final int BED_OWNERS = 1 << 14;

    private final ZoneNode apex;
    private final int apexLabels;
    private final List<Owner> owners;
    private final BiConsumer<ZoneNode, Owner> fill;
    private final int beds;

    /**
     * @param apex still empty
     * @param owners may be read by several threads
     * @param fill puts what a name owns into its node; on several threads, for different nodes
     */
    Plantation(ZoneNode apex, int apexLabels, List<Owner> owners, BiConsumer<ZoneNode, Owner> fill) {
        this.apex = apex;
        this.apexLabels = apexLabels;
        this.owners = owners;
        this.fill = fill;
        this.beds = Math.max(Hands.THREADS, owners.size() / BED_OWNERS);
    }

    void plant() {
        apex.reserve(owners.size());
        int[] bedOf = new int[owners.size()];
        int direct = Hands.each(Hands.THREADS, thread -> sort(bedOf, thread)).stream()
                .mapToInt(Integer::intValue)
                .sum();
        apex.expect(direct);
        int[] ends = new int[beds + 1];
        for (int bed : bedOf) {
            ends[bed + 1]++;
        }
        for (int bed = 0; bed < beds; bed++) {
            ends[bed + 1] += ends[bed];
        }
        int[] order = new int[bedOf.length];
        for (int i = 0; i < bedOf.length; i++) {
            order[ends[bedOf[i]]++] = i;
        }
        AtomicInteger next = new AtomicInteger();
        Hands.each(Hands.THREADS, _ -> {
                    ZoneNode part = apex.part();
                    for (int bed = next.getAndIncrement(); bed < beds; bed = next.getAndIncrement()) {
                        for (int i = bed == 0 ? 0 : ends[bed - 1]; i < ends[bed]; i++) {
                            plant(owners.get(order[i]), part);
                        }
                    }
                    return part;
                })
                .forEach(apex::join);
    }

    /** Notes the beds of a thread's share of the owners; gives how many of them are right below the apex. */
    private int sort(int[] bedOf, int thread) {
        int direct = 0;
        int end = (int) ((long) bedOf.length * (thread + 1) / Hands.THREADS);
        for (int i = (int) ((long) bedOf.length * thread / Hands.THREADS); i < end; i++) {
            Owner owner = owners.get(i);
            bedOf[i] = bed(owner);
            direct += owner.name().labelCount() == apexLabels + 1 ? 1 : 0;
        }
        return direct;
    }

    private int bed(Owner owner) {
        return owner.name().labelCount() == apexLabels
                ? 0
                : apex.share(owner.name().labelRightBelow(apexLabels), beds);
    }

    private void plant(Owner owner, ZoneNode part) {
        List<byte[]> labels = owner.name().labelsBelow(apexLabels);
        fill.accept(labels.isEmpty() ? apex : ZoneCompiler.plant(part, labels), owner);
    }
}
