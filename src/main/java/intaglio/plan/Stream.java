package intaglio.plan;

import intaglio.ir.Shape;

/**
 * The activations on a wire between two engines. Beats run over the channels of {@code pixels} adjacent pixels, then
 * along the row, then down the image; in a beat channels come before pixels.
 *
 * @param shape shape of a frame
 * @param channels channels of a beat; divides the channel count
 * @param pixels adjacent pixels of a beat; divides the width
 */
public record Stream(Shape shape, int channels, int pixels) {

    public int beatElements() {
        return channels * pixels;
    }

    /** Beats that carry all channels of {@code pixels} pixels. */
    public int pixelBeats() {
        return shape.channels() / channels;
    }

    public int rowBeats() {
        return shape.width() / pixels * pixelBeats();
    }

    public int frameBeats() {
        return shape.height() * rowBeats();
    }

    /** CHW index of each element in order of arrival. */
    public int[] order() {
        int[] order = new int[shape.elements()];
        int next = 0;
        for (int row = 0; row < shape.height(); row++) {
            for (int step = 0; step < shape.width(); step += pixels) {
                for (int beat = 0; beat < shape.channels(); beat += channels) {
                    for (int channel = beat; channel < beat + channels; channel++) {
                        for (int column = step; column < step + pixels; column++) {
                            order[next++] = shape.index(channel, row, column);
                        }
                    }
                }
            }
        }
        return order;
    }
}
