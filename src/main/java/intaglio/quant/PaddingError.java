package intaglio.quant;

import intaglio.graph.FloatModel;
import intaglio.graph.Network;
import intaglio.ir.Normalization;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.LayerCases;
import intaglio.op.Pool2d;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What a network of normalized pixels loses at the border. Padding stands for 0 in the trained network; in the integers
 * it reads the nearest byte, whose value is e[c] ({@link Normalization#zeroError}). A sum whose window hangs over the
 * border is off by the sum of {@code w * e[c]} over the weights outside. It is the same for every image. A mean whose
 * padding counts is such a sum, each weight 1 / area.
 *
 * @param layer label of the padded layer
 * @param largest largest difference of any of its sums from the trained network's, in its real units
 * @param bound the sum of the sizes of these terms over all places of a window: no sum is off by more
 */
public record PaddingError(String layer, double largest, double bound) {

    /** Of every padded layer that reads the image; none where a byte stands for 0 exactly. */
    public static List<PaddingError> of(FloatModel trained) {
        Network network = trained.network();
        boolean exact = IntStream.range(0, network.input().channels())
                .allMatch(channel -> network.normalization().zeroError(channel) == 0);
        if (exact) {
            return List.of();
        }
        return network.nodes().stream()
                .filter(node -> network.origins(node.inputs().get(0)).equals(Set.of(Network.INPUT)))
                .flatMap(node -> node
                        .layer()
                        .match(new Cases(trained, network.shapes().inputs(node).get(0)))
                        .stream())
                .toList();
    }

    /**
     * One layer that reads pixels.
     *
     * @param input shape of what it reads first
     */
    private record Cases(FloatModel trained, Shape input) implements LayerCases<Optional<PaddingError>> {

        @Override
        public Optional<PaddingError> conv2d(Conv2d layer) {
            float[] weights = trained.parameters(layer).weights();
            return of(
                    layer.label(),
                    layer.window(),
                    layer.outChannels(),
                    outChannel -> errors(layer, outChannel, weights));
        }

        @Override
        public Optional<PaddingError> pool2d(Pool2d layer) {
            int area = layer.window().area();
            return layer.countsPadding()
                    ? of(layer.label(), layer.window(), input.channels(), channel -> {
                        double[] errors = new double[area];
                        Arrays.fill(errors, normalization().zeroError(channel) / area);
                        return errors;
                    })
                    : Optional.empty();
        }

        @Override
        public Optional<PaddingError> dense(Dense layer) {
            return Optional.empty();
        }

        @Override
        public Optional<PaddingError> add(Add layer) {
            return Optional.empty();
        }

        @Override
        public Optional<PaddingError> concat(Concat layer) {
            return Optional.empty();
        }

        @Override
        public Optional<PaddingError> depthToSpace(DepthToSpace layer) {
            return Optional.empty();
        }

        private Normalization normalization() {
            return trained.network().normalization();
        }

        /**
         * Of one layer.
         *
         * @param errors by place in the window, of one output channel
         */
        private Optional<PaddingError> of(String label, Window window, int channels, IntFunction<double[]> errors) {
            if (!window.isPadded()) {
                return Optional.empty();
            }
            double largest = 0;
            double bound = 0;
            for (int channel = 0; channel < channels; channel++) {
                double[] ofChannel = errors.apply(channel);
                largest = Math.max(largest, PaddingError.largest(window, input, ofChannel));
                bound = Math.max(bound, Arrays.stream(ofChannel).map(Math::abs).sum());
            }
            return Optional.of(new PaddingError(label, largest, bound));
        }

        /** {@code w * e[c]} by place in the window, summed over the input channels. */
        private double[] errors(Conv2d conv, int outChannel, float[] weights) {
            int area = conv.window().area();
            int perChannel = conv.weightsPerChannel(input);
            double[] errors = new double[area];
            for (int weight = 0; weight < perChannel; weight++) {
                int inChannel = conv.inputChannel(outChannel, weight, input);
                errors[weight % area] += weights[outChannel * perChannel + weight]
                        * normalization().zeroError(inChannel);
            }
            return errors;
        }
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
            int inY = outY * window.strideY() - window.padTop() + tap / window.kernelWidth() * window.dilationY();
            int inX = outX * window.strideX() - window.padLeft() + tap % window.kernelWidth() * window.dilationX();
            boolean inside = 0 <= inY && inY < input.height() && 0 <= inX && inX < input.width();
            sum += inside ? 0 : errors[tap];
        }
        return sum;
    }
}
