package intaglio.golden;

import intaglio.graph.IntegerModel;
import intaglio.graph.Node;
import intaglio.graph.Shapes;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Shape;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.LayerCases;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import intaglio.range.LayerRanges;
import intaglio.range.Ranges;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Prepares the stages of the fast golden model, node by node. */
final class StageBuilder implements LayerCases<Stage> {

    private final IntegerModel model;
    private final Shapes shapes;
    private final LaneKernel kernel;

    /** Labels of the tensors that need 64 bits. */
    private final Set<String> wideTensors = new HashSet<>();

    private Node node;
    private LayerRanges ranges;

    private StageBuilder(IntegerModel model, LaneKernel kernel) {
        this.model = model;
        this.kernel = kernel;
        shapes = model.network().shapes();
    }

    /** One stage for each node, in order. */
    static List<Stage> build(IntegerModel model, Ranges ranges, LaneKernel kernel) {
        StageBuilder builder = new StageBuilder(model, kernel);
        List<Stage> stages = new ArrayList<>();
        for (Node node : model.network().nodes()) {
            builder.node = node;
            builder.ranges = ranges.layer(node.label());
            stages.add(node.layer().match(builder));
        }
        return stages;
    }

    @Override
    public Stage conv2d(Conv2d layer) {
        return matrix(layer);
    }

    @Override
    public Stage dense(Dense layer) {
        return matrix(layer);
    }

    private Stage matrix(Weighted layer) {
        IntegerParameters parameters = model.parameters(layer);
        Shape input = shapes.input(node);
        boolean narrow = !readsWide() && Lanes.fitsInt(ranges.product()) && Lanes.fitsInt(ranges.accumulator());
        noteWidth(!Lanes.fitsInt(ranges.output()));
        return narrow
                ? new NarrowMatrixStage(layer, parameters, input, ranges, kernel)
                : new WideMatrixStage(layer, parameters, input, ranges);
    }

    @Override
    public Stage pool2d(Pool2d layer) {
        int padding = model.padding().getOrDefault(layer.label(), 0);
        return new PoolStage(layer, shapes.input(node), padding, ranges, noteWidth(readsWide()));
    }

    @Override
    public Stage add(Add layer) {
        noteWidth(!Lanes.fitsInt(ranges.output()));
        return new SumStage(layer, model.sums().get(layer.label()), shapes.output(node), ranges);
    }

    @Override
    public Stage concat(Concat layer) {
        return new MoveStage(MoveTable.concat(shapes.inputs(node)), noteWidth(readsWide()));
    }

    @Override
    public Stage depthToSpace(DepthToSpace layer) {
        return new MoveStage(MoveTable.depthToSpace(layer, shapes.input(node)), noteWidth(readsWide()));
    }

    private boolean readsWide() {
        return node.inputs().stream().anyMatch(wideTensors::contains);
    }

    private boolean noteWidth(boolean isWide) {
        if (isWide) {
            wideTensors.add(node.label());
        }
        return isWide;
    }
}
