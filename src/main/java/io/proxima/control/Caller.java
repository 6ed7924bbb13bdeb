package io.proxima.control;

import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param name for people: of the token, or the address where there is none
 */
public record Caller(String name, Role role) {
    private static final String KEY = Caller.class.getName();
    private static final String UNNAMED = KEY + ".unnamed";

    /** Somebody of whom no more is known than an address. */
    public static Caller unnamed(RoutingContext context, Role role) {
        context.put(UNNAMED, true);
        return new Caller("somebody at " + context.request().remoteAddress().hostAddress(), role);
    }

    /** Who asks, on a route that let them in. */
    public static Caller of(RoutingContext context) {
        Caller caller = context.get(KEY);
        if (caller == null) {
            throw new IllegalStateException("no gate on this route");
        }
        return caller;
    }

    /** The name that goes with what is said here: the token's where there is one, else what is claimed, else the address. */
    public static String signed(RoutingContext context, @Nullable String claimed) {
        boolean unnamed = Boolean.TRUE.equals(context.get(UNNAMED));
        return unnamed && claimed != null && !claimed.isBlank()
                ? claimed
                : of(context).name();
    }

    void enter(RoutingContext context) {
        context.put(KEY, this);
    }
}
