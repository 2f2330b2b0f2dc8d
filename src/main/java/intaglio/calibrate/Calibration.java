package intaglio.calibrate;

import intaglio.data.ImageSet;
import intaglio.diag.IntaglioException;
import intaglio.floating.FloatNetwork;
import intaglio.graph.FloatModel;
import intaglio.graph.Network;
import intaglio.ir.ActivationFunction;
import intaglio.op.Layer;
import intaglio.quant.ActivationRange;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * One pass of the float network over calibration images: statistics of every layer whose outputs will be requantized,
 * that is every one with a scale of its own but the one that gives the output; that one, too, where its activation is a
 * function; and the logits.
 *
 * @param layers in network order
 * @param logits float logits, one row an image
 * @param inputMeans by label, the mean of every element of what some layer with weights reads; without the image
 */
public record Calibration(List<LayerStatistics> layers, float[][] logits, Map<String, double[]> inputMeans) {

    /** Frames whose extremes the moving average takes as one. */
    static final int BATCH = 32;

    /** Frames run at once; their outputs are held together. */
    private static final int HELD = 8 * BATCH;

    public Calibration {
        layers = List.copyOf(layers);
    }

    /**
     * Runs the images.
     *
     * @param progress told the number of images done
     * @throws IntaglioException (bad input) where a layer's output is not a finite number
     */
    public static Calibration of(FloatModel model, ImageSet images, IntConsumer progress) {
        List<Layer> order = model.network().layers();
        int[] indices = IntStream.range(0, order.size())
                .filter(index -> needsRange(model.network(), order.get(index)))
                .toArray();
        List<LayerStatistics> layers = Arrays.stream(indices)
                .mapToObj(index -> new LayerStatistics(order.get(index).label()))
                .toList();
        FloatNetwork network = new FloatNetwork(model);
        float[][] logits = new float[images.count()][];
        InputMeans means = new InputMeans(model.network(), images.count());
        for (int from = 0; from < images.count(); from += HELD) {
            int to = Math.min(images.count(), from + HELD);
            float[][][] outputs = network.outputs(images, from, to);
            for (int batch = from; batch < to; batch += BATCH) {
                float[][][] frames = Arrays.copyOfRange(outputs, batch - from, Math.min(to, batch + BATCH) - from);
                for (int i = 0; i < indices.length; i++) {
                    layers.get(i).add(joined(frames, indices[i]));
                }
            }
            for (int image = from; image < to; image++) {
                logits[image] = outputs[image - from][order.size() - 1];
                means.add(outputs[image - from]);
            }
            progress.accept(to);
        }
        return new Calibration(layers, logits, means.byLabel());
    }

    private static boolean needsRange(Network network, Layer layer) {
        return layer.hasOwnScale() && (!network.givesOutput(layer) || layer.activation() instanceof ActivationFunction);
    }

    /** One layer's outputs of several frames. */
    private static float[] joined(float[][][] frames, int layer) {
        int elements = frames[0][layer].length;
        float[] values = new float[frames.length * elements];
        for (int frame = 0; frame < frames.length; frame++) {
            System.arraycopy(frames[frame][layer], 0, values, frame * elements, elements);
        }
        return values;
    }

    /** The ranges one calibrator takes, by layer label. */
    public Map<String, ActivationRange> ranges(Calibrator calibrator) {
        Map<String, ActivationRange> ranges = new LinkedHashMap<>();
        layers.forEach(layer -> ranges.put(layer.label(), calibrator.range(layer)));
        return ranges;
    }
}
