package intaglio.inspect;

import intaglio.data.ChannelOrder;
import intaglio.data.ImagePreparation;
import intaglio.ir.Normalization;
import intaglio.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What may have been done to the images.
 *
 * @param stored shape of an image in its file
 * @param given what the user says is done to each image; the rest is open
 * @param known what the bytes may stand for; empty where nobody says anything about it
 */
public record InputChoices(Shape stored, ImagePreparation given, List<Normalization> known) {

    /** Sides of the images that networks are trained on, tried besides the stored one. */
    private static final List<Integer> USUAL_SIDES = List.of(28, 32);

    /** Tried where none of the usual ones fits. */
    private static final List<Integer> OTHER_SIDES = List.of(8, 14, 16, 20, 24, 36, 40, 48, 64, 96, 128);

    /** All for one shape of the network's input; the usual ones first. */
    List<InputHypothesis> of(Shape input) {
        List<InputHypothesis> inputs = new ArrayList<>();
        for (ImagePreparation preparation : preparations(input)) {
            for (Normalization normalization : known.isEmpty() ? KnownNormalizations.of(input.channels()) : known) {
                inputs.add(new InputHypothesis(preparation, normalization));
            }
        }
        return inputs;
    }

    private List<ImagePreparation> preparations(Shape input) {
        return sized(input).stream()
                .flatMap(one -> given.inverted() ? Stream.of(one) : Stream.of(one, one.withInversion()))
                .flatMap(one -> input.channels() != 3
                                || stored.channels() != 3
                                || given.channels().isPresent()
                        ? Stream.of(one)
                        : Stream.of(one, one.withChannels(ChannelOrder.BGR)))
                .toList();
    }

    /** Resized or padded, where the images do not have the size. */
    private List<ImagePreparation> sized(Shape input) {
        if (given.changesSize() || (stored.height() == input.height() && stored.width() == input.width())) {
            return List.of(given);
        }
        List<ImagePreparation> sized = new ArrayList<>();
        sized.add(given.withResize(input.height(), input.width()));
        int rows = input.height() - stored.height();
        if (rows > 0 && rows % 2 == 0 && input.width() - stored.width() == rows) {
            sized.add(given.withPadding(rows / 2));
        }
        return sized;
    }

    /** Shapes that the network's input may have, the likely ones first; those of one list are to be tried together. */
    List<List<Shape>> shapes(int channels) {
        if (given.changesSize()) {
            return List.of(List.of(given.shape(stored, channels)));
        }
        Shape asStored = new Shape(channels, stored.height(), stored.width());
        List<Shape> usual = Stream.concat(
                        Stream.of(asStored), USUAL_SIDES.stream().map(side -> new Shape(channels, side, side)))
                .distinct()
                .toList();
        return List.of(
                usual,
                OTHER_SIDES.stream()
                        .map(side -> new Shape(channels, side, side))
                        .toList());
    }
}
