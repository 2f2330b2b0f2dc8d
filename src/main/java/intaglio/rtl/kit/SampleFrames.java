package intaglio.rtl.kit;

import java.util.List;

/**
 * Frames with the results that the integer model gives, for the emitted test bench.
 *
 * @param images bytes of each frame, CHW
 * @param outputs results of each, CHW
 */
public record SampleFrames(List<byte[]> images, List<long[]> outputs) {

    public SampleFrames {
        images = List.copyOf(images);
        outputs = List.copyOf(outputs);
        if (images.size() != outputs.size()) {
            throw new IllegalArgumentException(images.size() + " images, " + outputs.size() + " results");
        }
    }

    /** No frames, and so no test bench. */
    public static SampleFrames none() {
        return new SampleFrames(List.of(), List.of());
    }

    public int count() {
        return images.size();
    }
}
