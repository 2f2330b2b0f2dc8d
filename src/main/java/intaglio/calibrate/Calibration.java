package intaglio.calibrate;

import intaglio.data.ImageSet;
import intaglio.diag.IntaglioException;
import intaglio.ir.FloatModel;
import intaglio.ir.Layer;
import intaglio.quant.ActivationRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * One pass of the float network over calibration images: statistics of every layer whose outputs will be requantized,
 * that is every weighted one but the last, and the logits.
 *
 * @param layers in network order
 * @param logits float logits, one row an image
 */
public record Calibration(List<LayerStatistics> layers, float[][] logits) {

    /** Frames whose extremes the moving average takes as one. */
    static final int BATCH = 32;

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
        List<Layer.Weighted> weighted = model.network().weightedLayers();
        List<LayerStatistics> layers = new ArrayList<>();
        weighted.subList(0, weighted.size() - 1).forEach(layer -> layers.add(new LayerStatistics(layer.label())));
        FloatReference reference = new FloatReference(model);
        String last = model.network().layers().get(model.network().layers().size() - 1).label();
        float[][] logits = new float[images.count()][];
        for (int from = 0; from < images.count(); from += BATCH) {
            int to = Math.min(images.count(), from + BATCH);
            List<Map<String, float[]>> batch = new ArrayList<>();
            for (int image = from; image < to; image++) {
                batch.add(reference.run(images.pixels(), images.offset(image)));
                logits[image] = batch.get(image - from).get(last);
            }
            int first = from;
            layers.forEach(layer -> layer.add(joined(batch, layer.label(), first)));
            progress.accept(to);
        }
        return new Calibration(layers, logits);
    }

    private static float[] joined(List<Map<String, float[]>> batch, String label, int first) {
        int elements = batch.get(0).get(label).length;
        float[] values = new float[batch.size() * elements];
        for (int frame = 0; frame < batch.size(); frame++) {
            float[] outputs = batch.get(frame).get(label);
            for (float output : outputs) {
                if (!Float.isFinite(output)) {
                    throw IntaglioException.badInput(
                            "layer '" + label + "', calibration image " + (first + frame),
                            "has an output of " + output + ", which is not a finite number",
                            "check the checkpoint's weights");
                }
            }
            System.arraycopy(outputs, 0, values, frame * elements, elements);
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
