package intaglio.calibrate;

import intaglio.data.ImageSet;
import intaglio.golden.TapTable;
import intaglio.ir.FloatParameters;
import intaglio.quant.LayerToRound;
import intaglio.quant.RoundedWeights;
import intaglio.quant.WeightRounding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Error-feedback rounding (GPTQ): the error of each weight is fed into the weights of its channel that are not rounded yet,
 * so that the layer's sums change least for the inputs that it has in the integer network, see {@link SecondMoment}. Then
 * the mean error of each output channel's sums is taken off its bias. Results depend on the images only.
 */
public final class ErrorFeedback implements WeightRounding {

    /** Inputs of a dense layer or a window beyond this number are split: errors are fed back within each part. */
    private static final int LARGEST_PART = 1024;

    /** Multiplications to spend on a layer's second moments. */
    private static final double WORK = 0x1p33;

    /** Places for each input that are enough to tell the inputs apart. */
    private static final int PLACES_PER_INPUT = 16;

    private final ImageSet images;
    private final Map<String, double[]> floatMeans;
    private final Progress progress;
    private final double work;

    /** Told how far it is. */
    public interface Progress {

        /**
         * A layer's inputs were read.
         *
         * @param layer label
         * @param images done of all
         */
        void at(String layer, int images);
    }

    /**
     * @param images to round for
     * @param calibration of the same images
     */
    public ErrorFeedback(ImageSet images, Calibration calibration, Progress progress) {
        this(images, calibration, progress, WORK);
    }

    /** The same with another number of multiplications to spend on a layer. */
    ErrorFeedback(ImageSet images, Calibration calibration, Progress progress, double work) {
        this.images = images;
        this.floatMeans = calibration.inputMeans();
        this.progress = progress;
        this.work = work;
    }

    /** Consecutive inputs of one group of a layer. */
    private record Part(int[][] elements, int group, int first, SecondMoment moment) {}

    @Override
    public RoundedWeights round(LayerToRound layer) {
        List<TapTable> tables = TapTable.of(layer.layer(), layer.inputShape());
        List<Part> parts = parts(tables);
        double[] means = new double[layer.inputShape().elements()];
        int step = step(tables);
        new LayerInputs(layer, images).forEach((image, values) -> {
            for (int element = 0; element < means.length; element++) {
                means[element] += values[element] / images.count();
            }
            parts.forEach(part -> add(part, values, image % step, step));
            progress.at(layer.node().label(), image + 1);
        });
        int[] quantized = rounded(layer, tables.size(), parts);
        return new RoundedWeights(quantized, correctedBias(layer, tables, means, quantized));
    }

    private static List<Part> parts(List<TapTable> tables) {
        List<Part> parts = new ArrayList<>();
        for (int group = 0; group < tables.size(); group++) {
            int[][] elements = tables.get(group).elements();
            for (int first = 0; first < elements[0].length; first += LARGEST_PART) {
                int inputs = Math.min(LARGEST_PART, elements[0].length - first);
                parts.add(new Part(elements, group, first, new SecondMoment(inputs)));
            }
        }
        return parts;
    }

    /**
     * Every how manyth place of an image to look at, so that the work stays bounded; in each image the first of them is the
     * next place.
     */
    private int step(List<TapTable> tables) {
        int[][] elements = tables.get(0).elements();
        double inputs = Math.min(LARGEST_PART, elements[0].length);
        double perPlace = inputs * elements[0].length * tables.size();
        double enough = Math.max(PLACES_PER_INPUT * inputs, work / perPlace);
        double places = (double) elements.length * images.count();
        return (int) Math.max(1, Math.min(elements.length, places / enough));
    }

    private static void add(Part part, double[] values, int from, int step) {
        double[] column = new double[part.moment().inputs()];
        for (int place = from; place < part.elements().length; place += step) {
            for (int i = 0; i < column.length; i++) {
                int element = part.elements()[place][part.first() + i];
                column[i] = element == TapTable.PADDING ? 0 : values[element];
            }
            part.moment().add(column);
        }
    }

    private static int[] rounded(LayerToRound layer, int groups, List<Part> parts) {
        FloatParameters trained = layer.trained();
        int[] quantized = new int[trained.weights().length];
        int channels = trained.bias().length / groups;
        int perChannel = quantized.length / trained.bias().length;
        for (Part part : parts) {
            Feedback feedback = part.moment().feedback();
            for (int channel = part.group() * channels; channel < (part.group() + 1) * channels; channel++) {
                int first = channel * perChannel + part.first();
                feedback.round(trained.weights(), first, channel, layer.grid(), quantized);
            }
        }
        return quantized;
    }

    /** The biases with which each channel's sums have the mean that they have in the float network. */
    private float[] correctedBias(LayerToRound layer, List<TapTable> tables, double[] means, int[] quantized) {
        float[] weights = layer.trained().weights();
        float[] bias = layer.trained().bias().clone();
        int perChannel = weights.length / bias.length;
        int channels = bias.length / tables.size();
        for (int group = 0; group < tables.size(); group++) {
            double[] integers = scaled(tapMeans(tables.get(group), means), layer.inputScale());
            double[] floats = layer.readsImage()
                    ? integers
                    : tapMeans(tables.get(group), floatMeans.get(layer.node().input()));
            for (int channel = group * channels; channel < (group + 1) * channels; channel++) {
                double error = 0;
                for (int i = 0; i < perChannel; i++) {
                    int index = channel * perChannel + i;
                    error += weights[index] * floats[i] - layer.grid().value(channel, quantized[index]) * integers[i];
                }
                bias[channel] += (float) error;
            }
        }
        return bias;
    }

    /** Of what each weight multiplies, over all places. */
    private static double[] tapMeans(TapTable table, double[] elementMeans) {
        double[] means = new double[table.elements()[0].length];
        for (int[] place : table.elements()) {
            for (int tap = 0; tap < means.length; tap++) {
                means[tap] += place[tap] == TapTable.PADDING ? 0 : elementMeans[place[tap]] / table.elements().length;
            }
        }
        return means;
    }

    private static double[] scaled(double[] values, double factor) {
        return Arrays.stream(values).map(value -> value * factor).toArray();
    }
}
