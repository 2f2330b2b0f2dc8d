package intaglio.floating;

import intaglio.data.ImageSet;
import java.util.ArrayList;
import java.util.List;

/** The tensors of one batch and the stages that fill them; one for each thread. */
final class FloatBatch {

    private final List<FloatStage> stages;
    private final List<int[]> inputs;
    private final float[][] pixelValues;
    private final float[][] input;
    private final List<float[][]> outputs = new ArrayList<>();

    /**
     * Tensors for the stages.
     *
     * @param inputs of each stage, the numbers of those that it reads; below 0 for the image
     * @param pixelValues what each of the 256 bytes of a pixel stands for, channel x byte
     */
    FloatBatch(List<FloatStage> stages, List<int[]> inputs, float[][] pixelValues, int inputElements) {
        this.stages = stages;
        this.inputs = inputs;
        this.pixelValues = pixelValues;
        input = new float[inputElements][FloatKernel.LANES];
        stages.forEach(stage -> outputs.add(new float[stage.outputElements()][FloatKernel.LANES]));
    }

    /** Runs the images {@code from..to-1}, at most one for each lane. Lanes left over compute what is in them. */
    void run(ImageSet images, int from, int to) {
        int plane = input.length / pixelValues.length;
        for (int element = 0; element < input.length; element++) {
            float[] values = pixelValues[element / plane];
            for (int image = from; image < to; image++) {
                int pixel = Byte.toUnsignedInt(images.pixels()[images.offset(image) + element]);
                input[element][image - from] = values[pixel];
            }
        }
        for (int i = 0; i < stages.size(); i++) {
            List<float[][]> read = new ArrayList<>();
            for (int stage : inputs.get(i)) {
                read.add(stage < 0 ? input : outputs.get(stage));
            }
            stages.get(i).run(read, outputs.get(i));
        }
    }

    /** Outputs of one layer for one lane, CHW. */
    float[] output(int layer, int lane) {
        float[][] lanes = outputs.get(layer);
        float[] values = new float[lanes.length];
        for (int element = 0; element < values.length; element++) {
            values[element] = lanes[element][lane];
        }
        return values;
    }
}
