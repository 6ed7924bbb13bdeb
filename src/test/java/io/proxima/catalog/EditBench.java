package io.proxima.catalog;

import io.proxima.source.Findings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * From the edit of one record in a large zone to the catalog that has it: {@code ./mvnw test -Dtest=EditBench -Dtest.heap=6g
 * -Djacoco.skip}, with {@code -Dedit.records=5000000} for as many.
 */
class EditBench {
    private static final int RECORDS = Integer.getInteger("edit.records", 5_000_000);
    private static final int EDITS = 60;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final String HEAD = """
            $TTL 3600
            @ SOA ns1 hostmaster %10d 7200 900 1209600 300
            @ NS ns1
            ns1 A 192.0.2.1
            """;

    private final Random random = new Random(5);
    private final List<byte[]> blocks = new ArrayList<>();

    @Test
    void editsOfOneRecord() throws IOException {
        Path folder = Files.createTempDirectory("edits");
        Path file = folder.resolve("big.example.zone");
        write(file);
        ReleaseReader reader = new ReleaseReader(new ReleaseFiles(folder, List.of(), null, null));
        CatalogCompiler compiler = new CatalogCompiler();
        long start = System.nanoTime();
        compile(reader, compiler);
        System.out.printf("records %d, octets %d, whole %.2f s%n", RECORDS, Files.size(file), millis(start) / 1e3);
        List<Double> all = new ArrayList<>();
        List<Double> compiled = new ArrayList<>();
        for (int i = 0; i < EDITS; i++) {
            edit(i);
            Files.write(file, new byte[0]);
            write(file);
            start = System.nanoTime();
            long cpu = THREADS.getCurrentThreadCpuTime();
            CompletableFuture<Fingerprint> digests = reader.digestsBeside(reader.fingerprint());
            compile(reader, compiler);
            compiled.add((THREADS.getCurrentThreadCpuTime() - cpu) / 1e6);
            reader.contents(digests.join());
            all.add(millis(start));
        }
        print("CPU of reading and compiling", compiled);
        print("until the digest is there, too", all);
        Files.delete(file);
        Files.delete(folder);
    }

    private static void compile(ReleaseReader reader, CatalogCompiler compiler) {
        Findings findings = new Findings();
        compiler.compile(reader.read(findings)
                .orElseThrow(() -> new IllegalStateException(findings.sorted().toString())));
    }

    /** Changes, inserts and deletes a record in turns, and counts the serial up as people do. */
    private void edit(int number) {
        if (blocks.isEmpty()) {
            throw new IllegalStateException("written first");
        }
        int at = random.nextInt(1, blocks.size());
        String text = new String(blocks.get(at), StandardCharsets.US_ASCII);
        int line = text.indexOf('\n', random.nextInt(text.length() - 100)) + 1;
        String rest = text.substring(text.indexOf('\n', line) + 1);
        String fresh = switch (number % 3) {
            case 0 -> "edited" + number + " A 192.0.2." + number + "\n";
            case 1 ->
                "edited" + number + " A 192.0.2." + number + "\n" + text.substring(line, text.indexOf('\n', line) + 1);
            default -> "";
        };
        blocks.set(at, (text.substring(0, line) + fresh + rest).getBytes(StandardCharsets.US_ASCII));
        blocks.set(0, HEAD.formatted(number + 2).getBytes(StandardCharsets.US_ASCII));
    }

    private void write(Path file) throws IOException {
        if (blocks.isEmpty()) {
            blocks.add(HEAD.formatted(1).getBytes(StandardCharsets.US_ASCII));
            StringBuilder block = new StringBuilder();
            for (int i = 0; i < RECORDS / 2; i++) {
                block.append("h%d A 198.51.%d.%d\nh%d AAAA 2001:db8::%x\n"
                        .formatted(i, i >> 8 & 255, i & 255, i, i & 0xffff));
                if (block.length() > 1 << 20 || i == RECORDS / 2 - 1) {
                    blocks.add(block.toString().getBytes(StandardCharsets.US_ASCII));
                    block.setLength(0);
                }
            }
        }
        try (var out = Files.newOutputStream(file)) {
            for (byte[] block : blocks) {
                out.write(block);
            }
        }
    }

    private static double millis(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static void print(String what, List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        System.out.printf(
                "%s: first %.0f ms, half within %.0f ms, most %.0f ms%n",
                what, millis.getFirst(), sorted.get(sorted.size() / 2), sorted.getLast());
    }
}
