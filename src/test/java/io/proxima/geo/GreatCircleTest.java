package io.proxima.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.geo.GreatCircle.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Distances against the angle between vectors, and which sites count as near against the definition. */
class GreatCircleTest {
    private static final double[] LATITUDES = {-90, -89.9999, -45, 0, 0.00001, 60, 89.9999, 90};
    private static final double[] LONGITUDES = {-180, -179.9999, -90, 0, 0.00001, 90, 179.9999, 180};

    private static Coordinates random(Random random) {
        return new Coordinates(
                random.nextBoolean() ? LATITUDES[random.nextInt(LATITUDES.length)] : random.nextDouble(-90, 90),
                random.nextBoolean() ? LONGITUDES[random.nextInt(LONGITUDES.length)] : random.nextDouble(-180, 180));
    }

    private static double[] vector(Coordinates at) {
        double north = Math.toRadians(at.latitude());
        double east = Math.toRadians(at.longitude());
        return new double[] {Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)};
    }

    private static double byVectors(Coordinates from, Coordinates to) {
        double[] a = vector(from);
        double[] b = vector(to);
        double x = a[1] * b[2] - a[2] * b[1];
        double y = a[2] * b[0] - a[0] * b[2];
        double z = a[0] * b[1] - a[1] * b[0];
        double cosine = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
        return Math.atan2(Math.sqrt(x * x + y * y + z * z), cosine) * 6_371_008.8;
    }

    @Test
    void distancesAreThoseOfVectors() {
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            Coordinates a = random(random);
            Coordinates b = random(random);
            // Half a metre of rounding, and what haversines lose near the antipodes.
            assertEquals(byVectors(a, b), (double) GreatCircle.metres(a, b), 0.75, () -> a + " to " + b);
            assertEquals(GreatCircle.metres(a, b), GreatCircle.metres(b, a), () -> a + " to " + b);
        }
    }

    /** Places that are as far by symmetry are so in numbers, whatever the signs. */
    @Test
    void symmetryHoldsAcrossTheAntimeridianAndAtThePoles() {
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            double latitude = random.nextDouble(-90, 90);
            double away = random.nextDouble(0, 180);
            double north = random.nextDouble(-90, 90);
            Coordinates west = new Coordinates(latitude, 180 - away);
            Coordinates east = new Coordinates(latitude, -180 + away);
            for (double meridian : new double[] {180, -180}) {
                Coordinates client = new Coordinates(north, meridian);
                assertTrue(Math.abs(GreatCircle.metres(client, west) - GreatCircle.metres(client, east)) <= 1);
            }
            for (double pole : new double[] {90, -90}) {
                long toPole = GreatCircle.metres(new Coordinates(pole, random.nextDouble(-180, 180)), west);
                assertTrue(Math.abs(toPole - GreatCircle.metres(new Coordinates(pole, 0), east)) <= 1);
            }
        }
    }

    @Test
    void bandsHoldWhatIsWithin() {
        Random random = new Random(3);
        int several = 0;
        for (int i = 0; i < 20_000; i++) {
            Coordinates client = random(random);
            List<Coordinates> sites = new ArrayList<>();
            for (int j = 1 + random.nextInt(12); j > 0; j--) {
                sites.add(random(random));
            }
            int within = random.nextBoolean() ? 0 : random.nextInt(5_000_000);
            Nearest nearest = GreatCircle.nearest(client, sites, within);
            assertEquals(Math.min(8, sites.size()), nearest.sites().size());
            assertEquals(nearest.sites().size(), nearest.ends().size());
            long last = 0;
            for (int place = 0; place < nearest.sites().size(); place++) {
                long here = GreatCircle.metres(client, sites.get(nearest.sites().get(place)));
                assertTrue(here >= last);
                last = here;
                for (int other = place; other < nearest.sites().size(); other++) {
                    long there =
                            GreatCircle.metres(client, sites.get(nearest.sites().get(other)));
                    assertEquals(there <= here + within, other < nearest.ends().get(place));
                }
                several += nearest.ends().get(place) > place + 1 ? 1 : 0;
            }
            long farthest = last;
            for (int site = 0; site < sites.size(); site++) {
                assertTrue(nearest.sites().contains(site) || GreatCircle.metres(client, sites.get(site)) >= farthest);
            }
        }
        assertTrue(several > 10_000, "only " + several + " bands of several sites");
    }
}
