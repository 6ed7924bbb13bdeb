package io.proxima.catalog;

import io.proxima.zone.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;

/** Plants the many names of a large zone, on all cores: each thread what is below its share of the labels next to the apex. */
final class Plantation {
    private static final int MOST_THREADS = 8;

    private final ZoneNode apex;
    private final int apexLabels;
    private final List<Owner> owners;
    private final BiConsumer<ZoneNode, Owner> fill;
    private final int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());

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
    }

    void plant() {
        apex.reserve(owners.size());
        List<CompletableFuture<ZoneNode>> others = new ArrayList<>();
        for (int share = 1; share < threads; share++) {
            int own = share;
            others.add(CompletableFuture.supplyAsync(
                    () -> share(own),
                    task -> Thread.ofPlatform().name("tree-" + own).daemon().start(task)));
        }
        apex.join(share(0));
        others.forEach(other -> apex.join(joined(other)));
    }

    private static ZoneNode joined(CompletableFuture<ZoneNode> other) {
        try {
            return other.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) { // too little memory is too little memory on any thread
                throw error;
            }
            throw e;
        }
    }

    private ZoneNode share(int share) {
        ZoneNode part = apex.part();
        for (Owner owner : owners) {
            List<byte[]> labels = owner.name().labelsBelow(apexLabels);
            if (labels.isEmpty()) {
                if (share == 0) {
                    fill.accept(apex, owner);
                }
            } else if (apex.share(labels.getFirst(), threads) == share) {
                fill.accept(ZoneCompiler.plant(part, labels), owner);
            }
        }
        return part;
    }
}
