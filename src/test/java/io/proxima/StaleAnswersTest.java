package io.proxima;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No answer from before a change is given once the change is acknowledged: the short hunt. */
class StaleAnswersTest {
    @TempDir
    private Path folder;

    @Test
    void noneAfterAHundredChanges() throws Exception {
        StaleHunt.hunt(folder, 100, Duration.ofSeconds(5), 11);
    }
}
