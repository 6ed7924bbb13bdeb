package io.proxima.steer;

/**
 * How likely each of several weights is among the first {@code k} of a draw without replacement.
 *
 * <p>Drawing one after another in proportion to the weights that are left is the same as giving each an exponential clock of
 * its weight and taking the first that ring. So the chance of i is the integral over its own ring, mapped to v in (0, 1), of
 * the chance that fewer than {@code k} others have rung by then, each by 1 - v^(w/w_i). The sum over the others is a
 * Poisson binomial; the integral is taken by the tanh-sinh rule (Takahasi and Mori, 1974), which does not mind the steep ends.
 */
final class Inclusion {
    private static final double STEP = 1.0 / 32;
    private static final double REACH = 3.2;

    private Inclusion() {}

    /** The chances; a weight of 0 has none unless all weights are 0, when each is as likely. */
    static double[] of(long[] weights, int k) {
        int size = weights.length;
        double[] chances = new double[size];
        long total = 0;
        int positive = 0;
        boolean equal = true;
        for (long weight : weights) {
            total += weight;
            positive += weight > 0 ? 1 : 0;
            equal &= weight == weights[0];
        }
        for (int i = 0; i < size; i++) {
            if (equal) {
                chances[i] = Math.min(1, (double) k / size);
            } else if (weights[i] == 0) {
                chances[i] = 0;
            } else if (k >= positive) {
                chances[i] = 1;
            } else {
                chances[i] = k == 1 ? (double) weights[i] / total : integral(weights, i, k);
            }
        }
        return chances;
    }

    private static double integral(long[] weights, int i, int k) {
        double sum = 0;
        double norm = 0;
        for (double t = -REACH; t <= REACH; t += STEP) {
            double u = Math.PI / 2 * Math.sinh(t);
            double v = 1 / (1 + Math.exp(-2 * u));
            double weight = Math.cosh(t) / (Math.cosh(u) * Math.cosh(u));
            sum += weight * fewerThan(weights, i, k, v);
            norm += weight;
        }
        return sum / norm;
    }

    /** The chance that fewer than k of the others have rung. */
    private static double fewerThan(long[] weights, int i, int k, double v) {
        double[] rung = new double[k];
        rung[0] = 1;
        for (int j = 0; j < weights.length; j++) {
            if (j == i || weights[j] == 0) {
                continue;
            }
            double not = Math.pow(v, (double) weights[j] / weights[i]);
            for (int count = k - 1; count >= 0; count--) {
                rung[count] = rung[count] * not + (count == 0 ? 0 : rung[count - 1] * (1 - not));
            }
        }
        double sum = 0;
        for (double chance : rung) {
            sum += chance;
        }
        return sum;
    }
}
