package intaglio.frontend.keras;

import ai.onnx.proto.OnnxMl.AttributeProto;
import intaglio.onnx.OnnxGraphBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Convolutions over one or two axes. Their kernels are rows, columns, input channels, output channels in Keras. */
final class Convolutions {

    private static final String BIAS = "bias";
    private static final String KERNEL = "kernel";

    private Convolutions() {}

    /** Conv1D, Conv2D. */
    static LayerRule plain(int axes) {
        return call -> {
            List<Hdf5Tensor> tensors = call.tensors(roles(call, KERNEL));
            long[] sizes = sizes(call, axes, 0, call.config().integer("filters", 0));
            if (tensors.isEmpty() || !call.fits(tensors.get(0), KERNEL, sizes)) {
                return call.input();
            }
            int groups = call.config().integer("groups", 1);
            return activated(
                    call, convolve(call, call.name(), axes, outputFirst(tensors.get(0), axes), groups, tensors));
        };
    }

    /** DepthwiseConv1D, DepthwiseConv2D: input channel c gives the output channels c * multiplier and on. */
    static LayerRule depthwise(int axes) {
        return call -> {
            List<Hdf5Tensor> tensors = call.tensors(roles(call, depthwiseRole(call)));
            long[] sizes = sizes(call, axes, 0, call.config().integer("depth_multiplier", 1));
            if (tensors.isEmpty() || !call.fits(tensors.get(0), KERNEL, sizes)) {
                return call.input();
            }
            Hdf5Tensor kernel = tensors.get(0);
            int channels = kernel.shape()[axes];
            return activated(call, convolve(call, call.name(), axes, perChannel(kernel, axes), channels, tensors));
        };
    }

    /** Keras 3 calls it kernel. */
    private static String depthwiseRole(LayerCall call) {
        String old = "depthwise_kernel";
        return call.weights().tensor(call.layer(), List.of(old), 0).isPresent() ? old : KERNEL;
    }

    /** SeparableConv1D, SeparableConv2D: a depthwise convolution, then one of one pixel with the bias. */
    static LayerRule separable(int axes) {
        return call -> {
            List<Hdf5Tensor> tensors = call.tensors(roles(call, "depthwise_kernel", "pointwise_kernel"));
            if (tensors.isEmpty()) {
                return call.input();
            }
            Hdf5Tensor kernel = tensors.get(0);
            Hdf5Tensor mixing = tensors.get(1);
            long[] sizes = sizes(call, axes, 0, call.config().integer("depth_multiplier", 1));
            if (!call.fits(kernel, "depthwise kernel", sizes)) {
                return call.input();
            }
            int channels = kernel.shape()[axes];
            long[] mixed = new long[axes + 2];
            Arrays.fill(mixed, 1);
            mixed[axes] = (long) channels * kernel.shape()[axes + 1];
            mixed[axes + 1] = call.config().integer("filters", 0);
            if (!call.fits(mixing, "pointwise kernel", mixed)) {
                return call.input();
            }
            Value each = convolve(
                    call, call.name() + "_depthwise", axes, perChannel(kernel, axes), channels, List.of(kernel));
            Canvas canvas = call.canvas();
            Hdf5Tensor matrix = outputFirst(mixing, axes);
            Value sum = canvas.node("Conv", call.name(), each, constants(call, call.name(), matrix, tensors, 2));
            return activated(call, sum.withChannels(matrix.shape()[0]));
        };
    }

    /** Conv1DTranspose, Conv2DTranspose: the kernel is rows, columns, output channels, input channels. */
    static LayerRule transposed(int axes) {
        return call -> {
            List<Hdf5Tensor> tensors = call.tensors(roles(call, KERNEL));
            long[] sizes = sizes(call, axes, call.config().integer("filters", 0), 0);
            if (tensors.isEmpty() || !call.fits(tensors.get(0), KERNEL, sizes)) {
                return call.input();
            }
            if (call.config().has("output_padding")) {
                call.problem("has an output_padding", "leave output_padding at None");
            }
            Hdf5Tensor kernel = outputFirst(tensors.get(0), axes);
            int outputs = tensors.get(0).shape()[axes];
            long[] strides = call.config().integers("strides", axes, 1);
            long[] pads = new long[2 * axes];
            long[] added = new long[axes];
            boolean same = call.config().text("padding", "valid").equalsIgnoreCase("same");
            for (int axis = 0; axis < axes; axis++) {
                long over = tensors.get(0).shape()[axis] - strides[axis];
                // The output of "same" has stride times the input's size, that of "valid" what the kernel reaches over.
                pads[axis] = same ? Math.max(0, over) / 2 : 0;
                pads[axes + axis] = same ? Math.max(0, over) - pads[axis] : 0;
                added[axis] = Math.max(0, -over);
            }
            Value input = call.canvas().forLayer(call.input(), call.config());
            Value sum = call.canvas()
                    .node(
                            "ConvTranspose",
                            call.name(),
                            input,
                            constants(call, call.name(), kernel, tensors, 1),
                            OnnxGraphBuilder.integers("strides", strides),
                            OnnxGraphBuilder.integers("dilations", call.config().integers("dilation_rate", axes, 1)),
                            OnnxGraphBuilder.integers("pads", pads),
                            OnnxGraphBuilder.integers("output_padding", added));
            return activated(call, sum.withChannels(outputs));
        };
    }

    private static List<String> roles(LayerCall call, String... kernels) {
        List<String> roles = new ArrayList<>(List.of(kernels));
        if (call.config().flag("use_bias", true)) {
            roles.add(BIAS);
        }
        return roles;
    }

    /** Sizes that the kernel must have; 0 is any. */
    private static long[] sizes(LayerCall call, int axes, long third, long fourth) {
        long[] kernel = call.config().integers("kernel_size", axes, 0);
        long[] sizes = Arrays.copyOf(kernel, axes + 2);
        sizes[axes] = third;
        sizes[axes + 1] = fourth;
        return sizes;
    }

    /** Rows, columns, a, b as b, a, rows, columns. */
    private static Hdf5Tensor outputFirst(Hdf5Tensor kernel, int axes) {
        int[] order = new int[axes + 2];
        order[0] = axes + 1;
        order[1] = axes;
        IntStream.range(0, axes).forEach(axis -> order[axis + 2] = axis);
        return kernel.transpose(order);
    }

    /** Rows, columns, channels, multiplier as channels * multiplier, 1, rows, columns. */
    private static Hdf5Tensor perChannel(Hdf5Tensor kernel, int axes) {
        int[] order = new int[axes + 2];
        order[0] = axes;
        order[1] = axes + 1;
        IntStream.range(0, axes).forEach(axis -> order[axis + 2] = axis);
        Hdf5Tensor moved = kernel.transpose(order);
        int[] sizes = moved.shape().clone();
        sizes[0] *= sizes[1];
        sizes[1] = 1;
        return moved.reshape(sizes);
    }

    /** A convolution with the layer's strides and padding; the bias is the second of the tensors, if any. */
    private static Value convolve(
            LayerCall call, String name, int axes, Hdf5Tensor kernel, int groups, List<Hdf5Tensor> tensors) {
        LayerConfig config = call.config();
        Value input = call.canvas().forLayer(call.input(), config);
        long[] dilations = config.integers("dilation_rate", axes, 1);
        Value sum = call.canvas()
                .node(
                        "Conv",
                        name,
                        input,
                        constants(call, name, kernel, tensors, 1),
                        OnnxGraphBuilder.integers("strides", config.integers("strides", axes, 1)),
                        OnnxGraphBuilder.integers("dilations", dilations),
                        OnnxGraphBuilder.integer("group", groups),
                        padding(call, kernel, dilations));
        return sum.withChannels(kernel.shape()[0]);
    }

    private static AttributeProto padding(LayerCall call, Hdf5Tensor kernel, long... dilations) {
        if (call.config().text("padding", "valid").equals("causal") && dilations.length == 1) {
            return OnnxGraphBuilder.integers("pads", (kernel.shape()[2] - 1) * dilations[0], 0);
        }
        return Pools.padding(call);
    }

    private static List<String> constants(
            LayerCall call, String name, Hdf5Tensor kernel, List<Hdf5Tensor> tensors, int bias) {
        List<String> constants = new ArrayList<>();
        constants.add(call.canvas().constant(name + ".weight", kernel));
        if (tensors.size() > bias) {
            constants.add(call.canvas().constant(name + ".bias", tensors.get(bias)));
        }
        return constants;
    }

    private static Value activated(LayerCall call, Value value) {
        return Activations.ofLayer(call, value);
    }
}
