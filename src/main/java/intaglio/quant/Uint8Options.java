package intaglio.quant;

import intaglio.num.Rounding;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Choices of {@link Uint8Quantizer}.
 *
 * @param perChannel weights with S and Z for each output channel; otherwise one of each for the tensor
 * @param weightBits width of the weights, 2..8
 * @param weightBitsByLayer layers with another width, by label
 * @param multiplierBits widest multiplier to use, 1..31; the narrowest exact one is taken where it is not wider
 * @param rounding of every requantization
 * @param scheme where the integers of the weights lie
 * @param keptWide labels of layers whose outputs stay wide, see {@link KeptWide}; of no effect on the last
 */
public record Uint8Options(
        boolean perChannel,
        int weightBits,
        Map<String, Integer> weightBitsByLayer,
        int multiplierBits,
        Rounding rounding,
        WeightScheme scheme,
        Set<String> keptWide) {

    /** Widest multiplier that the hardware takes. */
    public static final int HARDWARE_MULTIPLIER_BITS = 30;

    /** 8-bit weights per tensor, exact multipliers, rounding half up. */
    public static final Uint8Options DEFAULT = new Uint8Options(
            false, 8, Map.of(), HARDWARE_MULTIPLIER_BITS, Rounding.HALF_UP, WeightScheme.ASYMMETRIC, Set.of());

    public Uint8Options {
        weightBitsByLayer = Map.copyOf(weightBitsByLayer);
        keptWide = Set.copyOf(keptWide);
        checkBits(weightBits);
        weightBitsByLayer.values().forEach(Uint8Options::checkBits);
        if (multiplierBits < 1 || multiplierBits > MultiplierSearch.MAX_BITS) {
            throw new IllegalArgumentException(multiplierBits + " multiplier bits");
        }
    }

    /** The defaults, weights per tensor or per output channel. */
    public static Uint8Options of(boolean perChannel) {
        return DEFAULT.withPerChannel(perChannel);
    }

    public Uint8Options withPerChannel(boolean other) {
        return new Uint8Options(other, weightBits, weightBitsByLayer, multiplierBits, rounding, scheme, keptWide);
    }

    public Uint8Options withWeightBits(int bits) {
        return new Uint8Options(perChannel, bits, weightBitsByLayer, multiplierBits, rounding, scheme, keptWide);
    }

    /** The same with other widths of single layers; those that are not named keep theirs. */
    public Uint8Options withWeightBits(Map<String, Integer> byLayer) {
        Map<String, Integer> merged = new LinkedHashMap<>(weightBitsByLayer);
        merged.putAll(byLayer);
        return new Uint8Options(perChannel, weightBits, merged, multiplierBits, rounding, scheme, keptWide);
    }

    public Uint8Options withMultiplierBits(int bits) {
        return new Uint8Options(perChannel, weightBits, weightBitsByLayer, bits, rounding, scheme, keptWide);
    }

    public Uint8Options withRounding(Rounding other) {
        return new Uint8Options(perChannel, weightBits, weightBitsByLayer, multiplierBits, other, scheme, keptWide);
    }

    public Uint8Options withScheme(WeightScheme other) {
        return new Uint8Options(perChannel, weightBits, weightBitsByLayer, multiplierBits, rounding, other, keptWide);
    }

    public Uint8Options withKeptWide(Set<String> labels) {
        return new Uint8Options(perChannel, weightBits, weightBitsByLayer, multiplierBits, rounding, scheme, labels);
    }

    /** Width of one layer's weights. */
    public int weightBits(String label) {
        return weightBitsByLayer.getOrDefault(label, weightBits);
    }

    private static void checkBits(int bits) {
        if (bits < 2 || bits > 8) {
            throw new IllegalArgumentException(bits + " weight bits");
        }
    }
}
