package io.proxima.control;

import io.vertx.ext.web.RoutingContext;

/** Finds out who asks, before anything of the request but its head is looked at. */
@FunctionalInterface
public interface Gate {
    /** Everybody who can reach the address may do everything. */
    Gate OPEN = (context, _) -> Caller.unnamed(context, Role.ADMIN);

    /**
     * Who asks, where they may do what a route wants.
     *
     * @param wanted by the route
     * @throws ProblemException where they may not
     */
    Caller admit(RoutingContext context, Role wanted);
}
