package intaglio.calibrate;

import intaglio.data.ImageSet;
import intaglio.golden.GoldenModel;
import intaglio.ir.Shape;
import intaglio.quant.LayerToRound;
import java.util.Optional;

/** What a layer reads in the integer network, image by image: {@code x - Z}, Z the integer of 0.0. */
final class LayerInputs {

    /** Images whose values are held at once. */
    private static final int HELD = 256;

    private final LayerToRound layer;
    private final ImageSet images;
    private final Shape shape;

    /** The inputs of one layer for all images. */
    LayerInputs(LayerToRound layer, ImageSet images) {
        this.layer = layer;
        this.images = images;
        shape = layer.inputShape();
    }

    /** Takes the values of one image after the other. */
    interface Frame {

        /** Image number and its values, CHW; the array is used again. */
        void accept(int image, double[] values);
    }

    void forEach(Frame frame) {
        Optional<GoldenModel> before = layer.before().map(GoldenModel::new);
        double[] values = new double[shape.elements()];
        for (int from = 0; from < images.count(); from += HELD) {
            int to = Math.min(images.count(), from + HELD);
            int first = from;
            Optional<long[][]> outputs = before.map(model -> model.logits(images, first, to));
            for (int image = from; image < to; image++) {
                for (int element = 0; element < values.length; element++) {
                    long value = outputs.isPresent()
                            ? outputs.get()[image - from][element]
                            : Byte.toUnsignedLong(images.pixels()[images.offset(image) + element]);
                    values[element] = value - layer.inputZeroPoint(element / shape.pixels());
                }
                frame.accept(image, values);
            }
        }
    }
}
