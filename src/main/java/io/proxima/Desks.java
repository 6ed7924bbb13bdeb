package io.proxima;

import io.proxima.catalog.Published;
import io.proxima.config.ServerConfig;
import io.proxima.control.BackupDesk;
import io.proxima.control.ControlServer;
import io.proxima.control.DiffDesk;
import io.proxima.control.EventsDesk;
import io.proxima.control.FindingsDesk;
import io.proxima.control.LinesDesk;
import io.proxima.control.OpenApi;
import io.proxima.control.OverrideDesk;
import io.proxima.control.PushDesk;
import io.proxima.control.RecordEdits;
import io.proxima.control.RecordsDesk;
import io.proxima.control.ReleasesDesk;
import io.proxima.store.Comparison;
import io.proxima.store.Journal;
import io.proxima.store.JournalReader;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
            Signals signals,
            ReleaseOrders releases,
            FileEdits files,
            Trying trying,
            Recorder recorder) {
        List<ControlServer.Desk> desks =
                new ArrayList<>(observatory.desks(new JournalReader(Journal.in(config.state()))));
        EventsDesk events = new EventsDesk(new JournalReader(Journal.in(config.state())), published::catalog);
        recorder.tell(events::written);
        desks.add(events);
        desks.add(new OverrideDesk(changes::list, changes::change, InstantSource.system()));
        desks.add(new PushDesk(() -> published.catalog().checks(), signals::pushed));
        desks.add(new ReleasesDesk(releases::list, releases::order));
        RecordEdits edits =
                new RecordEdits(config.zones(), files::check, files::inForce, () -> LocalDate.now(ZoneOffset.UTC));
        desks.add(new RecordsDesk(edits));
        desks.add(new BackupDesk(config.state(), config.node(), InstantSource.system()));
        desks.add(new DiffDesk(new Comparison(Setup.filesOf(config), config.state())));
        desks.addAll(trying.desks());
        desks.add(new OpenApi());
        desks.add(Explanations.desk(config, published));
        desks.add(new LinesDesk(published::catalog));
        desks.add(new FindingsDesk(() -> FileReports.findings(config)));
        return desks;
    }
}
