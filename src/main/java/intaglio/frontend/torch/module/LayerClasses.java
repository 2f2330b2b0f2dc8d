package intaglio.frontend.torch.module;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** PyTorch's classes of layers, and the operators that they call; attributes and arguments have the same names mostly. */
final class LayerClasses {

    private static final String PACKAGE = "torch.nn.modules.";
    private static final Map<String, String> OPERATORS = operators();

    /** Attributes with other names than the arguments. */
    private static final Map<String, Map<String, String>> RENAMED = Map.of(
            "constant_pad_nd", Map.of("padding", "pad"),
            "upsample_nearest2d", Map.of("size", "output_size", "scale_factor", "scale_factors"));

    private LayerClasses() {}

    /** The operator of a class; null for one that is not read. */
    static String operator(String className) {
        return className.startsWith(PACKAGE)
                ? OPERATORS.get(className.substring(className.lastIndexOf('.') + 1))
                : null;
    }

    /** Whether a class calls the modules in it one after the other. */
    static boolean isSequential(String className) {
        return className.equals(PACKAGE + "container.Sequential");
    }

    /** The argument that an attribute is. */
    static String argument(String operator, String attribute) {
        return RENAMED.getOrDefault(operator, Map.of()).getOrDefault(attribute, attribute);
    }

    private static Map<String, String> operators() {
        Map<String, String> operators = new HashMap<>();
        for (String axes : List.of("1d", "2d")) {
            operators.put("Conv" + axes, "conv" + axes);
            operators.put("MaxPool" + axes, "max_pool" + axes);
            operators.put("AvgPool" + axes, "avg_pool" + axes);
            operators.put("AdaptiveAvgPool" + axes, "adaptive_avg_pool" + axes);
            operators.put("BatchNorm" + axes, "batch_norm");
            operators.put("ZeroPad" + axes, "constant_pad_nd");
            operators.put("ConstantPad" + axes, "constant_pad_nd");
        }
        for (String name : List.of("Dropout", "Dropout1d", "Dropout2d", "AlphaDropout", "FeatureAlphaDropout")) {
            operators.put(name, "dropout");
        }
        operators.put("ConvTranspose2d", "conv_transpose2d");
        operators.put("Linear", "linear");
        operators.put("Identity", "contiguous");
        operators.put("Flatten", "flatten");
        operators.put("PixelShuffle", "pixel_shuffle");
        operators.put("Upsample", "upsample_nearest2d");
        operators.put("UpsamplingNearest2d", "upsample_nearest2d");
        operators.put("LeakyReLU", "leaky_relu");
        operators.put("LogSoftmax", "log_softmax");
        for (String name : List.of(
                "ReLU",
                "ReLU6",
                "Tanh",
                "Sigmoid",
                "SiLU",
                "GELU",
                "ELU",
                "SELU",
                "CELU",
                "Mish",
                "PReLU",
                "Softplus",
                "Softsign",
                "Softmax",
                "Hardtanh",
                "Hardswish",
                "Hardsigmoid")) {
            operators.put(name, name.toLowerCase(Locale.ROOT));
        }
        return Map.copyOf(operators);
    }
}
