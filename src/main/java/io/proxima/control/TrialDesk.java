package io.proxima.control;

import io.vertx.core.http.HttpMethod;

/**
 * What a change would do, before it is made: {@code POST /v1/try} of a candidate's files, {@code POST /v1/what-if} of a loss.
 *
 * @param trials asked on threads that may wait
 */
public record TrialDesk(Trials trials) implements ControlServer.Desk {
    /** The most octets of a candidate's files and of queries together. */
    public static final int BODY_OCTETS = 64 << 20;

    @Override
    public void open(Routes routes) {
        routes.add(
                HttpMethod.POST,
                "/v1/try",
                Role.OPERATE,
                BODY_OCTETS,
                context -> Routes.blocking(context, () -> trials.candidate(TrialOrder.candidate(Json.body(context)))));
        routes.add(
                HttpMethod.POST,
                "/v1/what-if",
                Role.READ,
                BODY_OCTETS,
                context -> Routes.blocking(context, () -> trials.whatIf(TrialOrder.whatIf(Json.body(context)))));
    }
}
