package io.proxima.probe;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What bounds how many attempts of a kind run at once; who comes later waits in line.
 *
 * <p>Targets that answered last go first, and a quarter of the places is theirs alone: however many targets hang until their
 * time is over, those that answer keep their rhythm. Confined to the event loop.
 */
final class Lane {
    private final int places;
    private final ArrayDeque<Target> answering = new ArrayDeque<>();
    private final ArrayDeque<Target> others = new ArrayDeque<>();
    private int taken;
    private boolean advancing;

    Lane(int places) {
        this.places = places;
    }

    /** Starts a target's attempt as soon as there is a place. */
    void enter(Target target) {
        (target.answered() ? answering : others).add(target);
        advance();
    }

    /** Takes back what has not started. */
    void withdraw(Target target) {
        if (!answering.remove(target)) {
            others.remove(target);
        }
    }

    /** A place is free again. */
    void leave() {
        taken--;
        advance();
    }

    private void advance() {
        if (advancing) {
            return; // an attempt ended while it was started, further up
        }
        advancing = true;
        try {
            for (Target next = next(); next != null; next = next()) {
                taken++;
                next.start();
            }
        } finally {
            advancing = false;
        }
    }

    private @Nullable Target next() {
        if (taken < places && !answering.isEmpty()) {
            return answering.poll();
        }
        return taken < places - places / 4 ? others.poll() : null;
    }
}
