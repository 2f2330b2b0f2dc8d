package intaglio.frontend.keras;

import ai.onnx.proto.OnnxMl.AttributeProto;
import intaglio.onnx.OnnxGraphBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The ONNX graph that is being written. Images of Keras have their channels last; layers of ONNX want them first, so
 * tensors are moved where a layer needs it, and back where the order of the elements matters.
 */
final class Canvas {

    /** ONNX operators of this version are written. */
    static final int OPSET = 24;

    static final String CHANNELS_FIRST = "channels_first";

    private final OnnxGraphBuilder builder = new OnnxGraphBuilder();

    OnnxGraphBuilder builder() {
        return builder;
    }

    /** A node that reads one tensor and constants, and gives one of the same axes. */
    Value node(String type, String name, Value input, List<String> constants, AttributeProto... attributes) {
        List<String> inputs = new ArrayList<>(List.of(input.name()));
        inputs.addAll(constants);
        return input.named(builder.node(type, nodeName(name), inputs, attributes));
    }

    /** A node that reads one tensor. */
    Value node(String type, String name, Value input, AttributeProto... attributes) {
        return node(type, name, input, List.of(), attributes);
    }

    /** A slash would mean a module. */
    static String nodeName(String layer) {
        return layer.replace('/', '_');
    }

    /** With the channels first in ONNX, where they are last in Keras. */
    Value channelsFirst(Value value) {
        if (value.moved() || value.rank() < 2) {
            return value;
        }
        long[] order = new long[value.rank() + 1];
        order[1] = value.rank();
        for (int i = 2; i < order.length; i++) {
            order[i] = (long) i - 1;
        }
        return new Value(transposed(value, order), value.rank(), value.channels(), true);
    }

    /** With the axes in the order of Keras. */
    Value inKerasOrder(Value value) {
        if (!value.moved()) {
            return value;
        }
        long[] order = new long[value.rank() + 1];
        for (int i = 1; i < value.rank(); i++) {
            order[i] = (long) i + 1;
        }
        order[value.rank()] = 1;
        return new Value(transposed(value, order), value.rank(), value.channels(), false);
    }

    /** With the axes as a layer of that data format works on them in ONNX. */
    Value forLayer(Value value, LayerConfig config) {
        return isFirst(config) ? inKerasOrder(value) : channelsFirst(value);
    }

    static boolean isFirst(LayerConfig config) {
        return config.text("data_format", "").equals(CHANNELS_FIRST);
    }

    String transposed(Value value, long... order) {
        return builder.node(
                "Transpose",
                value.name() + "_transposed",
                List.of(value.name()),
                OnnxGraphBuilder.integers("perm", order));
    }

    /** Numbers for each element of the last axis in Keras, or one for all. */
    String perChannel(String name, Value value, float... numbers) {
        if (numbers.length == 1) {
            return scalar(name, numbers[0]);
        }
        long[] sizes = new long[value.moved() ? value.rank() : 1];
        Arrays.fill(sizes, 1);
        sizes[0] = numbers.length;
        return builder.floats(name, numbers, sizes);
    }

    /** A number. */
    String scalar(String name, float number) {
        return builder.floats(name, new float[] {number});
    }

    /** A row of numbers. */
    String vector(String name, float... numbers) {
        return builder.floats(name, numbers, numbers.length);
    }

    /** A tensor of the file. */
    String constant(String name, Hdf5Tensor tensor) {
        long[] sizes = Arrays.stream(tensor.shape()).asLongStream().toArray();
        return builder.floats(name, tensor.values(), sizes);
    }

    /** A vector of integers. */
    String integers(String name, long... values) {
        return builder.longs(name, values, values.length);
    }
}
