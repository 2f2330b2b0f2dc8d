package intaglio.frontend.tflite;

import java.util.Map;
import java.util.Set;

/** The operators that are read, and for those that are not, the nearest thing that is. */
final class Operators {

    private static final String FLOAT32 = "convert the model without experimental operators";

    private static final Map<String, OperatorTranslation> READ = Map.ofEntries(
            Map.entry("CONV_2D", new ConvTranslation(false)),
            Map.entry("DEPTHWISE_CONV_2D", new ConvTranslation(true)),
            Map.entry("TRANSPOSE_CONV", new TransposeConvTranslation()),
            Map.entry("FULLY_CONNECTED", new DenseTranslation()),
            Map.entry("MAX_POOL_2D", new PoolTranslation("MaxPool")),
            Map.entry("AVERAGE_POOL_2D", new AveragePoolTranslation()),
            Map.entry("MEAN", new MeanTranslation()),
            Map.entry("REDUCE_MAX", new ReduceTranslation("ReduceMax")),
            Map.entry("ADD", new ArithmeticTranslation("Add")),
            Map.entry("SUB", new ArithmeticTranslation("Sub")),
            Map.entry("MUL", new ArithmeticTranslation("Mul")),
            Map.entry("DIV", new ArithmeticTranslation("Div")),
            Map.entry("MAXIMUM", new ArithmeticTranslation("Max")),
            Map.entry("MINIMUM", new ArithmeticTranslation("Min")),
            Map.entry("CONCATENATION", new ConcatTranslation()),
            Map.entry("RESHAPE", new ReshapeTranslation()),
            Map.entry("SQUEEZE", new ReshapeTranslation()),
            Map.entry("EXPAND_DIMS", new ReshapeTranslation()),
            Map.entry("TRANSPOSE", new TransposeTranslation()),
            Map.entry("PAD", new PadTranslation()),
            Map.entry("PADV2", new PadTranslation()),
            Map.entry("RESIZE_NEAREST_NEIGHBOR", new ResizeTranslation()),
            Map.entry("DEPTH_TO_SPACE", new DepthToSpaceTranslation()),
            Map.entry("RELU", new FunctionTranslation("Relu")),
            Map.entry("RELU6", new ClipTranslation(0, 6)),
            Map.entry("RELU_N1_TO_1", new ClipTranslation(-1, 1)),
            Map.entry("RELU_0_TO_1", new ClipTranslation(0, 1)),
            Map.entry("LEAKY_RELU", new FunctionTranslation("LeakyRelu")),
            Map.entry("PRELU", new PReluTranslation()),
            Map.entry("LOGISTIC", new FunctionTranslation("Sigmoid")),
            Map.entry("TANH", new FunctionTranslation("Tanh")),
            Map.entry("HARD_SWISH", new FunctionTranslation("HardSwish")),
            Map.entry("ELU", new FunctionTranslation("Elu")),
            Map.entry("GELU", new FunctionTranslation("Gelu")),
            Map.entry("NEG", new FunctionTranslation("Neg")),
            Map.entry("EXP", new FunctionTranslation("Exp")),
            Map.entry("SOFTMAX", new FunctionTranslation("Softmax")),
            Map.entry("LOG_SOFTMAX", new FunctionTranslation("LogSoftmax")),
            Map.entry("QUANTIZE", new QuantizeTranslation()),
            Map.entry("DEQUANTIZE", new QuantizeTranslation()),
            Map.entry("CAST", new FunctionTranslation("Cast")));

    /** Sizes, which the file has for each tensor, are not read from the first inputs of these. */
    private static final Set<String> SIZED_BY_OUTPUT =
            Set.of("RESHAPE", "SQUEEZE", "EXPAND_DIMS", "RESIZE_NEAREST_NEIGHBOR", "RESIZE_BILINEAR");

    private static final Set<String> OF_TWO = Set.of(
            "CONV_2D",
            "DEPTHWISE_CONV_2D",
            "FULLY_CONNECTED",
            "MEAN",
            "REDUCE_MAX",
            "TRANSPOSE",
            "PAD",
            "PADV2",
            "PRELU");

    private static final Map<String, String> REWRITES = Map.of(
            "RESIZE_BILINEAR", "upsample with interpolation='nearest'",
            "ARG_MAX", "end the model with its logits or a softmax",
            "SPLIT", "use a convolution for each part of the channels",
            "STRIDED_SLICE", "cut the images before they enter the network",
            "SLICE", "cut the images before they enter the network",
            "BATCH_TO_SPACE_ND", "convert with fixed sizes: then dilated convolutions stay convolutions",
            "SPACE_TO_BATCH_ND", "convert with fixed sizes: then dilated convolutions stay convolutions");

    private Operators() {}

    /** Null for one that is not read. */
    static OperatorTranslation of(String op) {
        return READ.get(op);
    }

    /** Whether values of an input matter. */
    static boolean reads(String op, int input) {
        boolean transposed = op.equals("TRANSPOSE_CONV");
        return transposed ? input > 0 : input == 0 || !SIZED_BY_OUTPUT.contains(op);
    }

    /** How many inputs must be there. */
    static int least(String op) {
        return op.equals("TRANSPOSE_CONV") ? 3 : OF_TWO.contains(op) ? 2 : 1;
    }

    /** The nearest supported rewrite of an operator that is not read. */
    static String rewrite(String op) {
        return op.startsWith("CUSTOM") || op.startsWith("number")
                ? FLOAT32
                : REWRITES.getOrDefault(op, "build the network of the operators in docs/files.md");
    }
}
