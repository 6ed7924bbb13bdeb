package io.proxima.probe;

/** One probe under way, confined to the prober's event loop. */
interface Attempt {

    /** Gives up without a result; what it holds is released soon. Nothing happens where it has ended. */
    void abandon();

    /** Who waits for an attempt; called on the event loop, perhaps before the start has returned. */
    interface Listener {
        /** The outcome is known; at most once, and never after {@link Attempt#abandon}. */
        void decided(Outcome outcome, String reason, long latencyNanos);

        /** All that it held is free again; exactly once, after {@link #decided} if that is called. */
        void released();
    }
}
