package intaglio.frontend.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Pad with zeros around the image: joins the padding of the convolution behind it. */
final class PadOperator implements Operator {

    @Override
    public List<String> attributes() {
        return List.of("mode", "pads", "value");
    }

    @Override
    public boolean mayFollowPadding() {
        return true;
    }

    @Override
    public void apply(Node node, int dataInput, Flow flow) {
        long[] pads = pads(node, flow);
        if (pads == null || Arrays.stream(pads).allMatch(pad -> pad == 0)) {
            return;
        }
        String mode = node.text("mode", "constant");
        if (!mode.equals("constant")) {
            node.problem("pads in mode '" + Text.printable(mode) + "'; only zeros are supported", "pad with zeros");
        }
        Constant value = node.constant(2);
        float filler = value != null && value.floats() != null && value.elements() == 1
                ? value.floats()[0]
                : node.real("value", 0);
        if (filler != 0 || (node.hasInput(2) && (value == null || value.floats() == null || value.elements() != 1))) {
            node.problem(
                    "pads with " + (filler != 0 ? filler : "a computed value") + "; only zeros are supported",
                    "pad with zeros");
        }
        if (Arrays.stream(pads).anyMatch(pad -> pad < 0 || pad > Short.MAX_VALUE)) {
            node.problem(
                    "pads by " + Arrays.toString(pads) + ": a negative number would cut the image",
                    "cut the images before they enter the network");
            flow.lose();
            return;
        }
        int[] sides = sides(pads, flow);
        if (sides == null) {
            node.problem(
                    "pads the batch or the channels: " + Arrays.toString(pads) + " (begins of the axes of "
                            + flow.shapeText() + ", then ends)",
                    "pad rows and columns only");
            flow.lose();
            return;
        }
        flow.pad(node, sides);
    }

    /** Top, left, bottom and right of the layer's image; null where other axes are padded. */
    private static int[] sides(long[] pads, Flow flow) {
        int rank = pads.length / 2;
        int channels = flow.isImageChannelsFirst() ? 1 : rank - 1;
        long others = pads[0] + pads[rank] + pads[channels] + pads[channels + rank];
        int[] rows = IntStream.range(0, pads.length)
                .filter(i -> i % rank != 0 && i % rank != channels)
                .map(i -> (int) pads[i])
                .toArray();
        return others != 0 ? null : PlaneAxes.of(flow, channels).own(PlaneAxes.sides(rows));
    }

    /** Begins and then ends of all axes; null where they are wrong (reported) or unknown. */
    private static long[] pads(Node node, Flow flow) {
        boolean input = node.opset() >= 11;
        Constant given = input ? node.constant(1) : null;
        long[] pads = input ? given == null ? null : given.integers() : node.integers("pads");
        int rank = flow.dims() == null ? 4 : flow.dims().length + 1;
        int[] axes = IntStream.range(0, rank).toArray();
        if (node.hasInput(3)) {
            Constant chosen = node.constant(3);
            boolean known = chosen != null && chosen.integers() != null;
            LongStream listed = known ? Arrays.stream(chosen.integers()) : LongStream.empty();
            axes = listed.mapToInt(axis -> (int) (axis < 0 ? axis + rank : axis))
                    .toArray();
        }
        boolean inRange = IntStream.of(axes).allMatch(axis -> 0 <= axis && axis < rank)
                && IntStream.of(axes).distinct().count() == axes.length;
        if (pads == null || axes.length == 0 || pads.length != 2 * axes.length || !inRange) {
            node.problem(
                    "its pads are not a constant of two numbers for each of the axes N, C, H, W",
                    "pad images of four axes by constants");
            flow.lose();
            return null;
        }
        boolean image = (flow.isImageChannelsFirst() || flow.isImageChannelsLast()) && rank <= 4;
        if (flow.dims() != null && !image) {
            node.problem("pads data of shape " + flow.shapeText(), "pad images only");
            flow.lose();
            return null;
        }
        long[] all = new long[2 * rank];
        for (int i = 0; i < axes.length; i++) {
            all[axes[i]] = pads[i];
            all[axes[i] + rank] = pads[i + axes.length];
        }
        return image ? all : null;
    }
}
