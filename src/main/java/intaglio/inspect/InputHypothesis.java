package intaglio.inspect;

import intaglio.data.ImagePreparation;
import intaglio.ir.Normalization;
import intaglio.ir.PixelRange;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What may have been done to an image before the network saw it.
 *
 * @param preparation of the bytes
 * @param normalization what the bytes stand for then
 */
public record InputHypothesis(ImagePreparation preparation, Normalization normalization) {

    /** For instance {@code (p/255 - 0.1307) / 0.3081, images inverted, resize 32x32}. */
    public String text() {
        return Stream.concat(
                        Stream.of(normalization.formula()),
                        preparation.equals(ImagePreparation.NONE)
                                ? Stream.empty()
                                : Stream.of("images with " + preparation.options()))
                .collect(Collectors.joining(", "));
    }

    /** The options that say it on a command line; empty where none is needed. */
    public String options() {
        String normalized = normalization.equals(Normalization.NONE) ? "" : normalizationOptions();
        return (normalized + " " + preparation.options()).strip();
    }

    private String normalizationOptions() {
        return "--pixels " + normalization.pixels().word() + " --mean " + numbers(normalization.mean()) + " --std "
                + numbers(normalization.std());
    }

    private static String numbers(List<Double> values) {
        return values.stream().map(value -> Double.toString(value)).collect(Collectors.joining(","));
    }

    /**
     * One for each of: another size, the numbers of colour pictures for grey ones, bytes as they are, the negative,
     * another order of the channels.
     */
    int unusual() {
        return (KnownNormalizations.isColourForGrey(normalization) ? 1 : 0)
                + (preparation.changesSize() ? 1 : 0)
                + (normalization.pixels() == PixelRange.BYTES ? 1 : 0)
                + (preparation.inverted() ? 1 : 0)
                + (preparation.channels().isPresent() ? 1 : 0);
    }
}
