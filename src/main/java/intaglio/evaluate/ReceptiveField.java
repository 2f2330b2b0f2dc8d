package intaglio.evaluate;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How far from its own place a pixel of the output still reads the input, layer by layer. A window of {@code k} pixels on a
 * tensor whose pixels are {@code step} input pixels apart reaches {@code (k - 1) * step} further.
 */
public final class ReceptiveField implements LayerCases<ReceptiveField.Reach> {

    /**
     * Of one tensor.
     *
     * @param pixels input pixels on each side, infinite where all are read
     * @param step input pixels from one pixel to the next; below 1 where the tensor is larger than the input
     */
    public record Reach(double pixels, double step) {}

    private List<Reach> inputs;

    private ReceptiveField() {}

    /** Input pixels on each side, rounded up; empty where an output reads the whole input. */
    public static OptionalInt of(Network network) {
        ReceptiveField field = new ReceptiveField();
        Map<String, Reach> reaches = new HashMap<>();
        reaches.put(Network.INPUT, new Reach(0, 1));
        for (Node node : network.nodes()) {
            field.inputs = node.inputs().stream().map(reaches::get).toList();
            reaches.put(node.label(), node.layer().match(field));
        }
        double pixels = reaches.get(network.last().label()).pixels();
        return Double.isInfinite(pixels) ? OptionalInt.empty() : OptionalInt.of((int) Math.ceil(pixels));
    }

    private Reach through(Window window) {
        Reach input = inputs.get(0);
        // A window need not lie around its own place, so all of it counts on either side.
        int reach = Math.max(window.height(), window.width()) - 1;
        int stride = Math.max(window.strideY(), window.strideX());
        return new Reach(input.pixels() + reach * input.step(), input.step() * stride);
    }

    @Override
    public Reach conv2d(Conv2d layer) {
        return through(layer.window());
    }

    @Override
    public Reach pool2d(Pool2d layer) {
        return through(layer.window());
    }

    @Override
    public Reach dense(Dense layer) {
        return new Reach(Double.POSITIVE_INFINITY, 1);
    }

    @Override
    public Reach add(Add layer) {
        return widest();
    }

    @Override
    public Reach concat(Concat layer) {
        return widest();
    }

    /** A pixel of the output lies up to a pixel of the input from its own place. */
    @Override
    public Reach depthToSpace(DepthToSpace layer) {
        Reach input = inputs.get(0);
        return new Reach(input.pixels() + input.step(), input.step() / layer.block());
    }

    private Reach widest() {
        double pixels = inputs.stream().mapToDouble(Reach::pixels).max().orElseThrow();
        return new Reach(pixels, inputs.get(0).step());
    }
}
