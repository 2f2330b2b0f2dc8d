package intaglio.docs;

import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.OutputKind;
import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FunctionKind;
import intaglio.ir.Normalization;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One small network for each row of the table of operators, by what the row says. */
final class OperatorSamples {

    private static final Shape INPUT = new Shape(3, 8, 11);
    private static final Window SAME = Window.of(3, 3, 1, 1, 1, 1);

    private final Map<String, Network> samples = new LinkedHashMap<>();

    private OperatorSamples() {}

    /** All rows, in order. */
    static Map<String, Network> all() {
        OperatorSamples all = new OperatorSamples();
        all.convolutions();
        all.pools();
        all.sums();
        all.moves();
        all.activations();
        all.outputs();
        return all.samples;
    }

    private void convolutions() {
        between("convolution", conv("x", 5, SAME));
        between("convolution, strides", conv("x", 5, Window.of(3, 2, 2, 3, 0, 0)));
        between("convolution, padding unlike on the sides", conv("x", 5, new Window(3, 4, 1, 1, 0, 3, 2, 1)));
        between(
                "convolution, dilation",
                conv("x", 5, Window.of(3, 2, 1, 1, 2, 3).withDilation(2, 3)));
        between("convolution, groups", new Conv2d("x", 8, SAME, 2, Activation.NONE));
        between("convolution, depthwise", new Conv2d("x", 4, SAME, 4, Activation.NONE));
        between("dense", new Dense("x", 7, Activation.RELU));
    }

    private void pools() {
        Window plain = Window.of(2, 3, 2, 3, 0, 0);
        Window padded = new Window(3, 3, 2, 1, 1, 0, 0, 2);
        between("maximum pool", new Pool2d("x", PoolKind.MAX, plain));
        between("maximum pool, overlapping", new Pool2d("x", PoolKind.MAX, Window.of(3, 3, 2, 1, 0, 0)));
        between("maximum pool, padding", new Pool2d("x", PoolKind.MAX, padded));
        between("maximum pool, dilation", new Pool2d("x", PoolKind.MAX, plain.withDilation(2, 2)));
        between("average pool", new Pool2d("x", PoolKind.AVERAGE, plain));
        between("average pool, of a whole plane", new Pool2d("x", PoolKind.AVERAGE, Window.of(8, 11, 1, 1, 0, 0)));
        between("average pool, padding counts", new Pool2d("x", PoolKind.AVERAGE, padded));
        between("average pool, padding does not count", new Pool2d("x", PoolKind.AVERAGE_INSIDE, padded));
    }

    private void sums() {
        join("sum of two", new Add("x", Activation.NONE), "a", "b");
        join("sum of three", new Add("x", Activation.NONE), "a", "b", "c");
        join("sum with the network's input", new Add("x", Activation.NONE), "a", Network.INPUT);
        join("sum, ReLU", new Add("x", Activation.RELU), "a", "b");
        join("sum, function", new Add("x", ActivationFunction.of(FunctionKind.TANH)), "a", "b");
    }

    private void moves() {
        join("concat of two", new Concat("x"), "a", "b");
        join("concat of three", new Concat("x"), "a", "b", "c");
        join("concat with the network's input", new Concat("x"), "a", Network.INPUT);
        for (DepthToSpace.Order order : DepthToSpace.Order.values()) {
            between("depth to space, " + order, new DepthToSpace("x", 2, order));
        }
    }

    private void activations() {
        for (Activation activation : List.of(
                Activation.RELU6,
                ActivationFunction.of(FunctionKind.TANH),
                ActivationFunction.of(FunctionKind.LEAKYRELU),
                ActivationFunction.of(FunctionKind.GELU))) {
            String word = activation.toString().toLowerCase(Locale.ROOT).replaceAll("\\(.*", "");
            between("activation " + word, new Conv2d("x", 5, SAME, activation));
        }
    }

    private void outputs() {
        List<Node> picture = Network.chain(
                List.of(conv("a", 12, SAME), new DepthToSpace("x", 2, DepthToSpace.Order.CRD), conv("b", 3, SAME)));
        for (OutputKind kind : List.of(OutputKind.IMAGE, OutputKind.VALUES)) {
            String word = kind.toString().toLowerCase(Locale.ROOT);
            samples.put("output " + word, new Network("sample", INPUT, Normalization.NONE, List.of(), picture, kind));
        }
    }

    /** Behind a convolution of four channels and before a dense layer. */
    private void between(String row, Layer layer) {
        put(row, Network.chain(List.of(conv("before", 4, SAME), layer, new Dense("after", 3, Activation.NONE))));
    }

    /** Over convolutions of three channels. */
    private void join(String row, Layer layer, String... inputs) {
        List<Node> nodes = new ArrayList<>();
        Arrays.stream(inputs)
                .filter(input -> !input.equals(Network.INPUT))
                .forEach(input -> nodes.add(new Node(conv(input, 3, SAME), Network.INPUT)));
        nodes.add(new Node(layer, List.of(inputs)));
        nodes.add(new Node(new Dense("after", 3, Activation.NONE), layer.label()));
        put(row, nodes);
    }

    private void put(String row, List<Node> nodes) {
        samples.put(row, new Network("sample", INPUT, Normalization.NONE, List.of(), nodes, OutputKind.LOGITS));
    }

    private static Conv2d conv(String label, int outChannels, Window window) {
        return new Conv2d(label, outChannels, window, Activation.NONE);
    }
}
