package io.proxima.store;

import java.nio.file.Path;
import java.util.List;

/** A process that writes records until it is killed, and prints how many are with the operating system. */
final class JournalFlood {
    private JournalFlood() {}

    public static void main(String[] arguments) throws InterruptedException {
        Journal journal = new Journal(Path.of(arguments[0]), new Journal.Limits(1 << 16, 1 << 20, 1 << 16));
        journal.start(() -> {});
        long at = System.currentTimeMillis();
        long recorded = 0;
        while (true) {
            for (int i = 0; i < 64; i++) {
                recorded++;
                journal.record(
                        at + recorded,
                        new Entry.VerdictChanged(
                                "example.com./web",
                                "192.0.2." + recorded % 250,
                                recorded % 2 == 0,
                                true,
                                false,
                                at + recorded,
                                "n" + recorded,
                                List.of(),
                                null));
            }
            while (recorded - journal.written() > 1_000) {
                Thread.onSpinWait();
            }
            System.out.println(journal.written());
        }
    }
}
