package intaglio.quant;

import intaglio.graph.FloatModel;
import intaglio.ir.Normalization;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Conv2d;
import intaglio.op.Weighted;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a network of normalized pixels loses at the border. Padding stands for 0 in the trained network; in the integers
 * it reads the nearest byte, whose value is e[c] ({@link Normalization#zeroError}). A sum whose window hangs over the
 * border is off by the sum of {@code w * e[c]} over the weights outside. It is the same for every image.
 *
 * @param layer label of the padded layer
 * @param largest largest difference of any of its sums from the trained network's, in its real units
 * @param bound the sum of the sizes of these terms over all places of a window: no sum is off by more
 */
public record PaddingError(String layer, double largest, double bound) {

    /** Empty where the first layer with weights has no padding, or a byte stands for 0 exactly. */
    public static Optional<PaddingError> of(FloatModel trained) {
        return trained.network().weightedLayers().stream().findFirst().flatMap(first -> of(trained, first));
    }

    private static Optional<PaddingError> of(FloatModel trained, Weighted first) {
        Normalization normalization = trained.network().normalization();
        boolean exact = IntStream.range(0, trained.network().input().channels())
                .allMatch(channel -> normalization.zeroError(channel) == 0);
        if (exact || !(first instanceof Conv2d conv) || !conv.window().isPadded()) {
            return Optional.empty();
        }
        Shape input = trained.network()
                .shapes()
                .inOrder()
                .get(trained.network().layers().indexOf(first));
        float[] weights = trained.parameters(first).weights();
        double largest = 0;
        double bound = 0;
        for (int outChannel = 0; outChannel < conv.outChannels(); outChannel++) {
            double[] errors = errors(conv, outChannel, input, weights, normalization);
            largest = Math.max(largest, largest(conv.window(), input, errors));
            bound = Math.max(bound, Arrays.stream(errors).map(Math::abs).sum());
        }
        return Optional.of(new PaddingError(first.label(), largest, bound));
    }

    /** {@code w * e[c]} by place in the window, summed over the input channels. */
    private static double[] errors(
            Conv2d conv, int outChannel, Shape input, float[] weights, Normalization normalization) {
        int area = conv.window().area();
        int perChannel = conv.weightsPerChannel(input);
        double[] errors = new double[area];
        for (int weight = 0; weight < perChannel; weight++) {
            int inChannel = conv.inputChannel(outChannel, weight, input);
            errors[weight % area] += weights[outChannel * perChannel + weight] * normalization.zeroError(inChannel);
        }
        return errors;
    }

    private static double largest(Window window, Shape input, double[] errors) {
        double largest = 0;
        for (int outY = 0; outY < window.outHeight(input.height()); outY++) {
            for (int outX = 0; outX < window.outWidth(input.width()); outX++) {
                largest = Math.max(largest, Math.abs(outside(window, input, errors, outY, outX)));
            }
        }
        return largest;
    }

    private static double outside(Window window, Shape input, double[] errors, int outY, int outX) {
        double sum = 0;
        for (int tap = 0; tap < errors.length; tap++) {
            int inY = outY * window.strideY() - window.padTop() + tap / window.kernelWidth();
            int inX = outX * window.strideX() - window.padLeft() + tap % window.kernelWidth();
            boolean inside = 0 <= inY && inY < input.height() && 0 <= inX && inX < input.width();
            sum += inside ? 0 : errors[tap];
        }
        return sum;
    }
}
