package io.proxima.store;

import io.proxima.catalog.ReleaseContents;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Which files a kept release has; one {@linkplain Frames frame} of JSON on disk, whose keys are the components' names.
 *
 * @param release the hash, which that of all files and databases must be
 * @param activatedAtMillis when it was last put in force
 * @param zones the folder of zones, as configured
 * @param lines {@code lines.yaml}, as configured, or null
 * @param home the country outside which a client is overseas, or null
 */
record Manifest(
        String release,
        long activatedAtMillis,
        String zones,
        @Nullable String lines,
        @Nullable String home,
        List<File> files,
        List<Database> databases) {
    /** Where {@code lines.yaml} is on a replica that has none of its own. */
    private static final String USUAL_LINES = "geoip/lines.yaml";

    Manifest {
        Objects.requireNonNull(zones);
        files = List.copyOf(files);
        databases = List.copyOf(databases);
        SortedMap<String, byte[]> digests = new TreeMap<>();
        files.forEach(file -> digests.put(file.name(), HexFormat.of().parseHex(file.sha256())));
        databases.forEach(file -> digests.put(file.name(), HexFormat.of().parseHex(file.sha256())));
        if (!ReleaseContents.hash(digests).equals(release)) {
            throw new IllegalArgumentException("these are not the files of release " + release);
        }
    }

    /**
     * A file that is kept.
     *
     * @param name as in {@link ReleaseContents.Item}
     */
    record File(String name, String sha256) {
        private static final Pattern NAME = Pattern.compile("\\d{1,9}/.+");
        private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

        File {
            if (!NAME.matcher(name).matches() || !HASH.matcher(sha256).matches()) {
                throw new IllegalArgumentException(name + " is no file of a release");
            }
        }
    }

    /**
     * A database that is not.
     *
     * @param path as configured
     * @param absolute the same, wherever one stands
     */
    record Database(String name, String path, String absolute, String sha256) {
        Database {
            Objects.requireNonNull(name);
            Objects.requireNonNull(path);
            Objects.requireNonNull(absolute);
            Objects.requireNonNull(sha256);
        }
    }

    static Manifest of(ReleaseContents contents, long activatedAtMillis) {
        List<File> files = new ArrayList<>();
        List<Database> databases = new ArrayList<>();
        for (ReleaseContents.Item item : contents.items()) {
            if (contents.isDatabase(item)) {
                databases.add(new Database(
                        item.name(),
                        item.file().toString(),
                        item.file().toAbsolutePath().normalize().toString(),
                        item.sha256()));
            } else {
                files.add(new File(item.name(), item.sha256()));
            }
        }
        return new Manifest(
                contents.release(),
                activatedAtMillis,
                contents.files().zones().toString(),
                contents.files().lines() == null
                        ? null
                        : contents.files().lines().toString(),
                contents.files().home(),
                files,
                databases);
    }

    /** Its files by the names that every replica has for them, as {@link SharedFiles} has them. */
    SortedMap<String, String> shared() {
        SortedMap<String, String> shared = new TreeMap<>();
        for (File file : files) {
            int slash = file.name().indexOf('/');
            int place = Integer.parseInt(file.name().substring(0, slash));
            String shown = place == 0 ? "z" : "l" + (place - databases.size() - 1); // databases stand between
            shared.put(shown + file.name().substring(slash), file.sha256());
        }
        return shared;
    }

    /**
     * What another replica's files are on this one, with its own places and databases.
     *
     * @param own the files here, of which only the databases and the places count
     */
    static Manifest received(SharedFiles shared, ReleaseContents own, long activatedAtMillis) {
        Manifest here = of(own, activatedAtMillis);
        List<File> files = shared.files().stream()
                .map(file -> new File(
                        file.place(here.databases().size())
                                + file.name().substring(file.name().indexOf('/')),
                        file.sha256()))
                .toList();
        SortedMap<String, byte[]> digests = new TreeMap<>();
        files.forEach(file -> digests.put(file.name(), HexFormat.of().parseHex(file.sha256())));
        here.databases().forEach(file -> digests.put(file.name(), HexFormat.of().parseHex(file.sha256())));
        return new Manifest(
                ReleaseContents.hash(digests),
                activatedAtMillis,
                here.zones(),
                shared.files().stream().noneMatch(file -> file.name().startsWith("l0/"))
                        ? null
                        : Objects.requireNonNullElse(here.lines(), USUAL_LINES),
                here.home(),
                files,
                here.databases());
    }

    /** The files' digests by their names, as in {@link ReleaseContents#digests}. */
    Map<String, String> digests() {
        Map<String, String> digests = new HashMap<>();
        files.forEach(file -> digests.put(file.name(), file.sha256()));
        databases.forEach(database -> digests.put(database.name() + database.path(), database.sha256()));
        return digests;
    }

    /** The same, put in force at another instant. */
    Manifest activatedAt(long millis) {
        return new Manifest(release, millis, zones, lines, home, files, databases);
    }

    byte[] encode() {
        return Frames.frame(RecordCodec.MAPPER.writeValueAsBytes(this));
    }

    /** The manifest in a file's octets; empty where it is none, or damaged. */
    static Optional<Manifest> decode(byte[] octets) {
        AtomicReference<@Nullable Manifest> found = new AtomicReference<>();
        Frames.scan(octets, octets.length, (from, at, length, end) -> {
            try {
                found.set(RecordCodec.MAPPER.readValue(
                        new String(from, at, length, StandardCharsets.UTF_8), Manifest.class));
            } catch (JacksonException _) {
                found.set(null);
            }
        });
        return Optional.ofNullable(found.get());
    }
}
