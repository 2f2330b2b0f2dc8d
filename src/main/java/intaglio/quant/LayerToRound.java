package intaglio.quant;

import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.ir.FloatParameters;
import intaglio.ir.Shape;
import intaglio.op.Weighted;
import java.util.Optional;

/**
 * A layer whose weights are to become integers, and what it reads.
 *
 * @param layer the layer
 * @param node its place in the network
 * @param network the whole network, trained
 * @param trained its weights and biases, the normalization of the image in them where it reads the image
 * @param grid the integers to choose from
 * @param before the integer network whose last layer it reads; empty where it reads the image
 * @param inputScale real value of one step of an input
 * @param inputZeroPoints the input that stands for 0.0: one, or one for each input channel
 */
public record LayerToRound(
        Weighted layer,
        Node node,
        Network network,
        FloatParameters trained,
        WeightGrid grid,
        Optional<IntegerModel> before,
        double inputScale,
        int[] inputZeroPoints) {

    /** Whether its inputs are pixels of the image, or moved, compared or averaged ones. */
    public boolean readsImage() {
        return network.origins(node.input()).contains(Network.INPUT);
    }

    /** Shape of what it reads. */
    public Shape inputShape() {
        return network.shapes().input(node);
    }

    /** The zero point of an input channel. */
    public int inputZeroPoint(int channel) {
        return inputZeroPoints[inputZeroPoints.length == 1 ? 0 : channel];
    }
}
