package io.proxima.geo.fetch;

/** Hears how far a download is. */
@FunctionalInterface
public interface Progress {
    /**
     * Called now and then.
     *
     * @param of how many octets there are in all, or -1 where that is not known
     */
    void at(String what, long octets, long of);
}
