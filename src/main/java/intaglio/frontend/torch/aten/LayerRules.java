package intaglio.frontend.torch.aten;

import static intaglio.onnx.OnnxGraphBuilder.integer;
import static intaglio.onnx.OnnxGraphBuilder.integers;
import static intaglio.onnx.OnnxGraphBuilder.real;
import static intaglio.onnx.OnnxGraphBuilder.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import intaglio.frontend.torch.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Layers with weights. */
final class LayerRules {

    private static final String WEIGHT = "weight";
    private static final String INPUT = "input";

    private LayerRules() {}

    /** conv1d, conv2d (input, weight, bias, stride, padding, dilation, groups). */
    static Object conv(AtenCall call) {
        int axes = axes(call);
        if (call.argument(4, "padding") instanceof String word) {
            return padded(call, word, axes);
        }
        return convolution(call, call.integers(4, "padding", axes, 0), call.integer(6, "groups", 1L));
    }

    /** convolution and _convolution (..., dilation, transposed, output_padding, groups). */
    static Object generalConv(AtenCall call) {
        int axes = axes(call);
        long groups = call.integer(8, "groups", 1L);
        return call.flag(6, "transposed", false)
                ? transposed(
                        call,
                        call.integers(7, "output_padding", axes, 0),
                        groups,
                        call.integers(5, "dilation", axes, 1))
                : convolution(call, call.integers(4, "padding", axes, 0), groups);
    }

    /** conv_transpose2d (input, weight, bias, stride, padding, output_padding, groups, dilation). */
    static Object convTranspose(AtenCall call) {
        int axes = axes(call);
        return transposed(
                call,
                call.integers(5, "output_padding", axes, 0),
                call.integer(6, "groups", 1L),
                call.integers(7, "dilation", axes, 1));
    }

    private static int axes(AtenCall call) {
        int rank = call.tensor(0, INPUT).rank();
        int kernel = call.constant(1, WEIGHT).rank();
        if (rank != kernel || rank < 3 || rank > 4) {
            throw call.refused("has an input of " + call.tensor(0, INPUT).shapeText() + " and weights of "
                    + call.tensor(1, WEIGHT).shapeText() + "; images have 4 axes, rows of values 3");
        }
        return rank - 2;
    }

    private static Value padded(AtenCall call, String word, int axes) {
        if (!word.equals("same") && !word.equals("valid")) {
            throw call.refused("has padding '" + word + "'");
        }
        Value input = call.tensor(0, INPUT);
        Value weight = call.constant(1, WEIGHT);
        long[] dilation = call.integers(5, "dilation", axes, 1);
        long[] pads = new long[2 * axes];
        for (int i = 0; i < axes && word.equals("same"); i++) {
            long all = dilation[i] * (weight.shape()[2 + i] - 1);
            pads[i] = all / 2;
            pads[axes + i] = all - all / 2;
        }
        return convolution(call, input, weight, pads, call.integer(6, "groups", 1L));
    }

    private static Value convolution(AtenCall call, long[] padding, long groups) {
        long[] pads = Arrays.copyOf(padding, 2 * padding.length);
        System.arraycopy(padding, 0, pads, padding.length, padding.length);
        return convolution(call, call.tensor(0, INPUT), call.constant(1, WEIGHT), pads, groups);
    }

    private static Value convolution(AtenCall call, Value input, Value weight, long[] pads, long groups) {
        int axes = pads.length / 2;
        long[] stride = call.integers(3, "stride", axes, 1);
        long[] dilation = call.integers(5, "dilation", axes, 1);
        if (weight.shape()[1] * groups != input.shape()[1]) {
            throw call.refused("has an input of " + input.shapeText() + ", weights of " + weight.shapeText() + " and "
                    + groups + " groups, which do not fit each other");
        }
        int[] shape = input.shape().clone();
        shape[1] = weight.shape()[0];
        for (int i = 0; i < axes; i++) {
            shape[2 + i] = Sliding.size(
                    call,
                    input.shape()[2 + i],
                    weight.shape()[2 + i],
                    stride[i],
                    pads[i] + pads[axes + i],
                    dilation[i],
                    false);
        }
        return call.node(
                "Conv",
                inputs(call, input, weight),
                shape,
                integers("kernel_shape", kernel(weight)),
                integers("strides", stride),
                integers("pads", pads),
                integers("dilations", dilation),
                integer("group", groups));
    }

    private static long[] kernel(Value weight) {
        return Arrays.stream(weight.shape()).skip(2).asLongStream().toArray();
    }

    private static List<String> inputs(AtenCall call, Value input, Value weight) {
        List<String> names =
                new ArrayList<>(List.of(call.graph().read(input), call.graph().read(weight)));
        if (call.has(2, "bias")) {
            names.add(call.graph().read(call.constant(2, "bias")));
        }
        return names;
    }

    private static Value transposed(AtenCall call, long[] outputPadding, long groups, long[] dilation) {
        Value input = call.tensor(0, INPUT);
        Value weight = call.constant(1, WEIGHT);
        int axes = dilation.length;
        long[] stride = call.integers(3, "stride", axes, 1);
        long[] padding = call.integers(4, "padding", axes, 0);
        int[] shape = input.shape().clone();
        shape[1] = (int) Math.min(Integer.MAX_VALUE, weight.shape()[1] * groups);
        long[] pads = new long[2 * axes];
        for (int i = 0; i < axes; i++) {
            long size = (input.shape()[2 + i] - 1) * stride[i]
                    - 2 * padding[i]
                    + dilation[i] * (weight.shape()[2 + i] - 1)
                    + outputPadding[i]
                    + 1;
            shape[2 + i] = (int) Math.max(0, Math.min(size, Integer.MAX_VALUE));
            pads[i] = padding[i];
            pads[axes + i] = padding[i];
        }
        return call.node(
                "ConvTranspose",
                inputs(call, input, weight),
                shape,
                integers("kernel_shape", kernel(weight)),
                integers("strides", stride),
                integers("pads", pads),
                integers("dilations", dilation),
                integers("output_padding", outputPadding),
                integer("group", groups));
    }

    /** linear (input, weight, bias). */
    static Object linear(AtenCall call) {
        Value weight = call.constant(1, WEIGHT);
        Value bias = call.has(2, "bias") ? call.constant(2, "bias") : null;
        return gemm(call, call.tensor(0, INPUT), weight, bias, true);
    }

    /** addmm (self, mat1, mat2). */
    static Object addmm(AtenCall call) {
        if (call.real(3, "beta", 1.0) != 1 || call.real(4, "alpha", 1.0) != 1) {
            throw call.refused("has alpha or beta other than 1");
        }
        return gemm(call, call.tensor(1, "mat1"), call.constant(2, "mat2"), call.constant(0, "self"), false);
    }

    /** mm, matmul (self, other). */
    static Object matmul(AtenCall call) {
        String other = call.has(1, "mat2") && call.argument(1, "other") == null ? "mat2" : "other";
        return gemm(call, call.tensor(0, "self"), call.constant(1, other), null, false);
    }

    private static Value gemm(AtenCall call, Value input, Value weight, Value bias, boolean transposed) {
        boolean matrix = weight.rank() == 2;
        int inputs = matrix ? weight.shape()[transposed ? 1 : 0] : 0;
        if (!matrix || input.rank() < 1 || input.shape()[input.rank() - 1] != inputs) {
            throw call.refused("has an input of " + input.shapeText() + " and weights of " + weight.shapeText()
                    + ", which do not fit each other");
        }
        if (input.rank() != 2) {
            throw call.refused(
                    "reads a tensor of " + input.shapeText() + "; a dense layer reads one vector of each image",
                    "flatten the image before it");
        }
        List<String> names =
                new ArrayList<>(List.of(call.graph().read(input), call.graph().read(weight)));
        if (bias != null) {
            names.add(call.graph().read(bias));
        }
        int outputs = weight.shape()[transposed ? 0 : 1];
        return call.node("Gemm", names, new int[] {input.shape()[0], outputs}, integer("transB", transposed ? 1 : 0));
    }

    /** batch_norm (input, weight, bias, running_mean, running_var, training, momentum, eps). */
    static Object batchNorm(AtenCall call) {
        if (call.flag(5, "training", false)) {
            throw call.refused("normalizes each batch by itself", "call model.eval() before you export the model");
        }
        return norm(call, call.real(7, "eps", 1e-5));
    }

    /** _native_batch_norm_legit_no_training (input, weight, bias, running_mean, running_var, momentum, eps). */
    static Object inferenceBatchNorm(AtenCall call) {
        return Arrays.asList(norm(call, call.real(6, "eps", 1e-5)), null, null);
    }

    /** The same with the results of batch_norm that inference does not need. */
    static Object nativeBatchNorm(AtenCall call) {
        return Arrays.asList((Value) batchNorm(call), null, null);
    }

    private static Value norm(AtenCall call, double epsilon) {
        Value input = call.tensor(0, INPUT);
        Value mean = call.constant(3, "running_mean");
        int channels = mean.shape().length == 1 ? mean.shape()[0] : -1;
        if (input.rank() < 2 || input.shape()[1] != channels) {
            throw call.refused("normalizes " + mean.shapeText() + " channels of a tensor of " + input.shapeText());
        }
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        String gain = parameter(call, 1, WEIGHT, ones);
        String shift = parameter(call, 2, "bias", new float[channels]);
        List<String> inputs = List.of(
                call.graph().read(input),
                gain,
                shift,
                call.graph().read(mean),
                call.graph().read(call.constant(4, "running_var")));
        return call.node("BatchNormalization", inputs, input.shape(), real("epsilon", (float) epsilon));
    }

    private static String parameter(AtenCall call, int place, String word, float[] usual) {
        return call.has(place, word)
                ? call.graph().read(call.constant(place, word))
                : call.graph().floats(call.part(word), usual, usual.length);
    }

    /** prelu (self, weight). */
    static Object prelu(AtenCall call) {
        Value input = call.tensor(0, "self");
        Tensor slope = call.constant(1, WEIGHT).constant();
        int[] shape = new int[Math.max(1, input.rank() - 1)];
        Arrays.fill(shape, 1);
        shape[0] = slope.values().length;
        Value each = Value.of(new Tensor(slope.name(), shape, slope.values()));
        return call.node("PRelu", List.of(call.graph().read(input), call.graph().read(each)), input.shape());
    }

    /** pixel_shuffle (self, upscale_factor). */
    static Object pixelShuffle(AtenCall call) {
        Value input = call.tensor(0, "self");
        long block = call.integer(1, "upscale_factor", null);
        if (input.rank() != 4 || block < 1 || block > 64 || input.shape()[1] % (block * block) != 0) {
            throw call.refused("makes blocks of " + block + "x" + block + " of a tensor of " + input.shapeText());
        }
        int side = (int) block;
        int[] from = input.shape();
        int[] shape = {from[0], from[1] / (side * side), from[2] * side, from[3] * side};
        AttributeProto mode = text("mode", "CRD");
        return call.node("DepthToSpace", List.of(call.graph().read(input)), shape, integer("blocksize", side), mode);
    }
}
