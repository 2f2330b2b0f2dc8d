package intaglio.frontend.onnx;

import intaglio.ir.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Concat of channels. */
final class ConcatOperator implements JoinOperator {

    @Override
    public List<String> attributes() {
        return List.of("axis");
    }

    @Override
    public boolean mayReadIntegers() {
        return true;
    }

    @Override
    public Flow apply(Node node, List<Flow> flows) {
        Flow first = flows.get(0);
        int rank = first.dims().length + 1;
        long given = node.integer("axis", 1);
        int axis = (int) (given < 0 ? given + rank : given) - 1;
        if (!isAlongChannels(first, axis) || !flows.stream().allMatch(flow -> fits(first, flow, axis))) {
            node.problem(
                    "puts data of shape "
                            + flows.stream().map(Flow::shapeText).collect(Collectors.joining(" and "))
                            + " together along axis " + given
                            + "; channels of images with the same rows and columns are supported",
                    "put images together along the channels (axis 1 of N, C, H, W)");
            return null;
        }
        SumOperator.separate(node, flows);
        int[] sizes = first.dims().clone();
        sizes[axis] = flows.stream().mapToInt(flow -> flow.dims()[axis]).sum();
        int channels = flows.stream().mapToInt(flow -> flow.shape().channels()).sum();
        Shape shape = new Shape(channels, first.shape().height(), first.shape().width());
        List<Shape> shapes = flows.stream().map(Flow::shape).toList();
        ConcatDraft layer = new ConcatDraft(node, shapes, DataQuantization.grids(flows));
        first.quantization().putTogether(node, flows);
        first.join(layer, flows, shape, sizes);
        return first;
    }

    /** Whether an axis behind the batch is the channels, alone or of a vector in CHW order. */
    private static boolean isAlongChannels(Flow flow, int axis) {
        boolean last = flow.isImageChannelsLast() && axis == flow.dims().length - 1;
        boolean first = axis == 0 && (flow.isImageChannelsFirst() || (flow.isVector() && flow.isPlanar()));
        return first || last;
    }

    private static boolean fits(Flow first, Flow flow, int axis) {
        int[] sizes = first.dims().clone();
        if (flow.dims().length != sizes.length || axis < 0 || axis >= sizes.length) {
            return false;
        }
        sizes[axis] = flow.dims()[axis];
        Shape one = first.shape();
        Shape two = flow.shape();
        boolean order = first.isPlanar() == flow.isPlanar() || one.pixels() == 1;
        return Arrays.equals(sizes, flow.dims())
                && one.height() == two.height()
                && one.width() == two.width()
                && isAlongChannels(flow, axis)
                && order;
    }
}
