package intaglio.frontend.torch.aten;

import static intaglio.onnx.OnnxGraphBuilder.integer;
import static intaglio.onnx.OnnxGraphBuilder.integers;
import static intaglio.onnx.OnnxGraphBuilder.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Pools, and sizes of images that are changed. */
final class PoolRules {

    private static final String SELF = "self";

    private PoolRules() {}

    /** max_pool1d, max_pool2d (self, kernel_size, stride, padding, dilation, ceil_mode). */
    static AtenRule max(int axes, int results) {
        return call -> {
            AttributeProto dilations = integers("dilations", call.integers(4, "dilation", axes, 1));
            return several(pool(call, "MaxPool", axes, call.flag(5, "ceil_mode", false), dilations), results);
        };
    }

    /** avg_pool1d, avg_pool2d (self, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override). */
    static AtenRule average(int axes) {
        return call -> {
            if (call.has(6, "divisor_override")) {
                throw call.refused("divides by a number of its own (divisor_override)");
            }
            AttributeProto counts = integer("count_include_pad", call.flag(5, "count_include_pad", true) ? 1 : 0);
            return pool(call, "AveragePool", axes, call.flag(4, "ceil_mode", false), counts);
        };
    }

    private static Object several(Value first, int results) {
        if (results == 1) {
            return first;
        }
        List<Object> all = new ArrayList<>(Collections.nCopies(results, null));
        all.set(0, first);
        return all;
    }

    private static Value pool(AtenCall call, String type, int axes, boolean ceil, AttributeProto own) {
        Value input = planes(call, axes);
        long[] kernel = call.integers(1, "kernel_size", axes, 0);
        boolean strided = call.argument(2, "stride") instanceof List<?> list && !list.isEmpty()
                || call.argument(2, "stride") instanceof Long;
        long[] stride = strided ? call.integers(2, "stride", axes, 1) : kernel;
        long[] padding = call.integers(3, "padding", axes, 0);
        long[] dilation = type.equals("MaxPool") ? call.integers(4, "dilation", axes, 1) : ones(axes);
        int[] shape = input.shape().clone();
        for (int i = 0; i < axes; i++) {
            shape[2 + i] =
                    Sliding.size(call, input.shape()[2 + i], kernel[i], stride[i], 2 * padding[i], dilation[i], ceil);
        }
        long[] pads = Arrays.copyOf(padding, 2 * axes);
        System.arraycopy(padding, 0, pads, axes, axes);
        return call.node(
                type,
                List.of(call.graph().read(input)),
                shape,
                integers("kernel_shape", kernel),
                integers("strides", stride),
                integers("pads", pads),
                integer("ceil_mode", ceil ? 1 : 0),
                own);
    }

    private static long[] ones(int count) {
        long[] ones = new long[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static Value planes(AtenCall call, int axes) {
        Value input = call.tensor(0, SELF);
        if (input.rank() != axes + 2) {
            throw call.refused("reads a tensor of " + input.shapeText() + ", not one of " + (axes + 2) + " axes");
        }
        return input;
    }

    /** adaptive_avg_pool2d and its like (self, output_size): a pool whose windows lie side by side. */
    static AtenRule adaptive(String type, int axes, int results) {
        return call -> {
            Value input = planes(call, axes);
            Object said = call.argument(1, "output_size");
            List<?> sizes = said instanceof List<?> list ? list : Collections.nCopies(axes, said);
            if (sizes.size() != axes) {
                throw call.refused("has " + sizes.size() + " sizes of its output, not " + axes);
            }
            int[] shape = input.shape().clone();
            long[] kernel = new long[axes];
            for (int i = 0; i < axes; i++) {
                int size = input.shape()[2 + i];
                long wanted = sizes.get(i) instanceof Long number ? number : size;
                if (wanted < 1 || size % wanted != 0) {
                    throw call.refused(
                            "makes " + wanted + " of " + size + " rows or columns: its windows have no one size",
                            "use a size that divides that of the image");
                }
                shape[2 + i] = (int) wanted;
                kernel[i] = size / wanted;
            }
            return several(
                    call.node(
                            type,
                            List.of(call.graph().read(input)),
                            shape,
                            integers("kernel_shape", kernel),
                            integers("strides", kernel)),
                    results);
        };
    }

    /** mean.dim, amax (self, dim, keepdim). */
    static AtenRule reduce(String type) {
        return call -> {
            Value input = call.tensor(0, SELF);
            boolean keep = call.flag(2, "keepdim", false);
            boolean[] gone = new boolean[input.rank()];
            long[] axes = call.integers(1, "dim");
            for (int i = 0; i < axes.length; i++) {
                axes[i] = call.axis(input, axes[i]);
                gone[(int) axes[i]] = true;
            }
            List<Integer> left = new ArrayList<>();
            for (int i = 0; i < gone.length; i++) {
                if (!gone[i] || keep) {
                    left.add(gone[i] ? 1 : input.shape()[i]);
                }
            }
            int[] shape = left.stream().mapToInt(Integer::intValue).toArray();
            String names = call.graph().integers(call.part("axes"), axes);
            return call.node(type, List.of(call.graph().read(input), names), shape, integer("keepdims", keep ? 1 : 0));
        };
    }

    /** pad (self, pad, mode, value): numbers before and behind, from the last axis on. */
    static Object pad(AtenCall call) {
        if (call.argument(2, "mode") instanceof String mode && !mode.equals("constant")) {
            throw call.refused("pads with '" + mode + "', not with a constant");
        }
        return padded(call, call.real(3, "value", 0.0));
    }

    /** constant_pad_nd (self, pad, value). */
    static Object constantPad(AtenCall call) {
        return padded(call, call.real(2, "value", 0.0));
    }

    private static Value padded(AtenCall call, double value) {
        Value input = call.tensor(0, SELF);
        long[] said = call.integers(1, "pad");
        if (said.length % 2 != 0 || said.length > 2 * input.rank()) {
            throw call.refused("has " + said.length + " paddings of a tensor of " + input.shapeText());
        }
        int rank = input.rank();
        long[] pads = new long[2 * rank];
        int[] shape = input.shape().clone();
        for (int i = 0; i < said.length / 2; i++) {
            int axis = rank - 1 - i;
            pads[axis] = said[2 * i];
            pads[rank + axis] = said[2 * i + 1];
            long size = shape[axis] + said[2 * i] + said[2 * i + 1];
            shape[axis] = (int) Math.max(0, Math.min(size, Integer.MAX_VALUE));
        }
        String names = call.graph().integers(call.part("pads"), pads);
        String number = call.graph().scalar(call.part("value"), value);
        return call.node("Pad", List.of(call.graph().read(input), names, number), shape, text("mode", "constant"));
    }

    /** upsample_nearest2d (input, output_size, then scales). */
    static Object upsample(AtenCall call) {
        Value input = call.tensor(0, call.has(0, "input") ? "input" : SELF);
        if (input.rank() != 4) {
            throw call.refused("reads a tensor of " + input.shapeText());
        }
        int[] shape = input.shape().clone();
        boolean sized = call.argument(1, "output_size") instanceof List<?> list && list.size() == 2;
        for (int i = 0; i < 2; i++) {
            shape[2 + i] = sized
                    ? (int) Math.max(0, Math.min(call.integers(1, "output_size")[i], Integer.MAX_VALUE))
                    : (int) (shape[2 + i] * scale(call, i));
        }
        long[] sizes = Arrays.stream(shape).asLongStream().toArray();
        String names = call.graph().integers(call.part("sizes"), sizes);
        return call.node(
                "Resize",
                List.of(call.graph().read(input), "", "", names),
                shape,
                text("mode", "nearest"),
                text("coordinate_transformation_mode", "asymmetric"),
                text("nearest_mode", "floor"));
    }

    private static double scale(AtenCall call, int axis) {
        Object factors = call.argument(2, "scale_factors");
        Object factor = factors instanceof List<?> list && axis < list.size() ? list.get(axis) : null;
        if (factor instanceof Number number && number.doubleValue() >= 1 && number.doubleValue() <= 64) {
            return number.doubleValue();
        }
        throw call.refused("has neither a size nor a factor of 1..64");
    }
}
