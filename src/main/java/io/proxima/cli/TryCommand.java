package io.proxima.cli;

import io.proxima.config.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code try}: which answers other files would change, before they are served. */
@Command(
        description =
                "Say which answers other zones, policies and lines would change: from which member to which, by line and name.",
        footer = {
            "",
            "Nothing that is served changes.",
            "Example: ./proxima try next --fail-over 5%%",
            "Exit codes: 0 told, 1 the files have errors or nobody answers, 2 the command line is wrong, 3 more would change"
                    + " than --fail-over allows."
        },
        mixinStandardHelpOptions = true)
final class TryCommand extends TrialCommand {
    private static final long OCTETS_AT_MOST = 60L << 20;
    private static final int DEPTH = 8;

    @Parameters(
            paramLabel = "DIR",
            description =
                    "A folder in place of the configured zones; a lines.yaml in it in place of the configured one.")
    private Path folder = Path.of("");

    TryCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
        super("try", configs, console);
    }

    @Override
    Path folder() {
        return folder;
    }

    @Override
    Map<String, Object> tried(boolean withFiles) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("there is no folder " + folder);
        }
        Map<String, Object> order = new LinkedHashMap<>();
        if (withFiles) {
            order.put("files", files());
            order.put("folder", folder.toString());
        }
        return order;
    }

    /** Every file but hidden ones, by its path in the folder. */
    private Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        long octets = 0;
        try (Stream<Path> found = Files.walk(folder, DEPTH)) {
            List<Path> all = found.filter(Files::isRegularFile)
                    .filter(file -> !isHidden(folder.relativize(file)))
                    .toList();
            for (Path file : all) {
                octets += Files.size(file);
                if (octets > OCTETS_AT_MOST) {
                    throw new IllegalArgumentException(folder + " has more than " + (OCTETS_AT_MOST >> 20)
                            + " MB, which is more than a server takes (--offline does)");
                }
                files.put(folder.relativize(file).toString(), text(file));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException(folder + " cannot be read: " + e, e);
        }
        return files;
    }

    private static boolean isHidden(Path path) {
        for (Path part : path) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException _) {
            throw new IllegalArgumentException(file + " is no text in UTF-8");
        }
    }
}
