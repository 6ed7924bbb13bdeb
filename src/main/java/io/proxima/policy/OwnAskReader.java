package io.proxima.policy;

import io.proxima.source.Fields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the kinds of check whose asking is the operator's own: programs that are run, and members that speak first. */
final class OwnAskReader {
    private static final Duration TTL = Duration.ofSeconds(30);
    private static final int LEAST_TOKEN = 16;

    private OwnAskReader() {}

    static Ask exec(CheckEntry entry) {
        Fields fields = entry.fields();
        if (!fields.has("command")) {
            entry.findings().error(entry.place(), entry.what() + " has no command", "command: [PROGRAM, ARGUMENT, …]");
        }
        List<String> command = new ArrayList<>(fields.filledList("command", OwnAskReader::word));
        if (!command.isEmpty() && command.getFirst().contains("/")) {
            String written = command.getFirst();
            Path program = entry.path(written);
            command.set(0, program.toString());
            if (!Files.isExecutable(program) || Files.isDirectory(program)) {
                entry.findings()
                        .warning(
                                fields.placeOf("command"),
                                written + " cannot be run on this machine",
                                "where it cannot, the check has no result");
            }
        }
        return new Ask.Exec(List.copyOf(command));
    }

    static Ask push(CheckEntry entry) {
        Fields fields = entry.fields();
        fields.required("token-file", entry.what(), entry.place(), "token-file: PATH");
        Optional<FileText> token = entry.file("token-file", OwnAskReader::token);
        Duration ttl = CheckReader.duration(fields, "ttl").orElse(TTL);
        return new Ask.Push(
                token.map(file -> new FileText(file.file(), file.text().strip()))
                        .orElseGet(() -> new FileText(Path.of(""), "")),
                ttl);
    }

    private static String word(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a NUL ends a word for the system");
        }
        return text;
    }

    /** RFC 6750 section 2.1: what can stand behind {@code Bearer}. */
    private static void token(String text) {
        String token = text.strip();
        if (token.length() < LEAST_TOKEN || !token.matches("[A-Za-z0-9._~+/-]+=*")) {
            throw new IllegalArgumentException("it holds no token of at least " + LEAST_TOKEN
                    + " letters, digits and ._~+/- (openssl rand -hex 16 makes one)");
        }
    }
}
