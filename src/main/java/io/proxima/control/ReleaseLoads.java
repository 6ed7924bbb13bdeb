package io.proxima.control;

/**
 * What came of reading the files: which release is served, and of the last attempt to read another.
 *
 * @param hash of the files that are served
 * @param servedSinceMillis since when, on the wall clock
 * @param lastAtMillis when files were last read
 * @param lastServed whether what was read then is served; if not, it has errors
 * @param errors findings of that reading
 * @param warnings findings of that reading
 * @param loads how often files were read and served, the start's reading among them
 * @param refused how often files were read and not served
 */
public record ReleaseLoads(
        String hash,
        long servedSinceMillis,
        long lastAtMillis,
        boolean lastServed,
        int errors,
        int warnings,
        long loads,
        long refused) {
    /** Before anything was read. */
    public static final ReleaseLoads NONE = new ReleaseLoads("", 0, 0, false, 0, 0, 0, 0);

    /** After files were read that are served now. */
    public ReleaseLoads served(String hash, int warnings, long nowMillis) {
        return new ReleaseLoads(hash, nowMillis, nowMillis, true, 0, warnings, loads + 1, refused);
    }

    /** After files were read that have errors. */
    public ReleaseLoads refused(int errors, int warnings, long nowMillis) {
        return new ReleaseLoads(hash, servedSinceMillis, nowMillis, false, errors, warnings, loads, refused + 1);
    }
}
