package intaglio.quant;

import intaglio.diag.IntaglioException;
import intaglio.graph.FloatModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.Shapes;
import intaglio.ir.FloatParameters;
import intaglio.ir.Normalization;
import intaglio.ir.Shape;
import intaglio.op.Weighted;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A trained network that reads bytes: the normalization of its pixels is folded into the layers with weights
 * that read it.
 *
 * <p>The byte p of channel c stands for {@code a[c] * p + b[c] = a[c] * (p - Z[c]) + e[c]}, Z the byte nearest to the
 * value 0 ({@link Normalization#zeroByte}) and e its value. With the unit {@code a}, the largest |a[c]|, the layer reads
 * {@code a * (p - Z[c])}: its weights become {@code w * a[c] / a}, its bias {@code bias + sum of w * e[c]}. This is exact
 * but for padding, which reads Z[c] and so stands for e[c] and not for 0.
 *
 * @param model the network with folded weights; its other layers are as trained
 * @param unit a, the value of one step of a byte
 * @param zeroPoints Z: one, or one for each channel
 */
record FoldedInput(FloatModel model, double unit, int[] zeroPoints) {

    static FoldedInput of(FloatModel trained) {
        Normalization normalization = trained.network().normalization();
        double unit =
                ActivationScale.unit(normalization, trained.network().input().channels());
        if (normalization.equals(Normalization.NONE)) {
            return new FoldedInput(trained, unit, new int[] {0});
        }
        checkMaxima(trained.network());
        ImageChannels.check(trained.network());
        int channels = trained.network().input().channels();
        int[] zeroPoints = new int[channels];
        Arrays.setAll(zeroPoints, normalization::zeroByte);
        boolean alike = Arrays.stream(zeroPoints).distinct().count() == 1;
        return new FoldedInput(folded(trained, unit), unit, alike ? new int[] {zeroPoints[0]} : zeroPoints);
    }

    /** The largest pixel is the smallest of its negative. */
    private static void checkMaxima(Network network) {
        boolean negative = IntStream.range(0, network.input().channels())
                .anyMatch(channel -> network.normalization().scale(channel) < 0);
        network.nodes().stream()
                .filter(node -> negative && node.layer().picksLargest())
                .filter(node -> network.origins(node.input()).contains(Network.INPUT))
                .map(Node::label)
                .findFirst()
                .ifPresent(pool -> {
                    throw IntaglioException.badInput(
                            "layer '" + pool + "'",
                            "is a maximum of pixels that stand for "
                                    + network.normalization().formula() + ", where the brightest is the smallest",
                            "invert the images (--invert) and give a positive --std");
                });
    }

    /** Every layer with weights that reads the image, or what is made of it without arithmetic of its own. */
    private static FloatModel folded(FloatModel trained, double unit) {
        Network network = trained.network();
        Shapes shapes = network.shapes();
        Map<String, FloatParameters> parameters = new LinkedHashMap<>(trained.parameters());
        for (Node node : network.nodes()) {
            node.layer()
                    .weighted()
                    .filter(layer -> network.origins(node.input()).equals(Set.of(Network.INPUT)))
                    .ifPresent(layer -> parameters.put(
                            layer.label(),
                            folded(
                                    layer,
                                    trained.parameters(layer),
                                    shapes.input(node),
                                    network.normalization(),
                                    network.input().channels(),
                                    unit)));
        }
        return new FloatModel(network, parameters);
    }

    private static FloatParameters folded(
            Weighted layer,
            FloatParameters from,
            Shape input,
            Normalization normalization,
            int pixelChannels,
            double unit) {
        float[] weights = new float[from.weights().length];
        float[] bias = from.bias().clone();
        int perChannel = layer.weightsPerChannel(input);
        for (int outChannel = 0; outChannel < bias.length; outChannel++) {
            double sum = bias[outChannel];
            for (int weight = 0; weight < perChannel; weight++) {
                // Where there are more channels than in the image, all are normalized alike; see ImageChannels.
                int inChannel = layer.inputChannel(outChannel, weight, input) % pixelChannels;
                int index = outChannel * perChannel + weight;
                weights[index] = (float) (from.weights()[index] * (normalization.scale(inChannel) / unit));
                sum += from.weights()[index] * normalization.zeroError(inChannel);
            }
            bias[outChannel] = (float) sum;
        }
        return new FloatParameters(weights, bias);
    }
}
