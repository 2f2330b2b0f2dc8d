package intaglio.frontend.keras;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is read of Keras' layers and functions, by the names of their classes. */
final class LayerRules {

    /** Layers that do something in training only. */
    private static final List<String> IDLE = List.of(
            "Dropout",
            "SpatialDropout1D",
            "SpatialDropout2D",
            "GaussianNoise",
            "GaussianDropout",
            "AlphaDropout",
            "ActivityRegularization",
            "RandomFlip",
            "RandomRotation",
            "RandomZoom",
            "RandomTranslation",
            "RandomContrast",
            "RandomBrightness",
            "Identity");

    private static final Map<String, LayerRule> FUNCTIONS = Map.of(
            "ReLU", Activations::relu,
            "LeakyReLU", Activations::leakyRelu,
            "PReLU", Activations::prelu,
            "ELU", Activations::elu,
            "Softmax", Activations::softmax,
            "Activation", Activations::layer);

    /** Functions of {@code keras.ops} by class names, which Keras 3 writes where a model calls them. */
    private static final List<String> OPERATIONS = List.of(
            "Relu", "Relu6", "Sigmoid", "Tanh", "Silu", "Softplus", "Softsign", "Selu", "HardSigmoid", "HardSilu");

    /** Functions that Keras 2 writes where a model calls them. */
    private static final Map<String, LayerRule> CALLED = Map.of(
            "__operators__.add", Elements.arithmetic("Add"),
            "math.add", Elements.arithmetic("Add"),
            "math.subtract", Elements.arithmetic("Sub"),
            "math.multiply", Elements.arithmetic("Mul"),
            "math.truediv", Elements.arithmetic("Div"),
            "math.divide", Elements.arithmetic("Div"),
            "nn.relu", Activations.named("relu"),
            "nn.relu6", Activations.named("relu6"),
            "math.sigmoid", Activations.named("sigmoid"),
            "math.tanh", Activations.named("tanh"));

    private static final Map<String, LayerRule> ALL = all();

    private LayerRules() {}

    /** Null for a class that is not read. */
    static LayerRule of(KerasLayer layer) {
        if (layer.className().equals("TFOpLambda")) {
            return CALLED.get(layer.config().path("function").asText());
        }
        return ALL.get(layer.className());
    }

    /** Layers that are functions of each element. */
    static Map<String, LayerRule> functions() {
        return FUNCTIONS;
    }

    private static Map<String, LayerRule> all() {
        Map<String, LayerRule> rules = new HashMap<>(FUNCTIONS);
        IDLE.forEach(name -> rules.put(name, LayerCall::input));
        OPERATIONS.forEach(name -> rules.put(name, Activations.named(NumberedWeights.snakeCase(name))));
        for (int axes = 1; axes <= 2; axes++) {
            sliding(rules, axes, axes + "D");
        }
        rules.put("UpSampling2D", Planes::upsampling);
        rules.put("Dense", DenseLayers::dense);
        rules.put("Flatten", Planes::flatten);
        rules.put("Reshape", Planes::reshape);
        rules.put("Permute", Planes::permute);
        rules.put("Rescaling", Elements::rescaling);
        rules.put("Normalization", Elements::normalization);
        for (String name : List.of("", "V1", "V2")) {
            rules.put("BatchNormalization" + name, Elements::batchNorm);
        }
        rules.put("Add", Elements.arithmetic("Add"));
        rules.put("Subtract", Elements.arithmetic("Sub"));
        rules.put("Multiply", Elements.arithmetic("Mul"));
        rules.put("TrueDivide", Elements.arithmetic("Div"));
        rules.put("Divide", Elements.arithmetic("Div"));
        rules.put("Average", Joins::average);
        rules.put("Concatenate", Joins::concatenate);
        return rules;
    }

    private static void sliding(Map<String, LayerRule> rules, int axes, String suffix) {
        rules.put("Conv" + suffix, Convolutions.plain(axes));
        rules.put("Convolution" + suffix, Convolutions.plain(axes));
        rules.put("DepthwiseConv" + suffix, Convolutions.depthwise(axes));
        rules.put("SeparableConv" + suffix, Convolutions.separable(axes));
        rules.put("Conv" + suffix + "Transpose", Convolutions.transposed(axes));
        rules.put("ZeroPadding" + suffix, Planes.padding(axes));
        rules.put("Cropping" + suffix, Planes.cropping(axes));
        rules.put("MaxPooling" + suffix, Pools.sliding("MaxPool", axes));
        rules.put("AveragePooling" + suffix, Pools.sliding("AveragePool", axes));
        rules.put("GlobalMaxPooling" + suffix, Pools.global("GlobalMaxPool"));
        rules.put("GlobalAveragePooling" + suffix, Pools.global("GlobalAveragePool"));
    }
}
