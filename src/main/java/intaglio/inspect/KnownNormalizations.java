package intaglio.inspect;

import intaglio.ir.Normalization;
import intaglio.ir.PixelRange;
import java.util.List;
import java.util.stream.Stream;

/** The normalizations that networks are trained with. */
final class KnownNormalizations {

    private static final List<Normalization> ALL_CHANNELS = List.of(
            Normalization.NONE,
            // MNIST
            Normalization.of(PixelRange.UNIT, 0.1307, 0.3081),
            // -1..1
            Normalization.of(PixelRange.UNIT, 0.5, 0.5),
            Normalization.of(PixelRange.BYTES, 0, 1),
            // Fashion-MNIST
            Normalization.of(PixelRange.UNIT, 0.286, 0.353));

    /** ImageNet, and CIFAR-10 in its two spellings. */
    private static final List<Normalization> COLOUR = List.of(
            normalization(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225)),
            normalization(List.of(0.4914, 0.4822, 0.4465), List.of(0.2470, 0.2435, 0.2616)),
            normalization(List.of(0.4914, 0.4822, 0.4465), List.of(0.2023, 0.1994, 0.2010)));

    private KnownNormalizations() {}

    /** For images of so many channels; of the ones for colour, one channel gets the first numbers. */
    static List<Normalization> of(int channels) {
        Stream<Normalization> colour = COLOUR.stream().filter(known -> channels == 1 || known.fits(channels));
        return Stream.concat(ALL_CHANNELS.stream(), channels == 1 ? colour.map(KnownNormalizations::first) : colour)
                .toList();
    }

    /** Whether it is the first channel's of one for colour. */
    static boolean isColourForGrey(Normalization normalization) {
        return COLOUR.stream().map(KnownNormalizations::first).anyMatch(normalization::equals);
    }

    private static Normalization normalization(List<Double> mean, List<Double> std) {
        return new Normalization(PixelRange.UNIT, mean, std);
    }

    private static Normalization first(Normalization colour) {
        return Normalization.of(
                PixelRange.UNIT, colour.mean().get(0), colour.std().get(0));
    }
}
