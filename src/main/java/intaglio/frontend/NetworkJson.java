package intaglio.frontend;

import intaglio.diag.IntaglioException;
import intaglio.diag.Problems;
import intaglio.graph.Network;
import intaglio.ir.Normalization;
import intaglio.ir.Shape;
import intaglio.op.DepthToSpace.Order;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The network file ({@code --network net.json}): the graph that a bare state_dict does not have.
 *
 * <pre>{@code
 * {
 *   "name": "lenet",
 *   "input": [1, 28, 28],
 *   "layers": [
 *     {"kind": "conv2d", "name": "c1", "kernel": [5, 5], "outChannels": 6, "padding": 2, "activation": "relu"},
 *     {"kind": "avgpool", "name": "s2", "kernel": [2, 2], "stride": 2},
 *     {"kind": "dense", "name": "output", "outChannels": 10}
 *   ]
 * }
 * }</pre>
 *
 * <p>{@code input} is {@code [channels, height, width]}; all pairs are rows before columns. The last layer gives the
 * output; {@code output} says what that is: {@code "logits"}, {@code "image"} or {@code "values"}. {@code format} is
 * the version. {@code pixels} ({@code "0..1"}, the default, or {@code "0..255"}), {@code mean} (default 0) and {@code
 * std} (default 1) say what the bytes of an image stand for, {@link Normalization}; {@code assumed} repeats what was
 * assumed.
 *
 * <ul>
 *   <li>{@code kind}: {@code conv2d}, {@code dense}, {@code avgpool}, {@code avgpoolinside}, {@code maxpool}, {@code
 *       add}, {@code concat} or {@code depthtospace}.
 *   <li>{@code inputs}: names of what the layer reads, {@code "input"} for the network's input; default: the layer
 *       before.
 *   <li>{@code name}: the layer's label: lower-case letters, digits and {@code _}, at most 24, unique.
 *   <li>{@code tensors} (weighted layers; default: the name): where the checkpoint calls them otherwise, the prefix of
 *       {@code <tensors>.weight} (OIHW or OI) and {@code <tensors>.bias} (O; zeros where it is absent), for instance
 *       {@code "features.0"}.
 *   <li>{@code kernel} (conv2d, pools): {@code [height, width]} or one number for both.
 *   <li>{@code outChannels} (weighted layers; default: what the weight tensor has).
 *   <li>{@code stride} (conv2d, pools): {@code [y, x]} or one number; default 1 for a convolution, the kernel for a
 *       pool.
 *   <li>{@code dilation} (conv2d, pools): {@code [y, x]} or one number; default 1.
 *   <li>{@code padding} (conv2d, pools): one number, {@code [y, x]} or {@code [top, left, bottom, right]}; zeros;
 *       default 0.
 *   <li>{@code batchnorm} (weighted layers): prefix of the tensors of a batch normalization between the layer and its
 *       activation ({@code .running_mean}, {@code .running_var}, and {@code .weight}, {@code .bias} where it has them);
 *       folded into the layer. {@code eps}: its epsilon, default 1e-5.
 *   <li>{@code activation} (weighted layers, add): {@code "relu"}, {@code "relu6"}, a function, or {@code "none"} (the
 *       default).
 *   <li>{@code block}, {@code order} (depthtospace): side of a block; {@code "crd"} (the default) or {@code "dcr"}.
 * </ul>
 *
 * <p>A dense layer flattens its input in CHW order. Unknown and doubled keys are errors.
 */
public final class NetworkJson {

    /** The latest version of the format; files of the first have no number. */
    static final int FORMAT = 2;

    /** Stands for the network's input among the names that a layer reads. */
    static final String INPUT = "input";

    private NetworkJson() {}

    /** The word for an order of channels. */
    static String word(Order order) {
        return order.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a network that stands for itself: every {@code outChannels} is given.
     *
     * @throws IntaglioException (exit code 3) with all that is wrong
     */
    public static Network read(Path file) {
        Problems problems = new Problems();
        NetworkDescription description = NetworkJsonReader.describe(file, problems);
        problems.throwIfAny();
        for (LayerDescription layer : description.layers()) {
            if (layer.kind().isWeighted() && layer.outChannels() == 0) {
                problems.add(layer.where(), "has no \"outChannels\", and there is no tensor to take it from", "add it");
            }
            if (layer.batchNorm() != null) {
                problems.add(
                        layer.where(), "has a batch normalization, and there are no tensors to fold", "take it out");
            }
        }
        NetworkDescription known =
                description.withNormalization(description.normalization().orElse(Normalization.NONE), Optional.empty());
        Optional<Shape> output = NetworkCheck.check(known, problems).output();
        problems.throwIfAny();
        NetworkDescription complete = OutputChoice.resolve(known, output.orElseThrow(), Optional.empty(), problems);
        problems.throwIfAny();
        return complete.toNetwork();
    }

    /** The file's text; {@link #read} gives the same network back. The same network gives the same text. */
    public static String write(Network network) {
        return write(network, Map.of(), Map.of());
    }

    /**
     * The file's text for a state_dict.
     *
     * @param tensors prefix of the tensors by label, where it is not the label
     * @param batchNorms prefix of the tensors of a batch normalization, by the label of the layer before it
     */
    public static String write(Network network, Map<String, String> tensors, Map<String, String> batchNorms) {
        return new NetworkJsonWriter(tensors, batchNorms).write(network);
    }
}
