package intaglio.frontend.onnx;

import intaglio.frontend.layer.FoldedWeights;
import intaglio.op.DepthToSpace.Order;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Resize and Upsample that repeat each pixel a whole number of times: a convolution of one pixel that repeats the
 * channels, and a pixel shuffle.
 */
final class UpsampleOperator implements Operator {

    private static final String ADVICE =
            "use nearest-neighbour upsampling by a whole number, the same for rows and columns"
                    + " (nn.Upsample(scale_factor=2)), or a ConvTranspose";
    private static final int LARGEST = 64;

    @Override
    public List<String> attributes() {
        return List.of(
                "mode",
                "scales",
                "coordinate_transformation_mode",
                "nearest_mode",
                "cubic_coeff_a",
                "exclude_outside",
                "extrapolation_value");
    }

    @Override
    public void apply(Node node, int dataInput, Flow flow) {
        BlockPixels.unflatten(node, flow);
        if (flow.dims() == null || flow.shape() == null || dataInput != 0) {
            flow.lose();
            return;
        }
        int rows = flow.isImage() ? 1 : 0;
        boolean image = flow.isImage() || flow.isImageChannelsLast();
        double[] factors = image && flow.dims().length == 3 ? factors(node, rows, flow.dims()) : null;
        int factor = factors == null ? 0 : (int) factors[0];
        boolean whole = factors != null
                && Arrays.equals(factors, new double[] {factor, factor})
                && 1 <= factor
                && factor <= LARGEST;
        if (!whole || !repeats(node, factor, flow.dims()[rows]) || !repeats(node, factor, flow.dims()[rows + 1])) {
            node.problem(
                    "resizes " + flow.shapeText() + " in mode '" + Text.printable(node.text("mode", "nearest")) + "'"
                            + (factors == null ? "" : " by " + Arrays.toString(factors))
                            + ", which does not repeat each pixel a whole number of times",
                    ADVICE);
            flow.lose();
        } else if (factor > 1) {
            append(node, factor, flow);
        }
    }

    private static void append(Node node, int factor, Flow flow) {
        int channels = flow.shape().channels();
        float[] ones = new float[channels * factor * factor];
        Arrays.fill(ones, 1);
        FoldedWeights weights = new FoldedWeights(ones, ones.length);
        flow.foldInto(node, weights, Flow.onePixel(), channels);
        String name = LayerNames.module(node, "up");
        boolean last = !flow.isImage();
        WeightedDraft layer = WeightedDraft.conv(node, name, Flow.onePixel(), channels, weights);
        flow.quantization().repeat(node, layer, ones.length, flow);
        BlockPixels.add(node, factor, Order.CRD, flow);
        if (last) {
            flow.reorder(true, flow.shape().height(), flow.shape().width(), channels);
        }
    }

    /** By rows, the given axis, and by columns; null where they are not known before any image is, or others grow. */
    private static double[] factors(Node node, int rows, int... dims) {
        double[] all = scales(node);
        Constant sizes = node.op().equals("Resize") ? node.constant(3) : null;
        if (all == null && sizes != null && sizes.integers() != null && sizes.elements() == 4) {
            long[] to = sizes.integers();
            all = new double[] {1, (double) to[1] / dims[0], (double) to[2] / dims[1], (double) to[3] / dims[2]};
        }
        boolean good = all != null && all.length == 4 && all[0] == 1 && all[rows == 0 ? 3 : 1] == 1;
        return good ? new double[] {all[rows + 1], all[rows + 2]} : null;
    }

    private static double[] scales(Node node) {
        if (node.hasAttribute("scales")) {
            return node.attribute("scales").getFloatsList().stream()
                    .mapToDouble(Float::doubleValue)
                    .toArray();
        }
        int input = node.op().equals("Resize") && node.opset() >= 11 ? 2 : 1;
        Constant constant = node.constant(input);
        float[] scales = constant == null ? null : constant.floats();
        return scales == null || scales.length == 0
                ? null
                : IntStream.range(0, scales.length).mapToDouble(i -> scales[i]).toArray();
    }

    /** Whether each output pixel is the input pixel that it lies in. */
    private static boolean repeats(Node node, int factor, int size) {
        if (!node.text("mode", "nearest").equals("nearest")) {
            return false;
        }
        IntToDoubleFunction place = place(node, factor, size);
        String rounding = node.text("nearest_mode", node.opset() < 11 ? "floor" : "round_prefer_floor");
        if (place == null) {
            return false;
        }
        for (int x = 0; x < factor * size; x++) {
            double at = place.applyAsDouble(x);
            double nearest = switch (rounding) {
                case "floor" -> Math.floor(at);
                case "ceil" -> Math.ceil(at);
                case "round_prefer_ceil" -> Math.floor(at + 0.5);
                default -> Math.ceil(at - 0.5);
            };
            int pixel = x / factor;
            if (Math.max(0, Math.min(size - 1, nearest)) != pixel) {
                return false;
            }
        }
        return true;
    }

    /** Where an output pixel lies in the input, as ONNX defines it; null where that depends on more. */
    private static IntToDoubleFunction place(Node node, int factor, int size) {
        int grown = factor * size;
        String usual = node.opset() < 11 ? "asymmetric" : "half_pixel";
        return switch (node.text("coordinate_transformation_mode", usual)) {
            case "asymmetric" -> x -> (double) x / factor;
            case "half_pixel", "half_pixel_symmetric" -> x -> (x + 0.5) / factor - 0.5;
            case "pytorch_half_pixel" -> x -> grown > 1 ? (x + 0.5) / factor - 0.5 : 0;
            case "align_corners" -> x -> grown > 1 ? (double) x * (size - 1) / (grown - 1) : 0;
            case "tf_half_pixel_for_nn" -> x -> (x + 0.5) / factor;
            default -> null;
        };
    }
}
