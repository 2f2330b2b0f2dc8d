package intaglio.evaluate;

import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.ir.Activation;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.LayerCases;
import intaglio.op.Pool2d;
import java.util.stream.Collectors;

/** A layer in one line: what it is, its shapes, and what belongs to its kind. */
record LayerText(Network network, Node node) implements LayerCases<String> {

    /** For instance {@code convolution, 6x14x14 to 16x10x10, kernel 5x5, stride 1x1, RELU}. */
    static String of(Network network, Node node) {
        return node.layer().match(new LayerText(network, node));
    }

    @Override
    public String conv2d(Conv2d layer) {
        String groups = layer.groups() == 1 ? "" : ", " + layer.groups() + " groups";
        return "convolution, " + shapes() + window(layer.window()) + groups + activation(layer.activation());
    }

    @Override
    public String dense(Dense layer) {
        return "dense, " + shapes() + activation(layer.activation());
    }

    @Override
    public String pool2d(Pool2d layer) {
        String kind = switch (layer.kind()) {
            case MAX -> "maximum pool, ";
            case AVERAGE -> "average pool, ";
            case AVERAGE_INSIDE -> "average pool of what lies inside, ";
        };
        return kind + shapes() + window(layer.window());
    }

    @Override
    public String add(Add layer) {
        return "sum of " + node.inputs().size() + " inputs, " + network.shapes().output(node)
                + activation(layer.activation());
    }

    @Override
    public String concat(Concat layer) {
        return "joined channels, " + shapes();
    }

    @Override
    public String depthToSpace(DepthToSpace layer) {
        return "channels to pixels, " + shapes() + ", block " + layer.block() + "x" + layer.block() + ", order "
                + layer.order();
    }

    private String shapes() {
        String inputs =
                network.shapes().inputs(node).stream().map(Shape::toString).collect(Collectors.joining(" and "));
        return inputs + " to " + network.shapes().output(node);
    }

    private static String activation(Activation activation) {
        return activation == Activation.NONE ? "" : ", " + activation;
    }

    private static String window(Window window) {
        String padding = window.isPadded()
                ? ", padding " + window.padTop() + "," + window.padLeft() + "," + window.padBottom() + ","
                        + window.padRight()
                : "";
        String dilation = window.isDilated() ? ", dilation " + window.dilationY() + "x" + window.dilationX() : "";
        return ", kernel " + window.kernelHeight() + "x" + window.kernelWidth() + ", stride " + window.strideY() + "x"
                + window.strideX() + padding + dilation;
    }
}
