package intaglio.testing;

import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.ir.Window;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.LayerCases;
import intaglio.op.Pool2d;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Names what a network has that a test may have to meet. */
public record Constructs(Node node) implements LayerCases<List<String>> {

    /** What {@link RandomGraphs} have in their first hundred networks. */
    public static final Set<String> ALL = Set.of(
            "fork of 2",
            "fork of 3",
            "add of 2",
            "add of 3",
            "add of the image",
            "concat of 2",
            "concat of 3",
            "concat of the image",
            "shuffle crd",
            "shuffle dcr",
            "dilated convolution",
            "padded max",
            "padded average",
            "padded average_inside",
            "unevenly padded pool",
            "dilated pool",
            "dense",
            "no dense at the end");

    /** The constructs of a network. */
    public static Set<String> of(Network network) {
        Set<String> met = new TreeSet<>();
        network.nodes().forEach(node -> met.addAll(node.layer().match(new Constructs(node))));
        network.nodes()
                .forEach(node ->
                        met.add("fork of " + network.readers(node.label()).size()));
        if (!met.contains("dense")) {
            met.add("no dense at the end");
        }
        return met;
    }

    private List<String> join(String kind) {
        List<String> met = new ArrayList<>(List.of(kind + " of " + node.inputs().size()));
        if (node.inputs().contains(Network.INPUT)) {
            met.add(kind + " of the image");
        }
        return met;
    }

    @Override
    public List<String> conv2d(Conv2d layer) {
        Window window = layer.window();
        boolean differs = window.dilationY() != window.dilationX();
        boolean seen = window.dilationY() > 1 && window.kernelHeight() > 1;
        return differs && seen ? List.of("dilated convolution") : List.of();
    }

    @Override
    public List<String> dense(Dense layer) {
        return List.of("dense");
    }

    @Override
    public List<String> pool2d(Pool2d layer) {
        Window window = layer.window();
        List<String> met = new ArrayList<>();
        if (window.isPadded()) {
            met.add("padded " + layer.kind().name().toLowerCase(Locale.ROOT));
        }
        if (window.padTop() != window.padBottom() && window.padLeft() != window.padRight()) {
            met.add("unevenly padded pool");
        }
        if (window.dilationX() > 1 && window.kernelWidth() > 1) {
            met.add("dilated pool");
        }
        return met;
    }

    @Override
    public List<String> add(Add layer) {
        return join("add");
    }

    @Override
    public List<String> concat(Concat layer) {
        return join("concat");
    }

    @Override
    public List<String> depthToSpace(DepthToSpace layer) {
        return List.of("shuffle " + layer.order().name().toLowerCase(Locale.ROOT));
    }
}
