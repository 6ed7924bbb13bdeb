package io.proxima.store;

import io.proxima.catalog.ReleaseFiles;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A kept release's files, where {@code ReleaseReader} can read them: in memory, by the paths they had. Databases are those
 * that lie on the disk now.
 *
 * <p>In memory means a zip file system (the JDK's own), which is never looked at again once it is closed.
 */
public final class KeptRelease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeptRelease.class);

    private final Manifest manifest;
    private final Path scratch;
    private final FileSystem memory;
    private final ReleaseFiles files;
    private final List<String> warnings;

    private KeptRelease(Manifest manifest, Path scratch, FileSystem memory, ReleaseFiles files, List<String> warnings) {
        this.manifest = manifest;
        this.scratch = scratch;
        this.memory = memory;
        this.files = files;
        this.warnings = List.copyOf(warnings);
    }

    static KeptRelease open(Manifest manifest, Blobs blobs) throws IOException, StoreException {
        Path scratch = Files.createTempDirectory("proxima");
        FileSystem memory = FileSystems.newFileSystem(
                scratch.resolve("release.zip"), Map.of("create", "true", "compressionMethod", "STORED"));
        List<String> warnings = new ArrayList<>();
        try {
            Path zones = inside(memory, manifest.zones());
            Path lines = manifest.lines() == null ? null : inside(memory, manifest.lines());
            Path besideLines = lines == null ? zones : lines.resolveSibling("");
            Files.createDirectories(zones);
            for (Manifest.File file : manifest.files()) {
                int slash = file.name().indexOf('/');
                Path folder = file.name().startsWith("0/") ? zones : besideLines;
                Path there = folder.resolve(file.name().substring(slash + 1)).toAbsolutePath();
                Files.createDirectories(Objects.requireNonNull(there.getParent(), "a file has a folder"));
                Files.write(there, blobs.read(file.sha256()));
            }
            ReleaseFiles files = new ReleaseFiles(zones, databases(manifest, warnings), lines, manifest.home());
            return new KeptRelease(manifest, scratch, memory, files, warnings);
        } catch (IOException | StoreException e) {
            close(memory, scratch);
            throw e;
        }
    }

    /** A path as configured; what leads out of the folder it is relative to, as it is from the root. */
    private static Path inside(FileSystem memory, String configured) {
        Path path = Path.of(configured);
        Path plain = path.normalize();
        boolean below = !plain.toString().isEmpty() && !plain.startsWith("..");
        return memory.getPath((below ? path : path.toAbsolutePath().normalize()).toString());
    }

    private static List<Path> databases(Manifest manifest, List<String> warnings) throws IOException {
        List<Path> there = new ArrayList<>();
        for (Manifest.Database database : manifest.databases()) {
            Path shown = Path.of(database.path());
            Path path = shown.toAbsolutePath().normalize().toString().equals(database.absolute())
                    ? shown
                    : Path.of(database.absolute());
            if (!Files.isRegularFile(path)) {
                warnings.add("the database " + path + " of that release is gone; it is left out");
            } else {
                there.add(path);
                if (!Blobs.digest(path).equals(database.sha256())) {
                    warnings.add("the database " + path + " is another than in that release; this one is asked");
                }
            }
        }
        return there;
    }

    /** The hash that it was kept under. */
    public String release() {
        return manifest.release();
    }

    /** The digests that its files had, by their names as in {@link io.proxima.catalog.ReleaseContents#digests}. */
    public Map<String, String> digests() {
        return manifest.digests();
    }

    /** The digests that its databases had, by their paths as configured. */
    Map<String, String> databases() {
        return manifest.databases().stream()
                .collect(Collectors.toMap(Manifest.Database::path, Manifest.Database::sha256, (first, _) -> first));
    }

    /** Where the files are, until this is closed. */
    public ReleaseFiles files() {
        return files;
    }

    /** What may differ from what was: a sentence for each database that is not the same any more. */
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public void close() {
        close(memory, scratch);
    }

    private static void close(FileSystem memory, Path scratch) {
        try {
            memory.close();
            Files.deleteIfExists(scratch.resolve("release.zip"));
            Files.deleteIfExists(scratch);
        } catch (IOException e) {
            LOG.warn("{} could not be removed: {}", scratch, e.toString());
        }
    }
}
