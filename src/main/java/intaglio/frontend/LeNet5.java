package intaglio.frontend;

import intaglio.frontend.torch.Checkpoint;
import intaglio.frontend.torch.Tensor;
import intaglio.graph.Network;
import intaglio.graph.OutputKind;
import intaglio.ir.Activation;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import java.util.List;
import java.util.Optional;

/**
 * The one network known without a description: LeNet-5 for 28x28 images with the classic names, ReLU after c1 and c3
 * only and 2x2 average pools s2 and s4.
 */
final class LeNet5 {

    private static final List<String> WEIGHTED = List.of("c1", "c3", "c5", "f6", "output");

    private static final String ASSUMPTION =
            "graph of LeNet-5: ReLU behind c1 and c3 only, 2x2 average pools, padding 2"
                    + " in c1 (a state_dict does not say)";

    private LeNet5() {}

    /** Whether all five layers are there by name. Their shapes are checked like those of any other network. */
    static boolean isNamedLike(Checkpoint checkpoint) {
        return WEIGHTED.stream().allMatch(label -> checkpoint.tensor(label + ".weight") != null);
    }

    /** The description; c5 is a convolution over the whole 5x5 plane or, where its tensor is OI, the same as dense. */
    static NetworkDescription describe(Checkpoint checkpoint) {
        Tensor c5 = checkpoint.tensor("c5.weight");
        LayerKind c5Kind = c5.shape().length == 2 ? LayerKind.DENSE : LayerKind.CONV2D;
        Window pool = Window.of(2, 2, 2, 2, 0, 0);
        Window kernel = Window.of(5, 5, 1, 1, 0, 0);
        List<LayerDescription> layers = List.of(
                layer(LayerKind.CONV2D, "c1", Network.INPUT, 6, Window.of(5, 5, 1, 1, 2, 2), Activation.RELU),
                layer(LayerKind.AVGPOOL, "s2", "c1", 0, pool, Activation.NONE),
                layer(LayerKind.CONV2D, "c3", "s2", 16, kernel, Activation.RELU),
                layer(LayerKind.AVGPOOL, "s4", "c3", 0, pool, Activation.NONE),
                layer(c5Kind, "c5", "s4", 120, c5Kind == LayerKind.DENSE ? null : kernel, Activation.NONE),
                layer(LayerKind.DENSE, "f6", "c5", 84, null, Activation.NONE),
                layer(LayerKind.DENSE, "output", "f6", 10, null, Activation.NONE));
        return new NetworkDescription(
                "LeNet-5",
                "lenet",
                new Shape(1, 28, 28),
                Optional.empty(),
                List.of(ASSUMPTION),
                layers,
                Optional.of(OutputKind.LOGITS));
    }

    private static LayerDescription layer(
            LayerKind kind, String label, String input, int out, Window window, Activation activation) {
        return new LayerDescription(
                "LeNet-5: " + label, kind, label, List.of(input), label, out, 1, window, 0, null, activation, null);
    }
}
