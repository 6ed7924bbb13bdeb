package io.proxima.cli;

import io.proxima.store.Archive;
import org.jspecify.annotations.Nullable;

/**
 * What {@code backup} and {@code restore} say of a backup, in words and for programs.
 *
 * @param file where it lies
 * @param active the hash of the release in force
 * @param activeKept whether that release's files are in it
 * @param restoredTo the state folder that it was put in place of; null where it was not
 * @param setAside where what was there is now; null where nothing was
 */
record ArchiveFacts(
        String file,
        int releases,
        String active,
        boolean activeKept,
        int overrides,
        long octets,
        @Nullable String restoredTo,
        @Nullable String setAside) {

    static ArchiveFacts of(Archive archive) {
        return new ArchiveFacts(
                archive.file().toString(),
                archive.releases(),
                archive.active(),
                archive.hasActive(),
                archive.overrides(),
                archive.octets(),
                null,
                null);
    }

    /** The same, of one that was put in place. */
    ArchiveFacts restored(String to, @Nullable String aside) {
        return new ArchiveFacts(file, releases, active, activeKept, overrides, octets, to, aside);
    }

    /** {@code 3 releases, 3f9c… in force, 1 override, 20480 octets}. */
    String summary() {
        return releases + (releases == 1 ? " release" : " releases") + ", " + ReleasesCommand.shorter(active)
                + " in force, " + overrides + (overrides == 1 ? " override, " : " overrides, ") + octets + " octets";
    }
}
