package io.proxima.store;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.catalog.ReleaseContents;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.ReleaseReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backup is put back as it was, or not at all. */
class ArchiveTest {
    @TempDir
    private Path folder;

    private KeptState kept;
    private Path file;

    @BeforeEach
    void write() throws IOException, StoreException {
        kept = new KeptState(folder.resolve("here"));
        file = folder.resolve("b.tar");
    }

    @Test
    void whatIsRestoredIsWhatWasKept() throws IOException, StoreException {
        Archive archive = kept.backup().to(file);
        assertEquals(2, archive.releases());
        assertEquals(kept.active, archive.active());
        assertEquals(1, archive.overrides());
        assertTrue(archive.hasActive());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        Path target = folder.resolve("there/var");
        Restore restore = new Restore(target, KeptState.AT);
        assertTrue(restore.inTheWay(false).isEmpty());
        assertEquals(null, restore.from(Archive.verify(file)));
        Map<String, List<Byte>> expected = KeptState.tree(kept.state);
        expected.remove("epoch");
        assertEquals(expected, KeptState.tree(target));
        assertEquals(List.of("there", "there/var"), below("there", 2));
    }

    private List<String> below(String name, int depth) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve(name), depth - 1)) {
            return all.filter(Files::isDirectory)
                    .map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void tarAndSha256sumUnderstandIt() throws IOException, StoreException, InterruptedException {
        kept.backup().to(file);
        Process process = new ProcessBuilder(
                        "sh", "-ec", "tar xf b.tar; cd proxima; sha256sum --strict --quiet -c SHA256SUMS; cat README")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        assertTrue(said.startsWith("A backup of the Proxima replica ns1, 2026-11-20T13:15:00Z."), said);
        Map<String, List<Byte>> unpacked = KeptState.tree(folder.resolve("proxima"));
        unpacked.keySet().removeAll(List.of("README", "SHA256SUMS"));
        Map<String, List<Byte>> expected = KeptState.tree(kept.state);
        expected.remove("epoch");
        assertEquals(expected, unpacked);
    }

    @Test
    void everyTruncationAndEveryAlteredOctetIsFoundOut() throws IOException, StoreException {
        Path state = small();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Backup(state, "ns1", KeptState.AT).write(out);
        byte[] whole = out.toByteArray();
        assertEquals(1, Archive.verify(file, new ByteArrayInputStream(whole)).releases());
        for (int length = 0; length < whole.length; length++) {
            refused(whole, length, "octets 0 to " + length);
        }
        for (int at = 0; at < whole.length; at++) {
            whole[at] ^= (byte) (1 << at % 8);
            refused(whole, whole.length, "octet " + at);
            whole[at] ^= (byte) (1 << at % 8);
        }
        refused(Arrays.copyOf(whole, whole.length + 1), whole.length + 1, "one more");
        assertDoesNotThrow(() -> Archive.verify(file, new ByteArrayInputStream(whole)));
    }

    /** A state folder with one release of one file. */
    private Path small() throws IOException, StoreException {
        Path zones = Files.createDirectories(folder.resolve("small/zones"));
        Path state = Files.createDirectories(folder.resolve("small/var"));
        Files.writeString(zones.resolve("example.com.zone"), "@ 60 SOA ns h 1 1 1 1 1\n@ 60 NS ns.example.net.\n");
        ReleaseContents contents = new ReleaseReader(new ReleaseFiles(zones, List.of(), null, null, state)).contents();
        Releases.in(state).keep(contents, 1);
        new Standing(
                        new ActiveRelease(contents.release(), new ReleaseStamp(1, "ns1"), "", "", 1),
                        contents.release(),
                        1,
                        false)
                .write(state);
        return state;
    }

    private void refused(byte[] octets, int length, String what) {
        StoreException refused = assertThrows(
                StoreException.class, () -> Archive.verify(file, new ByteArrayInputStream(octets, 0, length)), what);
        assertTrue(String.valueOf(refused.getMessage()).startsWith(file + ": "), refused::getMessage);
    }

    /** The entries of a sound backup, to be made unsound. */
    private Map<String, byte[]> entries() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (String name : List.of("release", "overrides", "verdicts", "releases/history")) {
            entries.put(name, Files.readAllBytes(kept.state.resolve(name)));
        }
        Map<String, byte[]> releases = new TreeMap<>();
        try (Stream<Path> all = Files.walk(kept.state.resolve("releases"))) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                releases.put(kept.state.relativize(each).toString(), Files.readAllBytes(each));
            }
        }
        releases.remove("releases/history");
        entries.putAll(releases);
        return entries;
    }

    /** An archive whose checksums are right, whatever it holds. */
    private String complaint(List<Map.Entry<String, byte[]>> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Tar.Writer tar = new Tar.Writer(out, 1);
        Map<String, String> digests = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> entry : entries) {
            String name = entry.getKey();
            String put = name.startsWith("!") ? name.substring(1) : Archive.FOLDER + name;
            digests.put(name, tar.put(put, entry.getValue().length, new ByteArrayInputStream(entry.getValue())));
        }
        byte[] sums = Archive.sums(digests, tar.whole());
        tar.put(Archive.FOLDER + Archive.SUMS, sums.length, new ByteArrayInputStream(sums));
        tar.end();
        Files.write(file, out.toByteArray());
        try {
            Archive.verify(file);
            return "";
        } catch (StoreException e) {
            return String.valueOf(e.getMessage()).substring((file + ": ").length());
        }
    }

    private String complaint(Map<String, byte[]> entries) throws IOException {
        return complaint(List.copyOf(entries.entrySet()));
    }

    @Test
    void anArchiveMadeByHandIsTakenAsLongAsItIsSound() throws IOException {
        assertEquals("", complaint(entries()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!proxima/../evil",
                "!../evil",
                "!/etc/evil",
                "!release",
                "!proxima/releases/../../evil",
                "!proxima/releases/blobs/../../../evil",
                "!PROXIMA/release",
                "RELEASE",
                "Overrides",
                "releases",
                "lock",
                "epoch",
                "journal/1.log",
                "journal/0000000001.log/x",
                "releases/manifests/0123",
                "./release"
            })
    void namesThatNoBackupHasAreRefused(String name) throws IOException {
        Map<String, byte[]> entries = entries();
        entries.put(name, new byte[] {1});
        String told = complaint(entries);
        assertTrue(told.endsWith("is none of a backup") && told.contains(name.replace("!", "")), told);
        assertFalse(Files.exists(folder.resolve("evil")));
    }

    @Test
    void blobsInTheWrongPlaceAreRefused() throws IOException {
        Map<String, byte[]> entries = entries();
        String blob = entries.keySet().stream()
                .filter(name -> name.startsWith(Archive.BLOBS))
                .findFirst()
                .orElseThrow();
        String hash = blob.substring(blob.length() - 64);
        String elsewhere = Archive.BLOBS + (hash.startsWith("00") ? "11" : "00") + "/" + hash;
        entries.put(elsewhere, entries.get(blob));
        assertEquals("the entry \"proxima/" + elsewhere + "\" is none of a backup", complaint(entries));
    }

    @Test
    void entriesThatStandTwiceAreRefused() throws IOException {
        List<Map.Entry<String, byte[]>> entries = new ArrayList<>(entries().entrySet());
        entries.add(entries.getFirst());
        assertEquals("the entry release stands twice", complaint(entries));
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        Map<String, byte[]> entries = entries();
        entries.remove("release");
        assertEquals("there is no entry release: which one is in force is not known", complaint(entries));
        entries = entries();
        entries.keySet().removeIf(name -> name.startsWith(Archive.BLOBS));
        assertTrue(complaint(entries).endsWith("whose octets are not there"));
    }

    @Test
    void filesThatSaySomethingElseAreRefused() throws IOException {
        for (String name : List.of("release", "overrides")) {
            Map<String, byte[]> entries = entries();
            entries.put(name, "not ours\n".getBytes(StandardCharsets.UTF_8));
            assertTrue(complaint(entries).startsWith("the entry " + name), name);
        }
        Map<String, byte[]> entries = entries();
        List<String> manifests = entries.keySet().stream()
                .filter(name -> name.startsWith(Archive.MANIFESTS))
                .toList();
        entries.put(manifests.getFirst(), entries.getOrDefault(manifests.getLast(), new byte[0]));
        assertEquals("the entry " + manifests.getFirst() + " is no list of that release's files", complaint(entries));
    }

    @Test
    void whatInflatesToTooMuchIsRefusedWithoutBeingHeld() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 1025; i++) {
                out.write(zeros);
            }
        }
        Map<String, byte[]> entries = entries();
        String name = Archive.BLOBS + "00/" + "0".repeat(64);
        entries.put(name, bomb.toByteArray());
        assertEquals("the entry " + name + " inflates to more than any file of ours", complaint(entries));
        entries.put(name, new byte[] {1, 2, 3});
        assertTrue(complaint(entries).startsWith("the entry " + name + " is damaged: "));
    }

    /** Headers that claim what is not there, or are of another kind than files. */
    @Test
    void hostileHeadersAreRefused() throws IOException {
        Map<String, String> complaints = new HashMap<>();
        byte[] sound = new byte[1024];
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Tar.Writer(out, 1).put("proxima/journal/0000000001.log", 3, new ByteArrayInputStream(new byte[] {1, 2, 3}));
        System.arraycopy(out.toByteArray(), 0, sound, 0, 1024);
        complaints.put("2", "(a link)");
        complaints.put("1", "(a link)");
        complaints.put("3", "(a device)");
        complaints.put("4", "(a device)");
        complaints.put("6", "(a device)");
        complaints.put("5", "(a folder)");
        complaints.put("x", "not as a backup writes it");
        complaints.put("L", "not as a backup writes it");
        complaints.put("S", "not as a backup writes it");
        for (Map.Entry<String, String> each : complaints.entrySet()) {
            byte[] header = sound.clone();
            header[156] = (byte) each.getKey().charAt(0);
            told(checksummed(header), each.getValue());
        }
        byte[] nul = sound.clone();
        nul[10] = 0;
        told(checksummed(nul), "\"proxima/jo\" is damaged, or not as a backup writes it");
        byte[] huge = sound.clone();
        Arrays.fill(huge, 124, 135, (byte) '7');
        told(checksummed(huge), "has 8589934591 octets, more than any file of ours");
        byte[] binary = sound.clone();
        binary[124] = (byte) 0x80;
        told(checksummed(binary), "not as a backup writes it");
        byte[] claims = sound.clone();
        System.arraycopy("00007777777".getBytes(StandardCharsets.US_ASCII), 0, claims, 124, 11);
        told(checksummed(claims), "the archive ends within the entry proxima/journal/0000000001.log");
    }

    private static byte[] checksummed(byte[] header) {
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += header[i] & 0xff;
        }
        byte[] digits = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, header, 148, 8);
        return header;
    }

    private void told(byte[] archive, String complaint) throws IOException {
        Files.write(file, archive);
        StoreException refused = assertThrows(StoreException.class, () -> Archive.verify(file), complaint);
        assertTrue(String.valueOf(refused.getMessage()).contains(complaint), refused::getMessage);
    }

    @Test
    void aFolderInUseOrNotEmptyIsLeftAlone() throws IOException, StoreException {
        Archive archive = kept.backup().to(file);
        Restore restore = new Restore(kept.state, KeptState.AT);
        Map<String, List<Byte>> before = KeptState.tree(kept.state);
        try (StateLock _ = StateLock.hold(kept.state).orElseThrow()) {
            for (boolean force : new boolean[] {false, true}) {
                assertEquals(
                        "a server runs on " + kept.state + "; stop it first",
                        restore.inTheWay(force).orElseThrow());
            }
            assertThrows(StoreException.class, () -> restore.from(archive));
        }
        before.put("lock", List.of());
        assertEquals(before, KeptState.tree(kept.state));
        assertTrue(restore.inTheWay(false).orElseThrow().contains("--force sets it aside"));
        assertTrue(restore.inTheWay(true).isEmpty());
        Path aside = Objects.requireNonNull(restore.from(archive));
        assertEquals(kept.state.resolveSibling("var.before-20261120T131500Z").toRealPath(), aside);
        assertEquals(before, KeptState.tree(aside));
        before.keySet().removeAll(List.of("epoch", "lock"));
        assertEquals(before, KeptState.tree(kept.state));
    }

    @Test
    void anArchiveThatIsAlteredAfterItWasVerifiedLeavesNothingBehind() throws IOException, StoreException {
        Archive archive = kept.backup().to(file);
        byte[] octets = Files.readAllBytes(file);
        Path target = folder.resolve("there/var");
        byte[] history = "\"stamp\"".getBytes(StandardCharsets.UTF_8);
        int at = 0;
        while (!Arrays.equals(octets, at, at + history.length, history, 0, history.length)) {
            at++;
        }
        octets[at + 1] ^= 1;
        Files.write(file, octets);
        StoreException altered =
                assertThrows(StoreException.class, () -> new Restore(target, KeptState.AT).from(archive));
        assertEquals("the entry release is another than when it was verified", altered.getMessage());
        assertEquals(List.of("there"), below("there", 2));
        Files.write(file, Arrays.copyOf(octets, octets.length - 4096));
        assertThrows(StoreException.class, () -> new Restore(target, KeptState.AT).from(archive));
        assertEquals(List.of("there"), below("there", 2));
    }

    @Test
    void aBackupOfAFolderThatIsWrittenToIsSound() throws IOException, StoreException, InterruptedException {
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 150 && !Thread.currentThread().isInterrupted(); i++) {
                int address = i;
                assertDoesNotThrow(() -> kept.serve("192.0.2." + address, address + 3));
            }
        });
        int backups = 0;
        while (writer.isAlive() || backups == 0) {
            kept.backup().to(file);
            backups++;
        }
        writer.join();
        assertEquals(64, kept.backup().to(file).releases());
        assertTrue(backups > 1, () -> "only one backup was made");
    }

    @Test
    void filesOfAReleaseAreGotBack() throws IOException, StoreException {
        Path out = folder.resolve("out");
        Checkout current = Checkout.of(kept.state, "current", out);
        assertEquals(new Checkout(kept.active, 4), current);
        assertEquals(
                Files.readString(kept.folder.resolve("zones/example.com.zone")),
                Files.readString(out.resolve("zones/example.com.zone")));
        assertEquals("203.0.113.0/24,office\n", Files.readString(out.resolve("geoip/own/networks.csv")));
        try (Stream<Path> all = Files.walk(out.resolve("elsewhere"))) {
            assertTrue(all.anyMatch(path -> path.endsWith("far.csv")));
        }
        assertThrows(StoreException.class, () -> Checkout.of(kept.state, "current", out));
        Checkout.of(kept.state, "previous", folder.resolve("older"));
        assertTrue(
                Files.readString(folder.resolve("older/zones/example.com.zone")).contains("192.0.2.1"));
        assertThrows(StoreException.class, () -> Checkout.of(kept.state, "../../etc", folder.resolve("evil")));
    }

    @Test
    void nothingServedYetIsNoBackup() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        StoreException refused = assertThrows(
                StoreException.class, () -> new Backup(empty, "ns1", KeptState.AT).to(folder.resolve("none.tar")));
        assertTrue(String.valueOf(refused.getMessage()).contains("nothing was served from it yet"));
        try (Stream<Path> all = Files.list(folder)) {
            assertTrue(all.noneMatch(path -> path.toString().contains("none.tar")));
        }
    }
}
