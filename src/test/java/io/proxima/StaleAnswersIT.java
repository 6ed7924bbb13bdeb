package io.proxima;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No answer from before a change is given once the change is acknowledged: the long hunt, of some half a minute at most. */
class StaleAnswersIT {
    @TempDir
    private Path folder;

    @Test
    void noneAfterAThousandChanges() throws Exception {
        StaleHunt.hunt(folder, 1_000, Duration.ofSeconds(30), 23);
    }
}
