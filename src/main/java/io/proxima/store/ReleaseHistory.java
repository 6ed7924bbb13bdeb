package io.proxima.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;

/**
 * Which releases were in force one after another, and why: the last {@value #MOST} times, a {@linkplain Frames frame} of JSON
 * each. One process writes, on one thread; any may read.
 */
public final class ReleaseHistory {
    /** How many times are told. */
    public static final int MOST = 256;

    private static final int MOST_NAMES = 20;

    private final Path file;
    private final Releases releases;

    private ReleaseHistory(Path file, Releases releases) {
        this.file = file;
        this.releases = releases;
    }

    /** The history in a replica's state folder. */
    public static ReleaseHistory in(Path state) {
        return new ReleaseHistory(state.resolve("releases/history"), Releases.in(state));
    }

    /** All that is known, the latest first; what is damaged is left out. */
    public List<PastRelease> latest() throws IOException {
        List<PastRelease> all = all();
        return all.subList(Math.max(0, all.size() - MOST), all.size()).reversed();
    }

    /**
     * Adds that a release is in force, where it is not known yet that it was put there.
     *
     * @param digests of its files, as in {@link io.proxima.catalog.ReleaseContents#digests}
     * @param zones how many it has
     */
    public void add(ActiveRelease active, Map<String, String> digests, int zones) throws IOException {
        List<PastRelease> all = all();
        if (!all.isEmpty() && all.getLast().active().equals(active)) {
            return;
        }
        Optional<Map<String, String>> before = all.isEmpty()
                ? Optional.empty()
                : releases.digests(all.getLast().active().release());
        List<String> changed = before.map(known -> changed(known, digests)).orElse(List.of());
        PastRelease past = new PastRelease(
                active,
                changed.subList(0, Math.min(changed.size(), MOST_NAMES)),
                before.isEmpty() ? null : changed.size(),
                zones);
        Files.createDirectories(file.resolveSibling(""));
        if (all.size() < 2 * MOST) {
            Files.write(file, frame(past), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return;
        }
        Path fresh = Files.createTempFile(file.resolveSibling(""), "history", ".new");
        List<PastRelease> kept = new ArrayList<>(all.subList(all.size() - MOST, all.size()));
        kept.add(past);
        for (PastRelease one : kept) {
            Files.write(fresh, frame(one), StandardOpenOption.APPEND);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<String> changed(Map<String, String> before, Map<String, String> now) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        names.removeIf(name -> before.getOrDefault(name, "").equals(now.getOrDefault(name, "")));
        return names.stream().map(name -> name.substring(name.indexOf('/') + 1)).toList();
    }

    private List<PastRelease> all() throws IOException {
        byte[] octets;
        try {
            octets = Files.readAllBytes(file);
        } catch (NoSuchFileException _) {
            return List.of();
        }
        List<PastRelease> all = new ArrayList<>();
        Frames.scan(octets, octets.length, (from, at, length, end) -> {
            decode(new String(from, at, length, StandardCharsets.UTF_8)).ifPresent(all::add);
        });
        return all;
    }

    /** One time; empty for what a later version wrote in another way. */
    private static Optional<PastRelease> decode(String json) {
        try {
            return Optional.of(RecordCodec.MAPPER.readValue(json, PastRelease.class));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    private static byte[] frame(PastRelease past) {
        return Frames.frame(RecordCodec.MAPPER.writeValueAsBytes(past));
    }
}
