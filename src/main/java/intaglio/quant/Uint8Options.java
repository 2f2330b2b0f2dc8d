package intaglio.quant;

import java.util.Map;

/**
 * Choices of {@link Uint8Quantizer}.
 *
 * @param perChannel weights with S and Z for each output channel; otherwise one of each for the tensor
 * @param weightBits width of the weights, 2..8
 * @param weightBitsByLayer layers with another width, by label
 * @param multiplierBits widest multiplier to use, 1..31; the narrowest exact one is taken where it is not wider
 */
public record Uint8Options(
        boolean perChannel, int weightBits, Map<String, Integer> weightBitsByLayer, int multiplierBits) {

    public Uint8Options {
        weightBitsByLayer = Map.copyOf(weightBitsByLayer);
        checkBits(weightBits);
        weightBitsByLayer.values().forEach(Uint8Options::checkBits);
        if (multiplierBits < 1 || multiplierBits > MultiplierSearch.MAX_BITS) {
            throw new IllegalArgumentException(multiplierBits + " multiplier bits");
        }
    }

    /** 8-bit weights, exact multipliers. */
    public static Uint8Options of(boolean perChannel) {
        return new Uint8Options(perChannel, 8, Map.of(), MultiplierSearch.MAX_BITS);
    }

    public Uint8Options withWeightBits(int bits) {
        return new Uint8Options(perChannel, bits, weightBitsByLayer, multiplierBits);
    }

    int weightBits(String label) {
        return weightBitsByLayer.getOrDefault(label, weightBits);
    }

    private static void checkBits(int bits) {
        if (bits < 2 || bits > 8) {
            throw new IllegalArgumentException(bits + " weight bits");
        }
    }
}
