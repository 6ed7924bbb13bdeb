package io.proxima.control;

import io.vertx.ext.web.RoutingContext;

/**
 * Who asks.
 *
 * @param name for people: of the token, or the address where there is none
 */
public record Caller(String name, Role role) {
    private static final String KEY = Caller.class.getName();

    /** Somebody of whom no more is known than an address. */
    public static Caller unnamed(RoutingContext context, Role role) {
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

    void enter(RoutingContext context) {
        context.put(KEY, this);
    }
}
