package io.proxima.control;

import io.vertx.ext.web.RoutingContext;

/** Finds out who asks, before anything of the request but its head is looked at. */
@FunctionalInterface
public interface Gate {
    /** Everybody who can reach the address may do everything. */
    Gate OPEN = new Gate() {
        @Override
        public Caller admit(RoutingContext context, Role wanted) {
            return Caller.unnamed(context, Role.ADMIN);
        }

        @Override
        public boolean isOpen() {
            return true;
        }
    };

    /**
     * Who asks, where they may do what a route wants.
     *
     * @param wanted by the route
     * @throws ProblemException where they may not
     */
    Caller admit(RoutingContext context, Role wanted);

    /** Whether everybody is let in. */
    default boolean isOpen() {
        return false;
    }
}
