package io.proxima.control;

import io.proxima.source.Findings;
import java.util.function.Supplier;

/**
 * {@code GET /v1/findings}: what the files on the server's disk would bring if they were put in force now, warnings included, as a
 * {@link FindingsReport}. They are read whole each time.
 */
public final class FindingsDesk implements ControlServer.Desk {
    private final Supplier<Findings> reading;
    private final Workbench worker = new Workbench("reading the files");

    /** @param reading reads the files; takes as long as a start takes to read them */
    public FindingsDesk(Supplier<Findings> reading) {
        this.reading = reading;
    }

    @Override
    public void open(Routes routes) {
        routes.get(
                "/v1/findings", Role.READ, context -> worker.answer(context, () -> FindingsReport.of(reading.get())));
    }
}
