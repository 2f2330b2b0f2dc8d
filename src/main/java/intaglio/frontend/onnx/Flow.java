package intaglio.frontend.onnx;

import intaglio.frontend.layer.FoldedWeights;
import intaglio.ir.Activation;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A tensor that the images go through: what its elements are, the layer that gives them, and what is still to be done
 * to them. Each node that reads a tensor changes a copy of its own into what it gives. After a node that is refused
 * the shape is unknown until a later node makes it known again; nothing that depends on an unknown shape is reported.
 */
final class Flow {

    private final GraphDraft graph;
    private final DataQuantization quantization;

    /** The layer that gives the data; null is the image. */
    private LayerDraft source;

    /** Sizes of the tensor without the batch, as the graph sees them; null where unknown. */
    private int[] dims;

    /** What the layer gives, whatever the graph has reshaped it to since; null where unknown. */
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

    /** A zero padding that the next layer with a window takes over: top, left, bottom, right. */
    private int[] padding = new int[4];

    private Node paddedBy;
    private Node end;
    private final List<String> ends = new ArrayList<>();

    /** Whether an operation has been refused since the last layer. */
    private boolean lost;

    /** For the graph's input; see {@link DataQuantization} for whether it is quantized. */
    Flow(GraphInput input, GraphDraft graph, boolean quantized) {
        this.graph = graph;
        this.quantization = new DataQuantization(quantized);
        this.shape = input.shape();
        this.dims = input.dims();
        this.channelsLast = input.channelsLast();
        this.bytes = input.bytes();
    }

    private Flow(Flow from) {
        graph = from.graph;
        quantization = from.quantization.copy();
        source = from.source;
        dims = from.dims;
        shape = from.shape;
        channelsLast = from.channelsLast;
        bytes = from.bytes;
        image = from.image;
        pending = from.pending;
        pendingBy = from.pendingBy;
        padding = from.padding.clone();
        paddedBy = from.paddedBy;
        end = from.end;
        ends.addAll(from.ends);
        lost = from.lost;
    }

    /** The same tensor, for one of the nodes that read it. */
    Flow copy() {
        return new Flow(this);
    }

    /** Several nodes read the tensor: the layer that gives it stays as it is. */
    void share() {
        if (source != null) {
            source.share();
        }
    }

    GraphDraft graph() {
        return graph;
    }

    DataQuantization quantization() {
        return quantization;
    }

    /** The layer that gives the data; null is the image. */
    LayerDraft source() {
        return source;
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

    /** Whether sizes and values are what the graph says: nothing has been refused on the way. */
    boolean isKnown() {
        return !lost && dims != null && shape != null;
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

    /** What the end leaves out, in words; empty where nothing. */
    Optional<String> endNote() {
        return ends.isEmpty()
                ? Optional.empty()
                : Optional.of("the last " + String.join(" and ", ends) + (ends.size() == 1 ? " is" : " are")
                        + " left out: the class is the same, the outputs are logits");
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

    /** Whether the data are images as the layer gives them; false where that is unknown, too. */
    boolean isImage() {
        return shape != null
                && dims != null
                && isPlanar()
                && Arrays.equals(dims, new int[] {shape.channels(), shape.height(), shape.width()});
    }

    /** Whether the first axis is the channels of the layer, whatever has become of rows and columns. */
    boolean isChannelsFirst() {
        return shape != null
                && dims != null
                && isPlanar()
                && dims.length > 0
                && dims[0] == shape.channels()
                && (dims.length > 1 || shape.pixels() == 1);
    }

    /** Whether the last axis is the channels of the layer and those before it are its rows and columns. */
    boolean isImageChannelsLast() {
        return shape != null
                && dims != null
                && dims.length >= 2
                && (channelsLast || isOneOrder())
                && dims[dims.length - 1] == shape.channels()
                && isPlane(Arrays.copyOf(dims, dims.length - 1));
    }

    /** The same with the channels as the first axis. */
    boolean isImageChannelsFirst() {
        return isChannelsFirst() && dims.length >= 2 && isPlane(Arrays.copyOfRange(dims, 1, dims.length));
    }

    /** Whether sizes are the rows and columns, but for axes of size 1. */
    private boolean isPlane(int... sizes) {
        return Arrays.equals(longerThanOne(sizes), longerThanOne(shape.height(), shape.width()));
    }

    private static int[] longerThanOne(int... sizes) {
        return Arrays.stream(sizes).filter(size -> size != 1).toArray();
    }

    /** Whether the elements are in CHW order. */
    boolean isPlanar() {
        return !channelsLast || isOneOrder();
    }

    /** Whether HWC and CHW are the same order. */
    private boolean isOneOrder() {
        return shape != null && (shape.channels() == 1 || shape.pixels() == 1);
    }

    /** Whether elements at the same place of two tensors are elements at the same place of their layers. */
    boolean isOrderedLike(Flow other) {
        return shape.equals(other.shape) && (channelsLast == other.channelsLast || isOneOrder());
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
        return source == null && pending == null && !lost && paddedBy == null && quantization.isInputOpen();
    }

    /** What the next layer has to take over; null where nothing. */
    ChannelAffine pending() {
        return pending;
    }

    boolean isPendingPerChannel() {
        return shape != null && pending.count() == shape.channels();
    }

    /**
     * A map of the data: folded into the weights that give them, part of what the graph does to the image, or left to
     * the next layer.
     */
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
            pendingBy = node;
        } else if (quantization.isActive()) {
            node.problem(
                    "changes data that have been quantized: the result would be rounded twice",
                    "make it a part of the layer before, before quantizing (onnxruntime: quant_pre_process)");
        } else {
            pending = pending == null ? affine : alike(pending, affine).then(alike(affine, pending));
            pendingBy = node;
        }
    }

    /** Multiplies the data by -1. */
    void negate(Node node) {
        double[] signs = new double[shape.channels()];
        Arrays.fill(signs, -1);
        Optional<FoldTarget> target = foldTarget();
        if (target.isPresent()) {
            target.get().weights().multiply(target.get().perFilter(signs));
        } else {
            transform(node, new ChannelAffine(signs, new double[signs.length]));
        }
    }

    /** A map of each channel as one of each element, where the other is that. */
    private ChannelAffine alike(ChannelAffine affine, ChannelAffine other) {
        return affine.count() < other.count() ? affine.perElement(shape.pixels()) : affine;
    }

    /**
     * A layer of the node reads the data. All layers that read the image read the same; what is to be done besides is
     * left.
     */
    private void read(Node node) {
        if (source != null || shape == null) {
            return;
        }
        ChannelAffine own = image == null ? ChannelAffine.none(shape.channels()) : image;
        ChannelAffine common = graph.readImage(own);
        if (!common.isLike(own)) {
            ChannelAffine rest = common.inverse().then(own);
            image = common;
            pending = pending == null ? rest : alike(rest, pending).then(pending);
        }
        pendingBy = pendingBy == null ? node : pendingBy;
    }

    /**
     * A convolution takes over what is left to it. Behind a padding of zeros it cannot, where these would not stay
     * zeros.
     */
    void foldInto(Node node, FoldedWeights weights, Window window, int groups) {
        read(node);
        if (pending != null && (!isPendingPerChannel() || (window.isPadded() && !pending.keepsZero()))) {
            settle(node);
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
    void foldInto(Node node, FoldedWeights weights) {
        read(node);
        if (pending != null) {
            ChannelAffine each = isPendingPerChannel() ? pending.perElement(shape.pixels()) : pending;
            weights.read((out, weight) -> weight, each.scale(), each.shift());
            pending = null;
        }
    }

    /**
     * Makes what the next layer, that of the node, cannot take over a layer of its own: a depthwise convolution of
     * one pixel.
     */
    void settle(Node node) {
        read(node);
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
        FoldedWeights weights = ones(affine.count());
        weights.multiply(affine.scale());
        weights.add(affine.shift());
        addPointwise(
                WeightedDraft.conv(
                        pendingBy, LayerNames.weighted(pendingBy, "scale"), onePixel(), affine.count(), weights),
                shape.channels());
        graph.notes()
                .add(pendingBy.op() + " '" + Text.printable(pendingBy.name()) + "' becomes a layer of its own: no layer"
                        + " beside it can take it over exactly");
    }

    /**
     * Appends a layer that changes nothing, which a function or a copy can be made of: a depthwise convolution of
     * ones.
     */
    WeightedDraft addIdentity(Node node, String name) {
        int channels = shape.channels();
        WeightedDraft layer = WeightedDraft.conv(node, name, onePixel(), channels, ones(channels));
        addPointwise(layer, channels);
        return layer;
    }

    /** Appends a convolution of one pixel; the elements keep their order, and the tensor its sizes. */
    void addPointwise(LayerDraft layer, int outChannels) {
        int[] sizes = dims;
        boolean last = channelsLast;
        add(layer, new Shape(outChannels, shape.height(), shape.width()));
        reorder(last, sizes);
    }

    /** Appends a layer that changes nothing, so that the tensor has a layer of its own. */
    void addCopy(Node node) {
        if (quantization.isActive()) {
            quantization.copy(node, 0, Integer.MAX_VALUE, this);
        } else {
            addIdentity(node, "copy");
        }
    }

    private static FoldedWeights ones(int channels) {
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        return new FoldedWeights(ones, channels);
    }

    static Window onePixel() {
        return Window.of(1, 1, 1, 1, 0, 0);
    }

    /**
     * A function of each element: it becomes a part of the layer that gives the data, or of a layer of its own where
     * that has one already, or is read by others, or is of a kind that has none.
     */
    void activate(Node node, Activation function) {
        settle(node);
        if (!isKnown() || (source != null && source.isUnchangedBy(function))) {
            return;
        }
        if (source != null && source.takes(function)) {
            source.take(function);
        } else {
            addIdentity(node, LayerNames.module(node, "act")).take(function);
        }
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

    /** The weights that a map of the data's channels can be folded into: those that give the data directly. */
    Optional<FoldTarget> foldTarget() {
        boolean open = !lost && paddedBy == null && pending == null && source != null && quantization.grid() == null;
        return open ? source.foldTarget() : Optional.empty();
    }

    /** The weighted layer before any pools at the end, or null. */
    WeightedDraft lastWeighted() {
        LayerDraft layer = source;
        while (layer != null && layer.pool().isPresent()) {
            layer = layer.inputs().get(0);
        }
        return layer == null ? null : layer.weighted().orElse(null);
    }

    /** Appends a layer that reads the data, and whose output shape is given, or null where unknown. */
    void add(LayerDraft layer, Shape output) {
        read(layer.node());
        layer.read(source);
        quantization.enter(layer, lost, graph);
        put(layer, output);
    }

    /** Appends a layer whose inputs are known. */
    private void put(LayerDraft layer, Shape output) {
        graph.layers().add(layer);
        source = layer;
        shape = output;
        channelsLast = false;
        dims = output == null ? null : new int[] {output.channels(), output.height(), output.width()};
        lost = false;
    }

    /** Appends a layer that reads other tensors besides; the order of the elements is that of this one. */
    void join(LayerDraft layer, List<Flow> all, Shape output, int... sizes) {
        boolean last = channelsLast;
        all.forEach(flow -> layer.read(flow.source));
        put(layer, output);
        reorder(last, sizes);
    }

    /** Takes the last layer away, for another one of the same output. */
    void removeLast() {
        graph.layers().remove(source);
        source = source.inputs().get(0);
    }

    /** Appends a dense layer. */
    void addDense(WeightedDraft layer) {
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
