package intaglio.frontend.onnx;

import intaglio.ir.Activation;
import intaglio.ir.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The layers so far, and what the data looks like behind them. After a node that is refused the shape is unknown until
 * a later node makes it known again; nothing that depends on an unknown shape is reported.
 */
final class LayerChain {

    private final List<LayerDraft> layers = new ArrayList<>();

    /** Sizes of the tensor without the batch, as the graph sees them; null where unknown. */
    private int[] dims;

    /** What the last layer gives, whatever the graph has reshaped it to since; null where unknown. */
    private Shape shape;

    /** A zero padding that the next convolution takes over: top, left, bottom, right. */
    private int[] padding = new int[4];

    private Node paddedBy;
    private Node end;

    /** Whether an operation has been refused since the last layer. */
    private boolean lost;

    /** Batch size of the input, or 0 where any is allowed. */
    private final long batch;

    private final DataQuantization quantization;

    /** For the graph's input; see {@link DataQuantization} for whether it is quantized. */
    LayerChain(Shape input, long batch, boolean quantized) {
        this.quantization = new DataQuantization(quantized);
        this.shape = input;
        this.dims = input == null ? null : new int[] {input.channels(), input.height(), input.width()};
        this.batch = batch;
    }

    List<LayerDraft> layers() {
        return layers;
    }

    DataQuantization quantization() {
        return quantization;
    }

    long batch() {
        return batch;
    }

    int[] dims() {
        return dims;
    }

    Shape shape() {
        return shape;
    }

    boolean isLost() {
        return lost;
    }

    /** The node that ends the network (Softmax, ArgMax), or null. */
    Node end() {
        return end;
    }

    void endWith(Node node) {
        end = node;
    }

    /** Whether the data are images as the last layer gives them; false where that is unknown, too. */
    boolean isImage() {
        return shape != null && dims != null
                && Arrays.equals(dims, new int[] {shape.channels(), shape.height(), shape.width()});
    }

    boolean isVector() {
        return dims != null && dims.length == 1;
    }

    /** With the batch as N, for instance {@code Nx6x14x14}; {@code ?} where unknown. */
    String shapeText() {
        return dims == null
                ? "?"
                : "N" + Arrays.stream(dims).mapToObj(size -> "x" + size).collect(Collectors.joining());
    }

    /** The weighted layer that the data come from directly, with no activation yet; null where there is none. */
    LayerDraft openWeighted() {
        LayerDraft last = layers.isEmpty() ? null : layers.get(layers.size() - 1);
        boolean open = !lost && paddedBy == null && last != null && last.isWeighted()
                && last.activation() == Activation.NONE && quantization.grid() == null;
        return open ? last : null;
    }

    /** The weighted layer before any pools at the end, or null. */
    LayerDraft lastWeighted() {
        for (int i = layers.size() - 1; i >= 0; i--) {
            if (layers.get(i).isWeighted()) {
                return layers.get(i);
            }
        }
        return null;
    }

    /** Whether only max pools, or nothing, follow the last weighted layer. */
    boolean endsInMaxPools() {
        for (int i = layers.size() - 1; i >= 0 && !layers.get(i).isWeighted(); i--) {
            if (!layers.get(i).isMaxPool()) {
                return false;
            }
        }
        return true;
    }

    /** Appends a layer whose output shape is given, or null where unknown. */
    void add(LayerDraft layer, Shape output) {
        quantization.enter(layer, lost);
        layers.add(layer);
        shape = output;
        dims = output == null ? null : new int[] {output.channels(), output.height(), output.width()};
        lost = false;
    }

    /** Takes the last layer away, for another one of the same output. */
    void removeLast() {
        layers.remove(layers.size() - 1);
    }

    /** Appends a dense layer. */
    void addDense(LayerDraft layer) {
        add(layer, Shape.vector(layer.weights().outChannels()));
        dims = new int[] {layer.weights().outChannels()};
    }

    /** The same data in the same order, under other sizes. */
    void reshape(int... sizes) {
        dims = sizes;
    }

    /** After a refused node. */
    void lose() {
        dims = null;
        shape = null;
        lost = true;
        quantization.lose();
        takePadding();
    }

    void pad(Node node, int[] added) {
        paddedBy = node;
        for (int side = 0; side < 4; side++) {
            padding[side] += added[side];
        }
    }

    /** The node whose padding no layer has taken over yet, or null. */
    Node paddedBy() {
        return paddedBy;
    }

    int[] takePadding() {
        int[] taken = padding;
        padding = new int[4];
        paddedBy = null;
        return taken;
    }
}
