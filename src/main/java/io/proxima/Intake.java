package io.proxima;

import io.proxima.catalog.ReleaseContents;
import io.proxima.cluster.Chunks;
import io.proxima.cluster.Delivery;
import io.proxima.cluster.ReleaseNews;
import io.proxima.store.KeptRelease;
import io.proxima.store.Parcel;
import io.proxima.store.Releases;
import io.proxima.store.SharedFiles;
import io.proxima.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;

/** Brings another replica's release among those that are kept here; on the thread that may wait for the others. */
record Intake(Path state, Parcel parcel, Delivery delivery, Activation activation, Recorder recorder) {
    /**
     * Fetches what is missing of a release and keeps it, with the databases that are here.
     *
     * @return to be closed by whoever reads it
     * @throws Delivery.MissingException if a part is not there, or damaged
     * @throws StoreException if it cannot be read back
     */
    KeptRelease fetch(ReleaseNews news, Chunks chunks) throws IOException, Delivery.MissingException, StoreException {
        SharedFiles files = delivery.fetch(news, chunks);
        ReleaseContents own = activation.contents().join();
        String release = recorder.keeping(() -> parcel.complete(files, own, System.currentTimeMillis()))
                .join();
        parcel.clear(); // what came of a release that another one overtook
        return Releases.in(state).open(release);
    }

    /** Why another replica's release comes in force here. */
    static Cause cause(ReleaseNews news) {
        return new Cause(
                news.author(),
                news.reason().isEmpty() ? "put in force on " + news.stamp().node() : news.reason());
    }
}
