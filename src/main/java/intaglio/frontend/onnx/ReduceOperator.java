package intaglio.frontend.onnx;

import intaglio.ir.PoolKind;
import java.util.Arrays;
import java.util.List;

/** ReduceMean and ReduceMax over rows and columns: a pool over the whole plane. */
final class ReduceOperator implements Operator {

    private final PoolKind kind;

    ReduceOperator(PoolKind kind) {
        this.kind = kind;
    }

    @Override
    public List<String> attributes() {
        return List.of("axes", "keepdims", "noop_with_empty_axes");
    }

    @Override
    public void apply(Node node, int dataInput, LayerChain chain) {
        if (chain.dims() == null) {
            chain.lose();
            return;
        }
        Constant given = node.constant(1);
        long[] axes = node.opset() < 18 || !node.hasInput(1)
                ? node.integers("axes")
                : given == null ? null : given.integers();
        int rank = chain.dims().length + 1;
        long[] sorted = axes == null
                ? new long[0]
                : Arrays.stream(axes)
                        .map(axis -> axis < 0 ? axis + rank : axis)
                        .sorted()
                        .toArray();
        boolean planes = chain.isImage() && Arrays.equals(sorted, new long[] {2, 3});
        boolean last = !planes && chain.isImageChannelsLast() && Arrays.equals(sorted, new long[] {1, 2});
        if (!planes && !last) {
            node.problem(
                    "works along the axes " + (axes == null ? "that it does not name" : Arrays.toString(axes)) + " of "
                            + chain.shapeText() + "; over rows and columns of images is supported",
                    "use GlobalAveragePool or GlobalMaxPool (nn.AdaptiveAvgPool2d(1), nn.AdaptiveMaxPool2d(1))");
            chain.lose();
            return;
        }
        PoolOperator.append(node, kind, PoolOperator.whole(chain.shape()), chain);
        int channels = chain.shape().channels();
        if (node.integer("keepdims", 1) == 0) {
            chain.reshape(channels);
        } else if (last) {
            chain.reshape(1, 1, channels);
        }
    }
}
