package io.proxima.policy;

import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.source.Yaml;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code checks} while it is read: its keys, and how sentences about it begin.
 *
 * @param what {@code check "web"}
 * @param place of the entry
 * @param folder the policy file's, against which paths are resolved
 */
record CheckEntry(Fields fields, String what, Place place, Findings findings, Path folder) {
    private static final int MAX_FILE_OCTETS = 256 * 1024;
    private static final Pattern HOST =
            Pattern.compile("(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,62}))*");

    /** A host name, or null. */
    @Nullable
    String host() {
        return fields.value("host", CheckEntry::host).orElse(null);
    }

    /** The port; where there is none, {@code otherwise}, or a finding where that is 0. */
    int port(int otherwise) {
        OptionalInt port = fields.integer("port", 1, 65_535);
        if (otherwise == 0 && !fields.has("port")) {
            String kind = fields.text("kind").orElse("");
            findings.error(place, what + " is of kind " + kind + " but has no port", "add a port");
        }
        return port.orElse(otherwise);
    }

    /** A path as it is written, against the policy's folder. */
    Path path(String written) {
        return folder.resolve(written).normalize();
    }

    /**
     * The text of the file that a key names; empty where there is no key, or no such file.
     *
     * @param verify throws an {@code IllegalArgumentException} that says what is wrong with the text
     */
    Optional<FileText> file(String key, Consumer<String> verify) {
        return fields.scalar(key).flatMap(scalar -> {
            try {
                Path file = path(scalar.text());
                String text = read(file);
                verify.accept(text);
                return Optional.of(new FileText(file, text));
            } catch (NoSuchFileException _) {
                return unusable(scalar, key, "there is no such file");
            } catch (CharacterCodingException _) {
                return unusable(scalar, key, "it is no text");
            } catch (IOException e) {
                return unusable(
                        scalar, key, "it cannot be read: " + e.getClass().getSimpleName());
            } catch (IllegalArgumentException e) {
                return unusable(scalar, key, String.valueOf(e.getMessage()));
            }
        });
    }

    private Optional<FileText> unusable(Yaml.Scalar scalar, String key, String why) {
        findings.error(
                scalar.place(),
                "\"" + key + "\": " + scalar.text() + ": " + why,
                "paths are relative to the policy file");
        return Optional.empty();
    }

    /** Regular files of a sane size only: a device or a pipe would be read for ever. */
    private static String read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_OCTETS) {
            throw new IllegalArgumentException("it is no file of at most " + MAX_FILE_OCTETS + " octets");
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private static String host(String text) {
        if (!HOST.matcher(text).matches()) {
            throw new IllegalArgumentException("must be a host name without port, not \"" + text + "\"");
        }
        return text;
    }
}
