package io.proxima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideRegister;
import io.proxima.health.OverrideWord;
import io.proxima.health.PoolMember;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverrideFileTest {
    @TempDir
    private Path folder;

    private static List<OverrideRegister> said(long counter) {
        return List.of(new OverrideRegister(
                new PoolMember("example.com.", "edge", "a"),
                counter,
                "ns1",
                new MemberOverride(OverrideWord.DRAIN, MemberOverride.NO_END, "alice", "更新", 1, false)));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        OverrideFile file = new OverrideFile(folder.resolve("state"));
        assertEquals(List.of(), file.read());
        file.write(said(1));
        assertEquals(said(1), file.read());
        file.write(said(2));
        assertEquals(said(2), new OverrideFile(folder.resolve("state")).read());
    }

    @Test
    void fileThatIsTornGivesWhatWasKeptBefore() throws IOException {
        OverrideFile file = new OverrideFile(folder);
        file.write(said(1));
        file.write(said(2));
        Path path = folder.resolve("overrides");
        byte[] whole = Files.readAllBytes(path);
        for (int length = 0; length < whole.length; length += 16) {
            Files.write(path, Arrays.copyOf(whole, length));
            assertEquals(said(1), file.read(), "cut off after " + length);
        }
        for (int bit = 0; bit < whole.length * 8; bit += 97) {
            byte[] altered = whole.clone();
            altered[bit / 8] ^= (byte) (1 << (bit % 8));
            Files.write(path, altered);
            assertEquals(said(1), file.read(), "bit " + bit);
        }
        file.write(said(3));
        Files.write(path, new byte[] {1, 2, 3});
        assertEquals(said(1), file.read(), "a torn file does not take the place of the last that was whole");
    }

    @Test
    void whereNothingIsWholeNothingIsKnown() throws IOException {
        OverrideFile file = new OverrideFile(folder);
        file.write(said(1));
        Files.writeString(folder.resolve("overrides"), "no overrides");
        assertEquals(List.of(), file.read());
        file.write(said(2));
        assertEquals(said(2), file.read());
    }

    /** The machine stopped between the two renames. */
    @Test
    void whatWasKeptBeforeCountsWhereTheNewNameIsMissing() throws IOException {
        OverrideFile file = new OverrideFile(folder);
        file.write(said(1));
        Files.move(folder.resolve("overrides"), folder.resolve("overrides.before"));
        assertEquals(said(1), file.read());
    }

    @Test
    void folderThatIsNoneIsSaid() throws IOException {
        Path taken = Files.writeString(folder.resolve("file"), "");
        assertThrows(IOException.class, () -> new OverrideFile(taken).write(said(1)));
    }
}
