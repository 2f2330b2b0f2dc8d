package intaglio.frontend.onnx;

import intaglio.frontend.layer.FoldedWeights;
import intaglio.ir.Activation;
import intaglio.ir.Shape;
import intaglio.ir.Window;
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

    /** Whether the elements are in the order rows, columns, channels, and not channels, rows, columns. */
    private boolean channelsLast;

    /** Whether the data are the bytes of the image still. */
    private boolean bytes;

    /** What the graph does to the image before the first layer; null where nothing. */
    private ChannelAffine image;

    /** What the next layer takes over; null where nothing. */
    private ChannelAffine pending;

    private Node pendingBy;

    /** What has been left out or added, for the user. */
    private final List<String> notes = new ArrayList<>();

    /** A zero padding that the next convolution takes over: top, left, bottom, right. */
    private int[] padding = new int[4];

    private Node paddedBy;
    private Node end;
    private final List<String> ends = new ArrayList<>();

    /** Whether an operation has been refused since the last layer. */
    private boolean lost;

    /** Batch size of the input, or 0 where any is allowed. */
    private final long batch;

    private final DataQuantization quantization;

    /** For the graph's input; see {@link DataQuantization} for whether it is quantized. */
    LayerChain(GraphInput input, boolean quantized) {
        this.quantization = new DataQuantization(quantized);
        this.shape = input.shape();
        this.dims = input.dims();
        this.channelsLast = input.channelsLast();
        this.bytes = input.bytes();
        this.batch = input.batch();
        input.note().ifPresent(notes::add);
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

    /** What has been left out or added, one sentence each. */
    List<String> notes() {
        List<String> all = new ArrayList<>(notes);
        if (!ends.isEmpty()) {
            all.add("the last " + String.join(" and ", ends) + (ends.size() == 1 ? " is" : " are")
                    + " left out: the class is the same, the outputs are logits");
        }
        return all;
    }

    /** The node that ends the network (Softmax, ArgMax), or null. */
    Node end() {
        return end;
    }

    void endWith(Node node) {
        end = node;
        if (!node.op().equals("ArgMax")) {
            ends.add(node.op());
        }
    }

    /** Whether layers may follow: there is no end, or one that is a function of each element as well. */
    boolean mayGoOn() {
        return end == null || end.op().equals("Sigmoid");
    }

    /** The function that seemed to end the network stands before another layer: it is not the end. */
    Node reopen() {
        Node node = end;
        end = null;
        ends.remove(ends.size() - 1);
        return node;
    }

    /** Whether the data are images as the last layer gives them; false where that is unknown, too. */
    boolean isImage() {
        return shape != null
                && dims != null
                && isPlanar()
                && Arrays.equals(dims, new int[] {shape.channels(), shape.height(), shape.width()});
    }

    /** Whether the first axis is the channels of the last layer, whatever has become of rows and columns. */
    boolean isChannelsFirst() {
        return shape != null
                && dims != null
                && isPlanar()
                && dims.length > 0
                && dims[0] == shape.channels()
                && (dims.length > 1 || shape.pixels() == 1);
    }

    /** The same with the channels as the last axis. */
    boolean isImageChannelsLast() {
        return shape != null
                && dims != null
                && (channelsLast || isOneOrder())
                && Arrays.equals(dims, new int[] {shape.height(), shape.width(), shape.channels()});
    }

    /** Whether the elements are in CHW order. */
    boolean isPlanar() {
        return !channelsLast || isOneOrder();
    }

    /** Whether HWC and CHW are the same order. */
    private boolean isOneOrder() {
        return shape != null && (shape.channels() == 1 || shape.pixels() == 1);
    }

    /** Index in CHW order of a flat element. */
    int planarIndex(int element) {
        int channels = shape.channels();
        return isPlanar() ? element : element % channels * shape.pixels() + element / channels;
    }

    /** The elements in another order. */
    void reorder(boolean last, int... sizes) {
        channelsLast = last;
        dims = sizes;
    }

    boolean isBytes() {
        return bytes;
    }

    /** The bytes of the image have become real numbers. */
    void castBytes() {
        bytes = false;
    }

    /** Whether the data are the image still, as real numbers. */
    boolean isFront() {
        return layers.isEmpty() && pending == null && !lost && paddedBy == null && quantization.isInputOpen();
    }

    /** What the graph does to the image before the first layer; null where nothing. */
    ChannelAffine image() {
        return image;
    }

    /** What the next layer has to take over; null where nothing. */
    ChannelAffine pending() {
        return pending;
    }

    boolean isPendingPerChannel() {
        return shape != null && pending.count() == shape.channels();
    }

    /** A map of the data that no layer before can take over: it is the image's, or the next layer takes it. */
    void transform(Node node, ChannelAffine affine) {
        boolean perChannel = affine.count() == shape.channels();
        boolean front = isFront() && perChannel;
        boolean zero = front && Arrays.stream(affine.scale()).anyMatch(value -> value == 0);
        if (!affine.isFinite() || zero) {
            node.problem(
                    zero ? "multiplies a channel of the image by 0" : "gives numbers beyond 64-bit floats",
                    "train or export the model again");
        } else if (front) {
            image = image == null ? affine : image.then(affine);
        } else if (quantization.isActive()) {
            node.problem(
                    "changes data that have been quantized: the result would be rounded twice",
                    "make it a part of the layer before, before quantizing (onnxruntime: quant_pre_process)");
        } else {
            pending = pending == null ? affine : alike(pending, affine).then(alike(affine, pending));
            pendingBy = node;
        }
    }

    /** A map of each channel as one of each element, where the other is that. */
    private ChannelAffine alike(ChannelAffine affine, ChannelAffine other) {
        return affine.count() < other.count() ? affine.perElement(shape.pixels()) : affine;
    }

    /**
     * A convolution takes over what is left to it. Behind a padding of zeros it cannot, where these would not stay
     * zeros.
     */
    void foldInto(FoldedWeights weights, Window window, int groups) {
        if (pending != null && (!isPendingPerChannel() || (window.isPadded() && !pending.keepsZero()))) {
            settle();
        }
        if (pending != null) {
            int inputs = shape.channels() / groups;
            int outputs = weights.outChannels() / groups;
            weights.read(
                    (out, weight) -> out / outputs * inputs + weight / window.area(), pending.scale(), pending.shift());
            pending = null;
        }
    }

    /** A dense layer takes over what is left to it. */
    void foldInto(FoldedWeights weights) {
        if (pending != null) {
            ChannelAffine each = isPendingPerChannel() ? pending.perElement(shape.pixels()) : pending;
            weights.read((out, weight) -> weight, each.scale(), each.shift());
            pending = null;
        }
    }

    /** Makes what no other layer can take over a layer of its own: a depthwise convolution of one pixel. */
    void settle() {
        if (pending == null) {
            return;
        }
        ChannelAffine affine = pending;
        boolean perChannel = isPendingPerChannel();
        pending = null;
        if (!perChannel) {
            pendingBy.problem(
                    "changes each element by its own numbers, which only a dense layer directly behind it"
                            + " can take over",
                    "use one value per channel");
            return;
        }
        float[] ones = new float[affine.count()];
        Arrays.fill(ones, 1);
        FoldedWeights weights = new FoldedWeights(ones, ones.length);
        weights.multiply(affine.scale());
        weights.add(affine.shift());
        int[] sizes = dims;
        boolean last = channelsLast;
        String name = LayerNames.weighted(pendingBy, "scale");
        add(LayerDraft.conv(pendingBy, name, Window.of(1, 1, 1, 1, 0, 0), ones.length, weights), shape);
        reorder(last, sizes);
        notes.add(pendingBy.op() + " '" + Text.printable(pendingBy.name()) + "' becomes a layer of its own: no layer"
                + " beside it can take it over exactly");
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
        boolean open = !lost
                && paddedBy == null
                && pending == null
                && last != null
                && last.isWeighted()
                && last.activation() == Activation.NONE
                && quantization.grid() == null;
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
        channelsLast = false;
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
        loseValues();
    }

    /** After a refused function of each element: sizes stay known. */
    void loseValues() {
        pending = null;
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
