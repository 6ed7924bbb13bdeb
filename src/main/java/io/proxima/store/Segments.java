package io.proxima.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a journal, {@code 0000000001.log} and on; the greatest number is written to.
 *
 * @param folder which holds nothing else of ours
 */
record Segments(Path folder) {
    private static final Pattern NAME = Pattern.compile("(\\d{10})\\.log");
    /** Far more than any that is written; what is larger is not ours. */
    private static final long MOST_OCTETS = 1L << 30;
    /** Where the first record mostly ends. */
    private static final int HEAD_OCTETS = 1 << 17;

    /** The numbers of those there are, ascending; none where there is no folder. */
    List<Long> numbers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> NAME.matcher(String.valueOf(file.getFileName())))
                    .filter(Matcher::matches)
                    .map(name -> Long.parseLong(name.group(1)))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException _) {
            return List.of();
        }
    }

    Path file(long number) {
        return folder.resolve("%010d.log".formatted(number));
    }

    /** The records of one that are whole; none of one that is gone by now. */
    List<JournalRecord> records(long number) throws IOException {
        List<JournalRecord> records = new ArrayList<>();
        byte[] octets = octets(number);
        Frames.scan(
                octets,
                octets.length,
                (from, at, length, end) -> RecordCodec.decode(from, at, length).ifPresent(records::add));
        return records;
    }

    /** The first record of one that is whole. */
    Optional<JournalRecord> first(long number) throws IOException {
        try (InputStream in = Files.newInputStream(file(number))) {
            Optional<JournalRecord> first = first(in.readNBytes(HEAD_OCTETS));
            return first.isPresent() ? first : first(octets(number));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private static Optional<JournalRecord> first(byte[] octets) {
        AtomicReference<@Nullable JournalRecord> first = new AtomicReference<>();
        Frames.scan(octets, octets.length, (from, at, length, end) -> {
            if (first.get() == null) {
                first.set(RecordCodec.decode(from, at, length).orElse(null));
            }
        });
        return Optional.ofNullable(first.get());
    }

    byte[] octets(long number) throws IOException {
        Path file = file(number);
        try {
            return Files.size(file) > MOST_OCTETS ? new byte[0] : Files.readAllBytes(file);
        } catch (NoSuchFileException _) {
            return new byte[0];
        }
    }

    /** Deletes the oldest until all take at most so many octets; the last two stay. */
    void trim(long mostOctets) throws IOException {
        List<Long> numbers = numbers();
        long total = 0;
        for (int i = numbers.size() - 1; i >= 0; i--) {
            Path file = file(numbers.get(i));
            total += Files.exists(file) ? Files.size(file) : 0;
            if (total > mostOctets && i < numbers.size() - 2) {
                Files.deleteIfExists(file);
            }
        }
    }
}
