package io.proxima.control;

import io.proxima.store.Backup;
import io.proxima.store.StoreException;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives away a backup: {@code GET /v1/backup}. It is written to a file in the state folder and verified first, so that what goes
 * wrong can still be said, and then sent from there: no more than a buffer of it is in memory.
 *
 * @param state the state folder
 * @param node the replica's name
 */
public record BackupDesk(Path state, String node, InstantSource clock) implements ControlServer.Desk {
    private static final Logger LOG = LoggerFactory.getLogger(BackupDesk.class);

    @Override
    public void open(Routes routes) {
        routes.get("/v1/backup", Role.ADMIN, this::send);
    }

    private void send(RoutingContext context) {
        Backup backup = new Backup(state, node, clock.instant());
        context.vertx()
                .executeBlocking(() -> written(backup), false)
                .onSuccess(file -> context.response()
                        .putHeader("Content-Type", "application/x-tar")
                        .putHeader("Content-Disposition", "attachment; filename=\"" + backup.fileName() + "\"")
                        .putHeader("Cache-Control", "no-store")
                        .sendFile(file.toString())
                        .onComplete(_ -> context.vertx().executeBlocking(() -> delete(file), false)))
                .onFailure(context::fail);
    }

    private Path written(Backup backup) throws IOException {
        Path file = Files.createTempFile(state, "backup", ".tar");
        try {
            backup.to(file);
            return file;
        } catch (StoreException e) {
            delete(file);
            throw new ProblemException(Problem.conflict(String.valueOf(e.getMessage()), ""));
        } catch (IOException e) {
            delete(file);
            throw e;
        }
    }

    private static boolean delete(Path file) {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} could not be removed: {}", file, e.toString());
            return false;
        }
    }
}
