package intaglio.frontend.keras;

import com.fasterxml.jackson.databind.JsonNode;
import intaglio.onnx.OnnxGraphBuilder;
import java.util.List;

/** Layers that change rows, columns and the order of the elements. */
final class Planes {

    private static final int MAX_RANK = 3;
    private static final int MAX_SIDE = 63;
    private static final int MAX_WEIGHTS = 1 << 24;

    private Planes() {}

    /** Rows, columns, channels as a vector; images with their channels first, too. */
    static Value flatten(LayerCall call) {
        Canvas canvas = call.canvas();
        Value input = canvas.inKerasOrder(call.input());
        if (input.rank() == 1) {
            return input;
        }
        if (Canvas.isFirst(call.config())) {
            long[] order = input.rank() == 2 ? new long[] {0, 2, 1} : new long[] {0, 2, 3, 1};
            input = input.named(canvas.transposed(input, order));
        }
        Value flat = canvas.node("Flatten", call.name(), input, OnnxGraphBuilder.integer("axis", 1));
        return Value.vector(flat.name(), 0);
    }

    /** Reshape: the elements keep their order in Keras. */
    static Value reshape(LayerCall call) {
        JsonNode target = call.config().json("target_shape");
        if (!target.isArray() || target.isEmpty() || target.size() > MAX_RANK) {
            call.problem("its target_shape has " + target.size() + " sizes", "use one to three");
            return call.input();
        }
        int rank = target.size();
        // A 0 is the size before, the batch.
        long[] sizes = new long[rank + 1];
        System.arraycopy(call.config().integers("target_shape", rank, 1), 0, sizes, 1, rank);
        Canvas canvas = call.canvas();
        String constant = canvas.integers(call.name() + ".shape", sizes);
        Value result = canvas.node("Reshape", call.name(), canvas.inKerasOrder(call.input()), List.of(constant));
        return new Value(result.name(), rank, (int) Math.max(0, sizes[rank]), false);
    }

    /** Permute: its axes count from 1. */
    static Value permute(LayerCall call) {
        Value input = call.canvas().inKerasOrder(call.input());
        long[] axes = call.config().integers("dims", input.rank(), 1);
        long[] order = new long[input.rank() + 1];
        System.arraycopy(axes, 0, order, 1, axes.length);
        Value result = call.canvas().node("Transpose", call.name(), input, OnnxGraphBuilder.integers("perm", order));
        return result.withChannels(0);
    }

    /** ZeroPadding1D, ZeroPadding2D. */
    static LayerRule padding(int axes) {
        return call -> {
            Canvas canvas = call.canvas();
            long[][] sides = sides(call, "padding", axes);
            long[] pads = new long[2 * (axes + 2)];
            for (int axis = 0; axis < axes; axis++) {
                pads[2 + axis] = sides[axis][0];
                pads[4 + axes + axis] = sides[axis][1];
            }
            String constant = canvas.integers(call.name() + ".pads", pads);
            return canvas.node("Pad", call.name(), canvas.forLayer(call.input(), call.config()), List.of(constant));
        };
    }

    /**
     * Cropping1D, Cropping2D: a convolution of each channel whose kernel is 1 in one place, and reaches over what is
     * cut off.
     */
    static LayerRule cropping(int axes) {
        return call -> {
            Value input = call.canvas().forLayer(call.input(), call.config());
            long[][] sides = sides(call, "cropping", axes);
            long[] sizes = new long[axes + 2];
            sizes[0] = input.channels();
            sizes[1] = 1;
            long area = 1;
            long place = 0;
            for (int axis = 0; axis < axes; axis++) {
                sizes[axis + 2] = sides[axis][0] + sides[axis][1] + 1;
                place = place * sizes[axis + 2] + sides[axis][0];
                area *= sizes[axis + 2];
            }
            if (sizes[0] == 0 || area * sizes[0] > MAX_WEIGHTS) {
                call.problem("cuts off too much", "cut the images before they enter the network");
                return input;
            }
            float[] kernel = new float[(int) (area * sizes[0])];
            for (long one = place; one < kernel.length; one += area) {
                kernel[(int) one] = 1;
            }
            String constant = call.canvas().builder().floats(call.name() + ".weight", kernel, sizes);
            return call.canvas()
                    .node("Conv", call.name(), input, List.of(constant), OnnxGraphBuilder.integer("group", sizes[0]));
        };
    }

    /** Begin and end of each axis, from one number, one for each axis, or two for each. */
    private static long[][] sides(LayerCall call, String key, int axes) {
        JsonNode value = call.config().json(key);
        long[][] sides = new long[axes][2];
        boolean pairs = value.isArray() && (axes == 1 || value.path(0).isArray());
        for (int axis = 0; axis < axes; axis++) {
            for (int end = 0; end < 2; end++) {
                JsonNode pair = axes == 1 ? value : value.path(axis);
                JsonNode number = !value.isArray() ? value : pairs ? pair.path(end) : value.path(axis);
                sides[axis][end] = Math.max(0, Math.min(MAX_SIDE, number.asInt(-1)));
                if (!number.isInt() || number.asInt() != sides[axis][end]) {
                    call.problem("its " + key + " is not 0.." + MAX_SIDE, Hdf5File.AGAIN);
                    return new long[axes][2];
                }
            }
        }
        return sides;
    }

    /** UpSampling2D: each pixel several times. */
    static Value upsampling(LayerCall call) {
        String interpolation = call.config().text("interpolation", "nearest");
        if (!interpolation.equals("nearest")) {
            call.problem("its interpolation is '" + interpolation + "'", "use interpolation 'nearest'");
        }
        long[] size = call.config().integers("size", 2, 2);
        Canvas canvas = call.canvas();
        String scales = canvas.builder().floats(call.name() + ".scales", new float[] {1, 1, size[0], size[1]}, 4);
        return canvas.node(
                "Resize",
                call.name(),
                canvas.forLayer(call.input(), call.config()),
                List.of("", scales),
                OnnxGraphBuilder.text("mode", "nearest"),
                OnnxGraphBuilder.text("coordinate_transformation_mode", "asymmetric"),
                OnnxGraphBuilder.text("nearest_mode", "floor"));
    }
}
