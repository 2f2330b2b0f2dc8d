package intaglio.frontend.onnx;

import intaglio.ir.PoolKind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

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
    public void apply(Node node, int dataInput, Flow flow) {
        if (flow.dims() == null) {
            flow.lose();
            return;
        }
        Constant given = node.constant(1);
        long[] axes = node.opset() < 18 || !node.hasInput(1)
                ? node.integers("axes")
                : given == null ? null : given.integers();
        int rank = flow.dims().length + 1;
        long[] sorted = axes == null
                ? new long[0]
                : Arrays.stream(axes)
                        .map(axis -> axis < 0 ? axis + rank : axis)
                        .sorted()
                        .toArray();
        boolean first = flow.isImageChannelsFirst() && Arrays.equals(sorted, range(2, rank));
        boolean last = !first && flow.isImageChannelsLast() && Arrays.equals(sorted, range(1, rank - 1));
        if (!first && !last) {
            node.problem(
                    "works along the axes " + (axes == null ? "that it does not name" : Arrays.toString(axes)) + " of "
                            + flow.shapeText() + "; over rows and columns of images is supported",
                    "use GlobalAveragePool or GlobalMaxPool (nn.AdaptiveAvgPool2d(1), nn.AdaptiveMaxPool2d(1))");
            flow.lose();
            return;
        }
        PoolOperator.append(node, kind, PoolOperator.whole(flow.shape()), flow);
        int channels = flow.shape().channels();
        int[] kept = new int[rank - 1];
        Arrays.fill(kept, 1);
        kept[last ? rank - 2 : 0] = channels;
        if (node.integer("keepdims", 1) == 0) {
            flow.reshape(channels);
        } else {
            flow.reshape(kept);
        }
    }

    private static long[] range(int first, int end) {
        return LongStream.range(first, end).toArray();
    }
}
