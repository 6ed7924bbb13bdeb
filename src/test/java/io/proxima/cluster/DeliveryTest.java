package io.proxima.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.catalog.ReleaseContents;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.ReleaseReader;
import io.proxima.health.Replica;
import io.proxima.store.KeptRelease;
import io.proxima.store.Parcel;
import io.proxima.store.ReleaseStamp;
import io.proxima.store.Releases;
import io.proxima.store.SharedFiles;
import io.proxima.store.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases between folders, through three real Hazelcast members. */
final class DeliveryTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final List<Side> sides = new ArrayList<>();

    /** One replica's folders and its member. */
    private record Side(Path folder, Cluster cluster, Delivery delivery, Parcel parcel, Releases releases) {
        ReleaseContents contents() {
            return new ReleaseReader(new ReleaseFiles(folder.resolve("zones"), List.of(), null, null)).contents();
        }

        Chunks chunks() {
            return cluster.chunks().orElseThrow();
        }

        /** Keeps the files as they are and lays them out, as a replica does that serves them. */
        ReleaseNews serve(long counter) throws IOException, StoreException {
            ReleaseContents contents = contents();
            releases.keep(contents, counter);
            SharedFiles files = parcel.files(contents.release());
            Delivery.Slip slip = delivery.layOut(files, chunks(), false);
            return new ReleaseNews(
                    "ns1",
                    1,
                    counter,
                    new ReleaseStamp(counter, "ns1"),
                    files.content(),
                    contents.release(),
                    slip.sha256(),
                    slip.octets(),
                    true,
                    "",
                    "",
                    ReleaseNews.NONE,
                    "");
        }
    }

    @BeforeEach
    void join() throws IOException {
        for (int host = 1; host <= 3; host++) {
            InetAddress address = InetAddress.ofLiteral("127.0.0." + host);
            try (ServerSocket free = new ServerSocket(0, 1, address)) {
                addresses.add(new InetSocketAddress(address, free.getLocalPort()));
            }
        }
        for (int number = 1; number <= 3; number++) {
            Path state = folder.resolve("ns" + number);
            Files.createDirectories(state.resolve("zones"));
            Cluster cluster = Cluster.start(
                    new ClusterSettings(new Replica("ns" + number, ""), 1, addresses.get(number - 1), addresses, null),
                    event -> {});
            Parcel parcel = Parcel.in(state);
            sides.add(new Side(state, cluster, new Delivery(parcel), parcel, Releases.in(state)));
        }
        await().atMost(SOON)
                .until(() -> sides.stream().allMatch(side -> side.cluster().joined()));
    }

    @AfterEach
    void leave() {
        sides.parallelStream().forEach(side -> side.cluster().close());
    }

    private Path zone() {
        return sides.getFirst().folder().resolve("zones/example.com.zone");
    }

    private static byte[] noise(int seed, int octets) {
        byte[] noise = new byte[octets];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    @Test
    void whatIsLaidOutComesWholeAndInSmallPieces() throws Exception {
        byte[] large = noise(1, 3 * Delivery.PIECE + 5);
        Files.write(zone(), large);
        Files.writeString(sides.getFirst().folder().resolve("zones/empty.inc"), "");
        ReleaseNews news = sides.getFirst().serve(1);
        Side other = sides.get(1);
        for (String key : other.chunks().keys()) {
            assertTrue(other.chunks().get(key).orElseThrow().length <= Delivery.PIECE, key);
        }
        SharedFiles files = other.delivery().fetch(news, other.chunks());
        assertEquals(2, files.files().size());
        String release = other.parcel().complete(files, other.contents(), 7);
        assertEquals(news.release(), release, "the same files and databases: the same hash");
        try (KeptRelease kept = other.releases().open(release)) {
            assertArrayEquals(large, Files.readAllBytes(kept.files().zones().resolve("example.com.zone")));
        }
    }

    @Test
    void aFlippedOctetIsRefusedAndTheFileFetchedAgain() throws Exception {
        Files.write(zone(), noise(2, 2 * Delivery.PIECE));
        ReleaseNews news = sides.getFirst().serve(1);
        Side other = sides.get(2);
        String damaged = other.chunks().keys().stream()
                .filter(key -> key.endsWith("/1"))
                .findFirst()
                .orElseThrow();
        byte[] piece = other.chunks().get(damaged).orElseThrow();
        piece[piece.length / 2] ^= 1;
        other.chunks().put(Map.of(damaged, piece));
        assertThrows(Delivery.MissingException.class, () -> other.delivery().fetch(news, other.chunks()));
        String sha256 = damaged.substring(0, 64);
        assertFalse(other.parcel().has(sha256), "nothing damaged is kept");
        assertTrue(other.chunks().get(damaged).isEmpty(), "nor left for others");
        sides.getFirst()
                .delivery()
                .layOut(
                        sides.getFirst().parcel().files(news.release()),
                        sides.getFirst().chunks(),
                        false);
        other.delivery().fetch(news, other.chunks());
        assertTrue(other.parcel().has(sha256));
    }

    @Test
    void aDamagedListIsRefused() throws Exception {
        Files.writeString(zone(), "a");
        ReleaseNews news = sides.getFirst().serve(1);
        Side other = sides.get(1);
        String key = news.list() + "/" + news.listOctets() + "/0";
        byte[] list = other.chunks().get(key).orElseThrow();
        for (int i = 0; i < list.length; i++) {
            byte[] flipped = list.clone();
            flipped[i] ^= 4;
            other.chunks().put(Map.of(key, flipped));
            try {
                // A flip that inflates to the same list anyway (in the check behind it, say) does no harm.
                assertEquals(
                        news.content(),
                        other.delivery().fetch(news, other.chunks()).content());
            } catch (Delivery.MissingException refused) {
                assertTrue(String.valueOf(refused.getMessage()).contains("damaged"), refused.getMessage());
            }
        }
    }

    @Test
    void onlyTheLastTwoReleasesStayLaidOut() throws Exception {
        Side first = sides.getFirst();
        for (int edit = 1; edit <= 6; edit++) {
            Files.write(zone(), noise(edit, Delivery.PIECE / 2));
            ReleaseNews news = first.serve(edit);
            sides.get(1).delivery().fetch(news, sides.get(1).chunks());
        }
        assertEquals(4, first.chunks().size(), "two files and two lists of files");
    }

    @Test
    void aReleaseOutlivesTheMemberThatLaidItOut() throws Exception {
        Files.write(zone(), noise(3, 10 * Delivery.PIECE));
        ReleaseNews news = sides.getFirst().serve(1);
        sides.getFirst().cluster().close();
        Side other = sides.get(1);
        await().atMost(SOON).ignoreExceptions().until(() -> {
            other.delivery().fetch(news, other.chunks());
            return true;
        });
    }

    /** A publisher that dies before the list is there: the others have nothing, and what they had is not touched. */
    @Test
    void aReleaseThatIsLaidOutInPartIsNotTaken() throws Exception {
        Files.write(zone(), noise(4, 3 * Delivery.PIECE));
        ReleaseNews news = sides.getFirst().serve(1);
        Side other = sides.get(1);
        List<String> keys = other.chunks().keys().stream().sorted().toList();
        for (String missing : keys) {
            byte[] piece = other.chunks().get(missing).orElseThrow();
            other.chunks().remove(Set.of(missing));
            assertThrows(Delivery.MissingException.class, () -> other.delivery().fetch(news, other.chunks()), missing);
            other.chunks().put(Map.of(missing, piece));
        }
        other.delivery().fetch(news, other.chunks());
    }

    @Test
    void aListThatLeadsOutOfTheFolderIsNone() {
        String sha256 = "0".repeat(64);
        for (String name : List.of("z/../x", "z/a/../../x", "z//etc/x", "x/y", "l/y", "z/")) {
            byte[] list = ("proxima release 1\n" + sha256 + " 1 " + name + "\n").getBytes(StandardCharsets.UTF_8);
            assertTrue(SharedFiles.decode(list).isEmpty(), name);
        }
        byte[] good = ("proxima release 1\n" + sha256 + " 1 l0/lines.yaml\n" + sha256 + " 1 z/a/b.zone\n")
                .getBytes(StandardCharsets.UTF_8);
        assertEquals(2, SharedFiles.decode(good).orElseThrow().files().size());
        assertArrayEquals(good, SharedFiles.decode(good).orElseThrow().encode());
    }
}
