import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** How large and how many zones are loaded, by Proxima and NSD in turns; and how soon an edit is served. */
final class Load {
    private static final String ADDRESS = "127.0.0.1";
    private static final int PORT = 5394;
    private static final int CONTROL_PORT = 5395;
    private static final long WITHIN_SECONDS = 120;
    private static final long EDIT_WITHIN_SECONDS = 10;
    /** Past this, what loading left behind has been tidied up. */
    private static final long STEADY_AFTER_MILLIS = 8_000;

    private static final int BLOCK_NAMES = 25_000;
    private static final String HEAD = """
            $TTL 3600
            @ SOA ns1 hostmaster %10d 7200 900 1209600 300
            @ NS ns1
            ns1 A 192.0.2.1
            """;

    private final Path home;
    private final Path scratch;
    private final Map<String, String> options = new HashMap<>(Map.of(
            "--records", "5000000", "--zones", "100000", "--rounds", "3", "--edits", "30", "--only", "proxima,nsd"));

    private Load(Path home, Path scratch, String[] words) {
        this.home = home;
        this.scratch = scratch;
        if (words.length % 2 != 0 || !options.keySet().containsAll(evenOnes(words))) {
            throw new IllegalArgumentException("options are " + options + ", each with its value");
        }
        for (int i = 0; i < words.length; i += 2) {
            options.put(words[i], words[i + 1]);
        }
    }

    private static List<String> evenOnes(String[] words) {
        List<String> even = new ArrayList<>();
        for (int i = 0; i < words.length; i += 2) {
            even.add(words[i]);
        }
        return even;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        new Load(Path.of(args[0]), Path.of(args[1]), Arrays.copyOfRange(args, 2, args.length)).run();
    }

    private int number(String option) {
        return Integer.parseInt(options.get(option));
    }

    private void run() throws IOException, InterruptedException {
        int records = number("--records");
        if (records > 0) {
            Path folder = Files.createDirectories(scratch.resolve("large"));
            Path file = Files.createDirectories(folder.resolve("zones")).resolve("big.example.zone");
            List<byte[]> blocks = large(records);
            write(file, blocks);
            int last = records / 2 - 1;
            measure("one zone of " + records + " records", folder, "h" + last + ".big.example", address(last), blocks);
        }
        int zones = number("--zones");
        if (zones > 0) {
            Path folder = Files.createDirectories(scratch.resolve("many"));
            Path files = Files.createDirectories(folder.resolve("zones"));
            for (int i = 0; i < zones; i++) {
                Files.writeString(files.resolve("z" + i + ".example.zone"), """
                        $TTL 60
                        @ SOA ns1 h 1 3600 600 604800 30
                        @ NS ns1
                        ns1 A 192.0.2.1
                        www A %s
                        """.formatted(text(address(i))));
            }
            measure(zones + " zones", folder, "www.z" + (zones - 1) + ".example", address(zones - 1), List.of());
        }
    }

    private void measure(String what, Path folder, String name, byte[] address, List<byte[]> blocks)
            throws IOException, InterruptedException {
        for (int round = 1; round <= number("--rounds"); round++) {
            for (String server : options.get("--only").split(",")) {
                List<String> command = server.equals("nsd") ? nsd(folder) : proxima(folder);
                try (Loading loading = new Loading(command, folder.resolve(server + ".log"));
                        Asker asker = new Asker(ADDRESS, PORT)) {
                    if (asker.until(name, address, WITHIN_SECONDS, loading::isAlive) < 0) {
                        throw new IOException(server + " does not answer; see what it wrote:\n"
                                + Files.readString(folder.resolve(server + ".log")));
                    }
                    double seconds = loading.seconds();
                    double cpu = loading.cpuSeconds();
                    Thread.sleep(STEADY_AFTER_MILLIS);
                    System.out.printf(
                            "%s, %s: first answer %.2f s, CPU %.1f s, %.0f MB at most, %.0f MB afterwards%n",
                            what, server, seconds, cpu, loading.mostMegabytes(), loading.megabytes());
                    if (!server.equals("nsd") && round == number("--rounds") && !blocks.isEmpty()) {
                        edits(folder, blocks, asker);
                        System.out.printf(
                                "afterwards %.0f MB, %.0f MB at most%n", loading.megabytes(), loading.mostMegabytes());
                    }
                }
            }
        }
    }

    /** Changes the address of one name at a time; the file is written beside and put in place of the one that is served. */
    private void edits(Path folder, List<byte[]> blocks, Asker asker) throws IOException, InterruptedException {
        Path file = folder.resolve("zones").resolve("big.example.zone");
        Path fresh = folder.resolve("fresh");
        Random random = new Random(5);
        List<Double> all = new ArrayList<>();
        for (int edit = 1; edit <= number("--edits"); edit++) {
            int block = random.nextInt(1, blocks.size());
            String text = new String(blocks.get(block), StandardCharsets.US_ASCII);
            int at = text.indexOf("\nh", random.nextInt(text.length() / 2)) + 1;
            String name = text.substring(at, text.indexOf(' ', at));
            int end = text.indexOf('\n', at);
            if (text.substring(at, end).contains("AAAA")) {
                at = end + 1;
                name = text.substring(at, text.indexOf(' ', at));
                end = text.indexOf('\n', at);
            }
            byte[] address = {(byte) 192, 0, 2, (byte) edit};
            blocks.set(
                    block,
                    (text.substring(0, at) + name + " A " + text(address) + text.substring(end))
                            .getBytes(StandardCharsets.US_ASCII));
            blocks.set(0, HEAD.formatted(edit + 1).getBytes(StandardCharsets.US_ASCII));
            write(fresh, blocks);
            Thread.sleep(1_000);
            long begun = System.nanoTime();
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            long served = asker.until(name + ".big.example", address, EDIT_WITHIN_SECONDS, () -> true);
            if (served < 0) {
                throw new IOException("the edit of " + name + " is not served");
            }
            all.add((served - begun) / 1e6);
        }
        List<Double> sorted = all.stream().sorted().toList();
        if (!sorted.isEmpty()) {
            System.out.printf(
                    "%d edits of one record: the first served after %.0f ms, half of them within %.0f ms, all within %.0f ms%n",
                    sorted.size(), all.getFirst(), sorted.get(sorted.size() / 2), sorted.getLast());
        }
    }

    private List<String> proxima(Path folder) throws IOException {
        Path config = folder.resolve("proxima.yaml");
        Files.writeString(config, """
                listen: {dns: ["%s:%d"], control: "%s:%d"}
                zones: zones
                state: var
                """.formatted(ADDRESS, PORT, ADDRESS, CONTROL_PORT));
        return List.of(home.resolve("proxima").toString(), "serve", "--config", config.toString());
    }

    private static List<String> nsd(Path folder) throws IOException {
        Path config = folder.resolve("nsd.conf");
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(config))) {
            out.print("""
                    server:
                        ip-address: %1$s@%2$d
                        server-count: 1
                        username: ""
                        database: ""
                        zonesdir: "%3$s/zones"
                        zonelistfile: "%3$s/zone.list"
                        xfrdfile: "%3$s/xfrd.state"
                        xfrdir: "%3$s"
                        pidfile: "%3$s/nsd.pid"
                    remote-control:
                        control-enable: no
                    """.formatted(ADDRESS, PORT, folder));
            try (var files = Files.list(folder.resolve("zones"))) {
                files.forEach(file -> {
                    String name = file.getFileName().toString();
                    String zone = name.substring(0, name.length() - ".zone".length());
                    out.print("zone:\n    name: " + zone + "\n    zonefile: " + name + "\n");
                });
            }
        }
        return List.of("nsd", "-d", "-c", config.toString());
    }

    private static List<byte[]> large(int records) {
        List<byte[]> blocks = new ArrayList<>();
        blocks.add(HEAD.formatted(1).getBytes(StandardCharsets.US_ASCII));
        StringBuilder block = new StringBuilder();
        for (int i = 0; i < records / 2; i++) {
            block.append('h').append(i).append(" A ").append(text(address(i))).append('\n');
            block.append('h')
                    .append(i)
                    .append(" AAAA 2001:db8::")
                    .append(Integer.toHexString(i & 0xffff))
                    .append('\n');
            if (i % BLOCK_NAMES == BLOCK_NAMES - 1 || i == records / 2 - 1) {
                blocks.add(block.toString().getBytes(StandardCharsets.US_ASCII));
                block.setLength(0);
            }
        }
        return blocks;
    }

    private static void write(Path file, List<byte[]> blocks) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            for (byte[] block : blocks) {
                out.write(block);
            }
        }
    }

    private static byte[] address(int number) {
        return new byte[] {(byte) 198, 51, (byte) (number >> 8), (byte) number};
    }

    private static String text(byte[] address) {
        return (address[0] & 255) + "." + (address[1] & 255) + "." + (address[2] & 255) + "." + (address[3] & 255);
    }
}
