package io.proxima.steer;

import io.proxima.net.Prefix;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Weighted rendezvous hashing as the papers have it, in whole numbers without a width: the referee of {@link Rendezvous}.
 *
 * <p>Names and addresses are hashed by FNV-1a and SplitMix64's finalizer; a child of weight w has the score u^(1/w), and the
 * highest serves.
 */
final class NaiveHash {
    private static final BigInteger WORD = BigInteger.TWO.pow(64);

    private NaiveHash() {}

    /** The key of all addresses that begin with the same bits. */
    static BigInteger network(Prefix client, int length) {
        Prefix cut = Prefix.masked(client.ipv6(), client.high(), client.low(), length);
        BigInteger key = mixed(mixed(BigInteger.valueOf(client.ipv6() ? 6 : 4)).xor(unsigned(cut.high())));
        return length > 64 ? mixed(key.xor(unsigned(cut.low()))) : key;
    }

    /** The hash of a name in parts, each ended by a NUL. */
    static BigInteger name(String... parts) {
        BigInteger hash = new BigInteger("cbf29ce484222325", 16);
        for (String part : parts) {
            for (byte octet : (part + "\0").getBytes(StandardCharsets.UTF_8)) {
                hash = hash.xor(BigInteger.valueOf(octet & 0xff))
                        .multiply(new BigInteger("100000001b3", 16))
                        .mod(WORD);
            }
        }
        return mixed(hash);
    }

    /** Children in the order in which they serve a key; those of weight 0 do not, unless all have it. */
    static <T> List<T> ranked(
            List<T> children, BigInteger key, Function<T, BigInteger> identity, ToDoubleFunction<T> weight) {
        boolean equal = children.stream().allMatch(child -> weight.applyAsDouble(child) == 0);
        return children.stream()
                .filter(child -> equal || weight.applyAsDouble(child) > 0)
                .sorted(Comparator.comparingDouble((T child) ->
                                Math.pow(u(key, identity.apply(child)), 1 / (equal ? 1 : weight.applyAsDouble(child))))
                        .reversed())
                .toList();
    }

    /** Between 0 and 1. */
    private static double u(BigInteger key, BigInteger identity) {
        return (mixed(key.xor(identity)).shiftRight(12).doubleValue() + 0.5) / Math.pow(2, 52);
    }

    /** The order of a member's addresses for a key. */
    static Comparator<BigInteger> byRank(BigInteger key) {
        return Comparator.comparing(identity -> mixed(key.xor(identity)).shiftRight(1));
    }

    private static BigInteger mixed(BigInteger bits) {
        BigInteger mixed = bits.add(new BigInteger("9e3779b97f4a7c15", 16)).mod(WORD);
        mixed = mixed.xor(mixed.shiftRight(30))
                .multiply(new BigInteger("bf58476d1ce4e5b9", 16))
                .mod(WORD);
        mixed = mixed.xor(mixed.shiftRight(27))
                .multiply(new BigInteger("94d049bb133111eb", 16))
                .mod(WORD);
        return mixed.xor(mixed.shiftRight(31));
    }

    private static BigInteger unsigned(long word) {
        return new BigInteger(Long.toUnsignedString(word));
    }
}
