package intaglio.testing;

import intaglio.graph.Network;
import intaglio.ir.Normalization;
import intaglio.ir.PixelRange;
import intaglio.op.Pool2d;
import java.util.List;
import java.util.Random;

/**
 * Normalizations of random numbers: for the whole image or for each channel, of either range of pixels. The same
 * seed gives the same one.
 */
public final class RandomNormalization {

    private RandomNormalization() {}

    /** Of a network; one that begins with a pool takes no negative of its pixels. */
    public static Normalization of(Network network, long seed) {
        Normalization random = of(network.input().channels(), seed);
        boolean poolFirst = network.layers().get(0) instanceof Pool2d;
        List<Double> std = random.std().stream()
                .map(value -> poolFirst ? Math.abs(value) : value)
                .toList();
        return new Normalization(random.pixels(), random.mean(), std);
    }

    private static Normalization of(int channels, long seed) {
        Random random = new Random(seed * 13 + 1);
        PixelRange pixels = PixelRange.values()[random.nextInt(2)];
        double largest = 255.0 / pixels.divisor();
        int means = random.nextBoolean() ? 1 : channels;
        int stds = random.nextBoolean() ? 1 : channels;
        List<Double> mean = random.doubles(means, 0, largest).boxed().toList();
        List<Double> std = random.doubles(stds, 0.1 * largest, 0.6 * largest)
                .mapToObj(value -> random.nextInt(8) == 0 ? -value : value)
                .toList();
        return new Normalization(pixels, mean, std);
    }
}
