package io.proxima.control;

import io.proxima.catalog.Catalog;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/lines?address=ADDRESS} says on which lines an address or a prefix falls, {@code GET /v1/lines?pool=POOL&zone=ZONE}
 * how much falls on each line of a pool: a {@link LineReport} by the release in force.
 */
public final class LinesDesk implements ControlServer.Desk {
    private final Supplier<Catalog> inForce;
    private final Workbench locating = new Workbench("looking up addresses");
    private final Workbench counting = new Workbench("counting lines");

    /** @param inForce the catalog that answers now; any thread */
    public LinesDesk(Supplier<Catalog> inForce) {
        this.inForce = inForce;
    }

    @Override
    public void open(Routes routes) {
        routes.get("/v1/lines", Role.READ, this::answer);
    }

    private void answer(RoutingContext context) {
        MultiMap asked = context.queryParams();
        String address = asked.get("address");
        String pool = asked.get("pool");
        if ((address == null) == (pool == null)) {
            throw new ProblemException(Problem.badRequest("name an address, a prefix or a pool", "address"));
        }
        if (address != null) {
            locating.answer(context, () -> locate(address));
        } else if (pool != null) {
            counting.answer(context, () -> cover(pool, asked.get("zone")));
        }
    }

    private LineReport.Placement locate(String address) {
        try {
            return LineReports.locate(inForce.get().geography(), address);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.badRequest(String.valueOf(e.getMessage()), "address"));
        }
    }

    private LineReport.PoolLines cover(String pool, @Nullable String zone) {
        Catalog catalog = inForce.get();
        return LineReports.cover(catalog.policies(), catalog.geography(), pool, zone);
    }
}
