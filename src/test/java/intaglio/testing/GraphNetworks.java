package intaglio.testing;

import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.OutputKind;
import intaglio.ir.Activation;
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
import java.util.List;

/** Networks that fork and join, for tests of the hardware: shapes on purpose not square, counts not alike. */
public final class GraphNetworks {

    private GraphNetworks() {}

    /** The network of that name. */
    public static Network of(String name) {
        return switch (name) {
            case "residual" -> residual();
            case "nested" -> nested();
            case "inception" -> inception();
            case "inputs" -> inputs();
            case "vectors" -> vectors();
            case "middle" -> middle();
            case "picture" -> picture();
            case "joins" -> joins();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** A residual block between a convolution and a pool. */
    private static Network residual() {
        return network(
                "residual",
                new Shape(2, 11, 14),
                OutputKind.LOGITS,
                node(conv("stem", 6, 3, Activation.RELU), Network.INPUT),
                node(conv("first", 4, 3, Activation.RELU), "stem"),
                node(conv("second", 6, 3, Activation.NONE), "first"),
                node(new Add("join", Activation.RELU), "stem", "second"),
                node(new Pool2d("halve", PoolKind.MAX, Window.of(2, 2, 2, 2, 0, 0)), "join"),
                node(new Dense("logits", 5, Activation.NONE), "halve"));
    }

    /** A skip around a skip, and a stage between that has two readers. */
    private static Network nested() {
        return network(
                "nested",
                new Shape(1, 13, 9),
                OutputKind.VALUES,
                node(conv("stem", 4, 3, Activation.RELU), Network.INPUT),
                node(conv("a", 4, 5, Activation.RELU), "stem"),
                node(conv("b", 4, 3, Activation.NONE), "a"),
                node(new Add("inner", Activation.NONE), "b", "a"),
                node(conv("c", 4, 1, Activation.NONE), "inner"),
                node(new Add("outer", Activation.RELU), "c", "stem", "a"));
    }

    /** Three branches whose channels are joined, one of them a pool. */
    private static Network inception() {
        return network(
                "inception",
                new Shape(3, 10, 12),
                OutputKind.LOGITS,
                node(conv("stem", 6, 3, Activation.RELU), Network.INPUT),
                node(conv("narrow", 4, 1, Activation.RELU), "stem"),
                node(conv("wide", 8, 5, Activation.NONE), "stem"),
                node(new Pool2d("pool", PoolKind.MAX, Window.of(3, 3, 1, 1, 0, 0)), "stem"),
                node(conv("after", 2, 3, Activation.RELU, 2), "pool"),
                node(new Concat("join"), "narrow", "after", "wide"),
                node(new Conv2d("last", 5, Window.of(10, 12, 1, 1, 0, 0), Activation.NONE), "join"));
    }

    /** The image itself is read by two layers and by a sum and a concatenation. */
    private static Network inputs() {
        return network(
                "inputs",
                new Shape(3, 9, 8),
                OutputKind.VALUES,
                node(conv("left", 3, 3, Activation.NONE), Network.INPUT),
                node(new Add("sum", Activation.NONE), Network.INPUT, "left"),
                node(conv("right", 4, 1, Activation.RELU), Network.INPUT),
                node(new Concat("all"), "right", "sum", Network.INPUT));
    }

    /** Joins of vectors, a fork between dense layers. */
    private static Network vectors() {
        return network(
                "vectors",
                new Shape(2, 6, 7),
                OutputKind.LOGITS,
                node(new Dense("a", 9, Activation.RELU), Network.INPUT),
                node(new Dense("b", 9, Activation.NONE), "a"),
                node(new Add("join", Activation.RELU), "a", "b"),
                node(new Dense("c", 6, Activation.RELU), "join"),
                node(new Concat("both"), "c", "join"),
                node(new Conv2d("scale", 15, Window.of(1, 1, 1, 1, 0, 0), 15, Activation.RELU), "both"),
                node(new Dense("logits", 4, Activation.NONE), "scale"));
    }

    /** Channels become pixels between two convolutions. */
    private static Network middle() {
        return network(
                "middle",
                new Shape(1, 6, 5),
                OutputKind.VALUES,
                node(conv("stem", 8, 3, Activation.RELU), Network.INPUT),
                node(new DepthToSpace("shuffle", 2, DepthToSpace.Order.DCR), "stem"),
                node(conv("last", 3, 3, Activation.NONE), "shuffle"));
    }

    /** Channels become pixels at the end, which is a picture of three colours. */
    private static Network picture() {
        return network(
                "picture",
                new Shape(3, 5, 6),
                OutputKind.IMAGE,
                node(conv("stem", 4, 3, Activation.RELU), Network.INPUT),
                node(conv("body", 4, 3, Activation.NONE), "stem"),
                node(new Add("skip", Activation.RELU), "body", "stem"),
                node(conv("up", 27, 3, Activation.NONE), "skip"),
                node(new DepthToSpace("shuffle", 3, DepthToSpace.Order.CRD), "up"));
    }

    /** As small as a network can be that has a fork, a sum, joined channels and a pixel shuffle. */
    private static Network joins() {
        return network(
                "joins",
                new Shape(1, 5, 4),
                OutputKind.VALUES,
                node(conv("stem", 2, 1, Activation.RELU), Network.INPUT),
                node(conv("body", 2, 3, Activation.NONE), "stem"),
                node(new Add("sum", Activation.NONE), "stem", "body"),
                node(conv("side", 6, 1, Activation.NONE), "stem"),
                node(new Concat("all"), "sum", "side"),
                node(new DepthToSpace("shuffle", 2, DepthToSpace.Order.DCR), "all"));
    }

    private static Network network(String name, Shape input, OutputKind kind, Node... nodes) {
        return new Network(name, input, Normalization.NONE, List.of(), List.of(nodes), kind);
    }

    private static Node node(Layer layer, String... inputs) {
        return new Node(layer, List.of(inputs));
    }

    /** A convolution that keeps height and width. */
    private static Conv2d conv(String label, int channels, int kernel, Activation activation) {
        return conv(label, channels, kernel, activation, kernel / 2);
    }

    private static Conv2d conv(String label, int channels, int kernel, Activation activation, int padding) {
        return new Conv2d(label, channels, Window.of(kernel, kernel, 1, 1, padding, padding), activation);
    }
}
