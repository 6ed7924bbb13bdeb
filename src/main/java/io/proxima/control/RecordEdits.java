package io.proxima.control;

import io.proxima.source.Finding;
import io.proxima.source.Findings;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import io.proxima.zone.Edited;
import io.proxima.zone.Owner;
import io.proxima.zone.RecordText;
import io.proxima.zone.Zone;
import io.proxima.zone.ZoneChange;
import io.proxima.zone.ZoneEditor;
import io.proxima.zone.ZoneReader;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads and edits the zone files of a folder, one edit after the other on a thread of its own; any thread may ask.
 *
 * <p>An edit is tried against all files of the release before anything is written, and is told of when every listener answers
 * from it. A file that somebody else writes to meanwhile is left to them.
 */
public final class RecordEdits {
    private static final int IDLE_SECONDS = 10;

    private final Path folder;
    private final BiFunction<Path, byte[], CompletableFuture<List<Finding>>> check;
    private final BiFunction<RecordsOrder, BooleanSupplier, InForce> activate;
    private final Supplier<LocalDate> today;
    private final Executor thread = new ThreadPoolExecutor(
            0,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> Thread.ofPlatform().name("records").daemon().unstarted(task));
    private SoftReference<Known> last = new SoftReference<>(null); // the thread's own

    /**
     * What came of it.
     *
     * @param release in force
     * @param refused why the files are not; empty where they are
     */
    public record InForce(String release, List<Finding> refused) {
        public InForce {
            refused = List.copyOf(refused);
        }
    }

    private record Known(ZoneFile file, Zone zone, boolean alone) {}

    /**
     * Edits of a folder's files.
     *
     * @param check what would be found in the whole of the files if a zone file had other octets
     * @param activate has a file written, puts the files in force if it was, and waits until every listener answers
     * @param today by which serials that are dates are raised
     */
    public RecordEdits(
            Path folder,
            BiFunction<Path, byte[], CompletableFuture<List<Finding>>> check,
            BiFunction<RecordsOrder, BooleanSupplier, InForce> activate,
            Supplier<LocalDate> today) {
        this.folder = folder;
        this.check = check;
        this.activate = activate;
        this.today = today;
    }

    /** All zones. */
    public CompletableFuture<RecordsReport.Zones> zones() {
        return run(() -> {
            List<RecordsReport.Zones.ZoneFile> zones = new ArrayList<>();
            for (Path file : ZoneFile.in(folder)) {
                zones.add(new RecordsReport.Zones.ZoneFile(
                        ZoneReader.apexOf(file).orElseThrow().toString(), file.toString(), Files.size(file)));
            }
            return new RecordsReport.Zones(zones);
        });
    }

    /**
     * Some RRsets of a zone, in the order of its file.
     *
     * @param name null for any
     * @param type -1 for any
     * @param from how many to leave out
     */
    public CompletableFuture<RecordsReport.Page> page(Name apex, @Nullable String name, int type, int from, int limit) {
        return run(() -> {
            Known known = read(apex);
            Name owner = name == null ? null : RecordsDesk.name(name, apex, "name");
            List<RecordsReport.Rrset> rrsets = new ArrayList<>();
            int count = 0;
            List<Owner> owners = owner == null
                    ? known.zone.owners()
                    : known.zone.owner(owner).map(List::of).orElse(List.of());
            for (Owner each : owners) {
                for (io.proxima.zone.Rrset rrset : each.rrsets()) {
                    if ((type < 0 || type == rrset.type()) && count++ >= from && rrsets.size() <= limit) {
                        rrsets.add(told(rrset));
                    }
                }
            }
            boolean more = rrsets.size() > limit;
            return new RecordsReport.Page(
                    apex.toString(),
                    known.file.file().toString(),
                    known.file.version(),
                    serial(known.zone),
                    more ? rrsets.subList(0, limit) : rrsets,
                    more ? from + limit : null);
        });
    }

    private static RecordsReport.Rrset told(io.proxima.zone.Rrset rrset) {
        return new RecordsReport.Rrset(
                rrset.owner().toString(),
                RecordText.nameOf(rrset.type()),
                rrset.ttlSeconds(),
                rrset.rdata().stream()
                        .map(rdata -> RecordText.of(rrset.type(), rdata))
                        .toList());
    }

    private static long serial(Zone zone) {
        byte[] soa = zone.rrset(zone.apex(), RrType.SOA).orElseThrow().rdata().getFirst();
        return ByteBuffer.wrap(soa).getInt(soa.length - 5 * Integer.BYTES) & 0xffff_ffffL;
    }

    /** Carries out an order. */
    public CompletableFuture<RecordsReport.Answer> change(RecordsOrder order) {
        return run(() -> changed(order));
    }

    private RecordsReport.Answer changed(RecordsOrder order) throws IOException {
        Known known = read(order.zone());
        if (!order.isFor(known.file.version())) {
            return new RecordsReport.Stale(known.file.version());
        }
        Path file = known.file.file();
        Edited edited = new ZoneEditor(ZoneReader::onDisk, file, file.toString(), order.zone())
                .edit(known.zone, known.file.octets(), order.changes(), today.get());
        return switch (edited) {
            case Edited.Refused refused -> refused(order, refused);
            case Edited.Broken broken -> broken(broken.findings());
            case Edited.Unchanged _ when isDeletion(order) -> nothingThere(order);
            case Edited.Unchanged unchanged -> settled(order, known.file.version(), unchanged.serial(), List.of());
            case Edited.Done done -> written(order, known, done);
        };
    }

    private RecordsReport.Answer written(RecordsOrder order, Known known, Edited.Done done) throws IOException {
        var surprise = new CutChecks(known.zone, done.zone()).surprise(order.changes());
        if (surprise.isPresent()) {
            return refused(order, surprise.get());
        }
        List<Finding> findings = check.apply(known.file.file(), done.octets()).join();
        if (findings.stream().anyMatch(finding -> finding.level() == Finding.Level.ERROR)) {
            return broken(findings);
        }
        Replacement write = new Replacement(known.file, done.octets());
        InForce inForce = activate.apply(order, write);
        if (!write.isDone()) {
            return new RecordsReport.Stale(read(order.zone()).file.version());
        }
        if (!inForce.refused().isEmpty()) {
            ZoneFile mine = new ZoneFile(known.file.file(), done.octets(), "");
            Replacement back = new Replacement(mine, known.file.octets());
            var _ = activate.apply(order, back);
            return back.isDone()
                    ? broken(inForce.refused())
                    : new RecordsReport.Stale(read(order.zone()).file.version());
        }
        Known now = read(order.zone());
        List<RecordsReport.FoundAt> warnings = findings.stream()
                .filter(finding -> concerns(finding, known.file.file().toString()))
                .map(RecordsReport.FoundAt::of)
                .toList();
        return new RecordsReport.Done(
                order.zone().toString(), inForce.release(), now.file.version(), done.serial(), true, warnings);
    }

    private RecordsReport.Answer settled(
            RecordsOrder order, String version, long serial, List<RecordsReport.FoundAt> warnings) {
        InForce inForce = activate.apply(order, () -> true);
        return inForce.refused().isEmpty()
                ? new RecordsReport.Done(order.zone().toString(), inForce.release(), version, serial, false, warnings)
                : broken(inForce.refused());
    }

    private static boolean isDeletion(RecordsOrder order) {
        return !order.many() && order.changes().getFirst() instanceof ZoneChange.Delete;
    }

    private static RecordsReport.Answer nothingThere(RecordsOrder order) {
        ZoneChange change = order.changes().getFirst();
        return new RecordsReport.Refused(
                Problem.notFound(change.owner() + " has no " + RecordText.nameOf(change.type()) + " records"),
                List.of());
    }

    private static boolean concerns(Finding finding, String zoneFile) {
        String stem = zoneFile.substring(0, zoneFile.length() - ".zone".length());
        return finding.place().file().equals(zoneFile) || finding.place().file().equals(stem + ".policy.yaml");
    }

    private static RecordsReport.Answer refused(RecordsOrder order, Edited.Refused refused) {
        String field = order.many() ? "changes[" + refused.change() + "]." + refused.field() : refused.field();
        Problem problem = refused.field().isEmpty()
                ? Problem.conflict(refused.reason(), "")
                : Problem.badRequest(refused.reason(), field);
        return new RecordsReport.Refused(problem, List.of());
    }

    private static RecordsReport.Answer broken(List<Finding> findings) {
        List<Finding> errors = findings.stream()
                .filter(finding -> finding.level() == Finding.Level.ERROR)
                .toList();
        String detail = errors.isEmpty()
                ? "the files would not be served"
                : errors.getFirst() + (errors.size() > 1 ? ", and " + (errors.size() - 1) + " more" : "");
        return new RecordsReport.Refused(
                new Problem(422, "Not to be served", detail, ""),
                findings.stream().map(RecordsReport.FoundAt::of).toList());
    }

    private Known read(Name apex) throws IOException {
        Path file = ZoneFile.of(folder, apex)
                .orElseThrow(() -> new ProblemException(Problem.notFound("there is no file of the zone " + apex)));
        Known known = last.get();
        if (known != null
                && known.alone
                && known.file.file().equals(file)
                && Arrays.equals(known.file.octets(), ZoneReader.onDisk(file))) {
            return known;
        }
        ZoneFile.Reading reading = new ZoneFile.Reading();
        Findings findings = new Findings();
        Zone zone = new ZoneReader(reading)
                .read(file, file.toString(), apex, findings)
                .orElseThrow(() -> new ProblemException(Problem.conflict(
                        "the zone's file has errors, and is to be mended by hand: "
                                + findings.sorted().stream()
                                        .filter(finding -> finding.level() == Finding.Level.ERROR)
                                        .findFirst()
                                        .map(Finding::toString)
                                        .orElse(""),
                        "zone")));
        Known now = new Known(reading.of(file), zone, reading.isAlone());
        last = new SoftReference<>(now);
        return now;
    }

    private <T> CompletableFuture<T> run(Callable<T> task) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return task.call();
                    } catch (ProblemException | CompletionException e) {
                        throw e;
                    } catch (IOException e) {
                        throw new ProblemException(new Problem(503, "Not written", String.valueOf(e.getMessage()), ""));
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                thread);
    }
}
