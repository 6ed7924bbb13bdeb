package io.proxima;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operating system's word that something stirs in a folder (inotify on Linux). What it was is not asked: who is told looks
 * at the files.
 *
 * <p>It may be deaf: where there are no watches left, on file systems that others write to, to a single file that is mounted.
 * So somebody has to look now and then all the same.
 */
final class FileEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileEvents.class);
    private static final long AT_MOST_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int MOST_FOLDERS = 8_192;
    private static final int MOST_LINKS = 40;

    private final @Nullable WatchService service;
    private final Runnable stirred;
    private Set<WatchKey> keys = Set.of();
    private final Set<Path> links = new HashSet<>();
    private boolean warned;

    /**
     * Nothing is watched yet.
     *
     * @param stirred told, some hundred times a second at most, on a thread of its own
     */
    FileEvents(Runnable stirred) {
        this.stirred = stirred;
        this.service = open();
        if (service != null) {
            Thread.ofPlatform().name("file-events").daemon().start(() -> listen(service));
        }
    }

    private static @Nullable WatchService open() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException e) {
            LOG.warn("edits are noticed by looking alone: {}", e.toString());
            return null;
        }
    }

    private void listen(WatchService open) {
        try {
            while (true) {
                WatchKey key = open.take();
                for (WatchKey more = key; more != null; more = open.poll()) {
                    var _ = more.pollEvents();
                    more.reset();
                }
                stirred.run();
                LockSupport.parkNanos(AT_MOST_EVERY_NANOS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ClosedWatchServiceException _) {
            LOG.debug("no longer watching");
        }
    }

    /**
     * Watches folders and those that links among them and the files lead through, and no others; confined to one thread.
     *
     * @param files those that are others than when this was asked last: to ask of each of a hundred thousand whether it is a link
     *     would take long
     * @return whether all that could be found are watched
     */
    boolean follow(Collection<Path> folders, Collection<Path> files) {
        WatchService open = service;
        if (open == null) {
            return false;
        }
        Set<Path> wanted = new HashSet<>();
        folders.stream().map(Path::toAbsolutePath).forEach(folder -> {
            wanted.add(folder);
            links(folder, wanted);
        });
        links.addAll(files);
        links.removeIf(file -> !Files.isSymbolicLink(file));
        links.forEach(file -> links(file.toAbsolutePath(), wanted));
        Set<WatchKey> now = new HashSet<>();
        boolean all = wanted.size() <= MOST_FOLDERS;
        for (Path folder : wanted.stream().limit(MOST_FOLDERS).toList()) {
            try {
                now.add(folder.register(
                        open,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_DELETE,
                        StandardWatchEventKinds.ENTRY_MODIFY));
            } catch (IOException e) {
                boolean there = Files.isDirectory(folder);
                if (there && !warned) {
                    warned = true;
                    LOG.warn("edits in {} are noticed by looking alone: {}", folder, e.toString());
                }
                all &= !there;
            } catch (ClosedWatchServiceException _) {
                return false;
            }
        }
        keys.stream().filter(key -> !now.contains(key)).forEach(WatchKey::cancel);
        keys = now;
        return all;
    }

    /** Adds the folder of each link that a path leads through: there it can be turned to something else. */
    private static void links(Path path, Set<Path> into) {
        Path root = path.getRoot();
        Path at = root;
        int links = 0;
        for (int i = 0; at != null && i < path.getNameCount(); i++) {
            Path next = at.resolve(path.getName(i)).normalize();
            for (; Files.isSymbolicLink(next) && links < MOST_LINKS; links++) {
                Path folder = next.resolveSibling("");
                into.add(folder);
                try {
                    Path target = folder.resolve(Files.readSymbolicLink(next)).normalize();
                    links(target.resolveSibling(""), into);
                    if (target.getParent() != null) {
                        into.add(target.getParent());
                    }
                    next = target;
                } catch (IOException e) {
                    LOG.debug("{} leads nowhere", next, e);
                    return;
                }
            }
            at = next;
        }
    }

    @Override
    public void close() {
        try {
            if (service != null) {
                service.close();
            }
        } catch (IOException e) {
            LOG.debug("the watches did not close", e);
        }
    }
}
