package io.proxima.control;

import io.proxima.net.Prefix;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many wrong tokens came from whom lately: an address has {@value #BURST} of them, and gets one back a second. Networks
 * of IPv6 count by their first 64 bits. Not for several threads.
 */
final class Attempts {
    static final int BURST = 10;
    static final int MOST_ADDRESSES = 4_096;

    private static final long PACE_MILLIS = 1_000;

    private final InstantSource clock;

    /** Until when the wrong tokens of an address are paid off; those that failed last are at the end. */
    private final Map<String, Long> debts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    Attempts(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether a token from there is looked at. */
    boolean mayTry(String address) {
        Long debt = debts.get(source(address));
        return debt == null || debt - clock.millis() <= (BURST - 1) * PACE_MILLIS;
    }

    /** Counts a wrong token. */
    void failed(String address) {
        long now = clock.millis();
        debts.merge(source(address), now + PACE_MILLIS, (debt, _) -> Math.max(debt, now) + PACE_MILLIS);
    }

    int size() {
        return debts.size();
    }

    private static String source(String address) {
        if (!address.contains(":")) {
            return address;
        }
        byte[] octets = Prefix.address(address.replaceFirst("%.*$", "")).getAddress();
        StringBuilder network = new StringBuilder();
        for (int i = 0; i < 8 && i < octets.length; i++) {
            network.append(octets[i]).append('.');
        }
        return network.toString();
    }
}
