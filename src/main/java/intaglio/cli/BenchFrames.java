package intaglio.cli;

import intaglio.data.ImageSet;
import intaglio.golden.GoldenModel;
import intaglio.graph.IntegerModel;
import intaglio.ir.Shape;
import intaglio.rtl.kit.SampleFrames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The frames of the emitted test bench, with what the golden model makes of them: noise whose contrast falls from one
 * frame to the next, always the same. There are eight; fewer where they are large.
 */
final class BenchFrames {

    private static final int MOST_FRAMES = 8;
    /** Bytes and values of all frames together. */
    private static final int MOST_VALUES = 1 << 18;

    private BenchFrames() {}

    static SampleFrames of(IntegerModel model) {
        Shape shape = model.network().input();
        int values = Math.max(shape.elements(), model.network().output().elements());
        int count = Math.max(1, Math.min(MOST_FRAMES, MOST_VALUES / values));
        byte[] pixels = new byte[count * shape.elements()];
        int state = 1;
        for (int i = 0; i < pixels.length; i++) {
            // Numerical Recipes' generator of 32 bits; the upper ones are the random ones.
            state = 1664525 * state + 1013904223;
            pixels[i] = (byte) ((state >>> 24) >> (i / shape.elements()));
        }
        ImageSet images = new ImageSet(shape, count, pixels, List.of());
        List<byte[]> frames = new ArrayList<>();
        for (int frame = 0; frame < count; frame++) {
            frames.add(Arrays.copyOfRange(pixels, frame * shape.elements(), (frame + 1) * shape.elements()));
        }
        return new SampleFrames(frames, Arrays.asList(new GoldenModel(model).logits(images, 0, count)));
    }
}
