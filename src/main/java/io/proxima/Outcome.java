package io.proxima;

import io.proxima.source.Finding;
import io.proxima.source.Place;
import io.proxima.store.ActiveRelease;
import io.proxima.store.ReleaseStamp;
import java.util.List;

/** What came of wanting a release in force. */
sealed interface Outcome {
    /**
     * It is in force; {@link Activation#awaitAnswering} waits until no listener answers from before it.
     *
     * @param generation of the catalog in force
     * @param warnings what was found in it nevertheless
     */
    record Active(ActiveRelease release, long generation, List<Finding> warnings) implements Outcome {
        public Active {
            warnings = List.copyOf(warnings);
        }

        /** Its place among all releases. */
        ReleaseStamp stamp() {
            return release.stamp();
        }
    }

    /**
     * What was wanted is in force already, or older than what is.
     *
     * @param release in force
     * @param generation of the catalog in force
     */
    record Unchanged(ActiveRelease release, long generation) implements Outcome {}

    /**
     * It has errors, and what was in force stays.
     *
     * @param release its hash; empty where the files never held still
     * @param findings all of them
     */
    record Refused(String release, List<Finding> findings) implements Outcome {
        /** For one reason, said of a file or folder. */
        static Refused of(String file, String release, String why) {
            return new Refused(release, List.of(new Finding(Place.start(file), Finding.Level.ERROR, why, null)));
        }

        public Refused {
            findings = List.copyOf(findings);
        }
    }
}
