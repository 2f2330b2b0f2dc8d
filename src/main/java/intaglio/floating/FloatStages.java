package intaglio.floating;

import intaglio.golden.MoveTable;
import intaglio.ir.FloatParameters;
import intaglio.ir.Shape;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.LayerCases;
import intaglio.op.Pool2d;
import java.util.List;

/**
 * The stage of one layer.
 *
 * @param shapes of what it reads, in order
 * @param parameters of a layer with weights; null for any other
 * @param kernel what does the multiplying
 */
record FloatStages(List<Shape> shapes, FloatParameters parameters, FloatKernel kernel)
        implements LayerCases<FloatStage> {

    @Override
    public FloatStage conv2d(Conv2d layer) {
        return new FloatMatrixStage(layer, parameters, shapes.get(0), kernel);
    }

    @Override
    public FloatStage dense(Dense layer) {
        return new FloatMatrixStage(layer, parameters, shapes.get(0), kernel);
    }

    @Override
    public FloatStage pool2d(Pool2d layer) {
        return new FloatPoolStage(layer, shapes.get(0));
    }

    @Override
    public FloatStage add(Add layer) {
        return new FloatSumStage(layer.activation(), shapes.get(0).elements());
    }

    @Override
    public FloatStage concat(Concat layer) {
        return new FloatMoveStage(MoveTable.concat(shapes));
    }

    @Override
    public FloatStage depthToSpace(DepthToSpace layer) {
        return new FloatMoveStage(MoveTable.depthToSpace(layer, shapes.get(0)));
    }
}
