package intaglio.frontend.layer;

import intaglio.ir.Shape;

/** The order in which a dense layer reads an image. */
public final class ChannelOrder {

    private ChannelOrder() {}

    /**
     * Weights that read rows, columns, channels, as weights that read channels, rows, columns.
     *
     * @param weights outputs x inputs
     * @param image what the inputs are
     */
    public static float[] planar(float[] weights, Shape image) {
        int inputs = image.elements();
        float[] planar = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            int input = i % inputs;
            int channel = input % image.channels();
            int pixel = input / image.channels();
            planar[i - input + channel * image.pixels() + pixel] = weights[i];
        }
        return planar;
    }
}
