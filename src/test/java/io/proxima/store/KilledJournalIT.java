package io.proxima.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Context;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/** A process that is killed in the midst of writing, again and again. */
class KilledJournalIT {
    private static final int KILLS = 5;

    @TempDir
    private Path folder;

    @Test
    void whatWasWrittenBeforeAKillIsWholeAndInOrder() throws IOException, InterruptedException {
        Random random = new Random(17);
        long before = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            long acknowledged = floodAndKill(100 + random.nextInt(100));
            List<JournalRecord> records = new JournalReader(folder).since(Instant.EPOCH, Integer.MAX_VALUE);
            long last = records.getLast().number();
            assertTrue(last >= before + acknowledged, last + " of " + before + " and " + acknowledged);
            long first = records.getFirst().number();
            for (int i = 0; i < records.size(); i++) {
                assertEquals(first + i, records.get(i).number());
                Entry.VerdictChanged entry = assertInstanceOf(
                        Entry.VerdictChanged.class, records.get(i).entry());
                long ofRun = records.get(i).number() - before;
                assertTrue(ofRun <= 0 || entry.reason().equals("n" + ofRun), entry.reason());
            }
            before = last;
        }
    }

    /** Runs until so many lines came; gives what the last of them says. */
    private long floodAndKill(int lines) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        JournalFlood.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long acknowledged = 0;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < lines; i++) {
                String line = out.readLine();
                assertTrue(line != null, "it ended by itself");
                acknowledged = Long.parseLong(line);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return acknowledged;
    }

    private static String classPath() {
        return Stream.of(
                        Journal.class,
                        JournalFlood.class,
                        JsonNode.class,
                        JsonParser.class,
                        JsonProperty.class,
                        Logger.class,
                        LoggerContext.class,
                        Context.class)
                .map(KilledJournalIT::place)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
