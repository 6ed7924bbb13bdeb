package io.proxima.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a zone's file is replaced, and when it is not. */
class ZoneFileTest {
    private static final byte[] NEW = "new\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private static ZoneFile read(Path file) throws IOException {
        ZoneFile.Reading reading = new ZoneFile.Reading();
        var _ = reading.read(file);
        return reading.of(file);
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }

    @Test
    void whatSomebodySavedMeanwhileStays() throws IOException {
        Path file = Files.writeString(folder.resolve("example.com.zone"), "old\n");
        ZoneFile read = read(file);
        Files.writeString(file, "theirs\n");
        assertFalse(read.replace(NEW));
        assertEquals("theirs\n", Files.readString(file));
        assertEquals(1, files(), "nothing is left aside");
        assertTrue(read(file).replace(NEW));
        assertArrayEquals(NEW, Files.readAllBytes(file));
    }

    @Test
    void versionIsOfTheOctets() throws IOException {
        Path file = Files.writeString(folder.resolve("example.com.zone"), "a\n");
        String version = read(file).version();
        assertEquals(version, read(file).version());
        Files.writeString(file, "b\n");
        assertFalse(version.equals(read(file).version()));
    }

    @Test
    void folderThatCannotTakeAFileIsNamed() throws IOException {
        String label = "a".repeat(50) + ".";
        Path file = Files.writeString(folder.resolve(label.repeat(4) + "a".repeat(44) + ".zone"), "old\n");
        IOException e = assertThrows(IOException.class, () -> read(file).replace(NEW));
        assertTrue(String.valueOf(e.getMessage()).contains("cannot be replaced: "), e.getMessage());
        assertTrue(String.valueOf(e.getMessage()).contains(folder.toString()), e.getMessage());
        assertEquals("old\n", Files.readString(file));
    }
}
