package io.proxima;

import io.proxima.catalog.Published;
import io.proxima.config.ServerConfig;
import io.proxima.control.ControlServer;
import io.proxima.control.FindingsDesk;
import io.proxima.control.LinesDesk;
import io.proxima.control.OverrideDesk;
import io.proxima.control.PushDesk;
import io.proxima.store.Journal;
import io.proxima.store.JournalReader;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What a replica is asked about over HTTP, desk by desk. */
final class Desks {
    private Desks() {}

    static List<ControlServer.Desk> of(
            ServerConfig config,
            Observatory observatory,
            OverrideChanges changes,
            Published published,
            Signals signals) {
        List<ControlServer.Desk> desks =
                new ArrayList<>(observatory.desks(new JournalReader(Journal.in(config.state()))));
        desks.add(new OverrideDesk(changes::list, changes::change, InstantSource.system()));
        desks.add(new PushDesk(() -> published.catalog().checks(), signals::pushed));
        desks.add(Explanations.desk(config, published));
        desks.add(new LinesDesk(published::catalog));
        desks.add(new FindingsDesk(() -> FileReports.findings(config)));
        return desks;
    }
}
