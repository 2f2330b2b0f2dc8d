package intaglio.frontend.torch.aten;

import intaglio.diag.IntaglioException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The operators that are read, by the name that PyTorch gives them. */
public final class AtenRules {

    private static final String IN_PLACE = "_";
    private static final Map<String, AtenRule> ALL = all();

    private AtenRules() {}

    /** Whether an operator is read. */
    public static boolean has(String operator) {
        return ALL.containsKey(plain(operator));
    }

    /**
     * Writes a call; its operator is one that is read.
     *
     * @return a {@link Value}, a number, or a list of them
     * @throws IntaglioException (exit code 3) where its arguments do not fit
     */
    public static Object apply(String operator, AtenCall call) {
        try {
            Object result = ALL.get(plain(operator)).apply(call);
            if (!plain(operator).equals(operator)) {
                call.overwrite(result);
            }
            return result;
        } catch (ArithmeticException e) {
            throw call.refused("has sizes that leave 32 bits");
        }
    }

    /** {@code relu} of {@code relu_}, which writes its result over what it reads. */
    private static String plain(String operator) {
        boolean inPlace = operator.endsWith(IN_PLACE) && !ALL.containsKey(operator);
        return inPlace ? operator.substring(0, operator.length() - 1) : operator;
    }

    private static Map<String, AtenRule> all() {
        Map<String, AtenRule> rules = new HashMap<>();
        layers(rules);
        pools(rules);
        functions(rules);
        arithmetic(rules);
        shapes(rules);
        return Map.copyOf(rules);
    }

    private static void layers(Map<String, AtenRule> rules) {
        rules.put("conv1d", LayerRules::conv);
        rules.put("conv2d", LayerRules::conv);
        rules.put("_convolution_mode", LayerRules::conv);
        rules.put("convolution", LayerRules::generalConv);
        rules.put("_convolution", LayerRules::generalConv);
        rules.put("conv_transpose2d", LayerRules::convTranspose);
        rules.put("linear", LayerRules::linear);
        rules.put("addmm", LayerRules::addmm);
        rules.put("mm", LayerRules::matmul);
        rules.put("matmul", LayerRules::matmul);
        rules.put("batch_norm", LayerRules::batchNorm);
        rules.put("_native_batch_norm_legit_no_training", LayerRules::inferenceBatchNorm);
        rules.put("native_batch_norm", LayerRules::nativeBatchNorm);
        rules.put("cudnn_batch_norm", LayerRules::nativeBatchNorm);
        rules.put("prelu", LayerRules::prelu);
        rules.put("_prelu_kernel", LayerRules::prelu);
        rules.put("pixel_shuffle", LayerRules::pixelShuffle);
    }

    private static void pools(Map<String, AtenRule> rules) {
        for (int axes = 1; axes <= 2; axes++) {
            String end = axes + "d";
            rules.put("max_pool" + end, PoolRules.max(axes, 1));
            rules.put("max_pool" + end + "_with_indices", PoolRules.max(axes, 2));
            rules.put("avg_pool" + end, PoolRules.average(axes));
            rules.put("adaptive_avg_pool" + end, PoolRules.adaptive("AveragePool", axes, 1));
            rules.put("_adaptive_avg_pool" + end, PoolRules.adaptive("AveragePool", axes, 1));
            rules.put("adaptive_max_pool" + end, PoolRules.adaptive("MaxPool", axes, 2));
        }
        rules.put("mean", PoolRules.reduce("ReduceMean"));
        rules.put("amax", PoolRules.reduce("ReduceMax"));
        rules.put("pad", PoolRules::pad);
        rules.put("constant_pad_nd", PoolRules::constantPad);
        rules.put("upsample_nearest2d", PoolRules::upsample);
    }

    private static void functions(Map<String, AtenRule> rules) {
        Map.ofEntries(
                        Map.entry("relu", "Relu"),
                        Map.entry("tanh", "Tanh"),
                        Map.entry("sigmoid", "Sigmoid"),
                        Map.entry("silu", "Swish"),
                        Map.entry("mish", "Mish"),
                        Map.entry("hardswish", "HardSwish"),
                        Map.entry("softsign", "Softsign"),
                        Map.entry("abs", "Abs"),
                        Map.entry("exp", "Exp"),
                        Map.entry("log", "Log"),
                        Map.entry("sqrt", "Sqrt"),
                        Map.entry("erf", "Erf"),
                        Map.entry("neg", "Neg"),
                        Map.entry("reciprocal", "Reciprocal"))
                .forEach((name, type) -> rules.put(name, FunctionRules.plain(type)));
        rules.put("relu6", FunctionRules::relu6);
        rules.put("hardtanh", FunctionRules::hardtanh);
        rules.put("clamp", FunctionRules::clamp);
        rules.put("clip", FunctionRules::clamp);
        rules.put("clamp_min", FunctionRules::clampMin);
        rules.put("clamp_max", FunctionRules::clampMax);
        rules.put("leaky_relu", FunctionRules.withAlpha("LeakyRelu", "negative_slope", 0.01));
        rules.put("celu", FunctionRules.withAlpha("Celu", "alpha", 1));
        rules.put("elu", FunctionRules::elu);
        rules.put("selu", FunctionRules::selu);
        rules.put("gelu", FunctionRules::gelu);
        rules.put("hardsigmoid", FunctionRules::hardSigmoid);
        rules.put("softplus", FunctionRules::softplus);
        for (String name : List.of("softmax", "log_softmax")) {
            AtenRule rule = FunctionRules.softmax(name.equals("softmax") ? "Softmax" : "LogSoftmax");
            rules.put(name, rule);
            rules.put("_" + name, rule);
        }
    }

    private static void arithmetic(Map<String, AtenRule> rules) {
        rules.put("add", ArithmeticRules.sum("Add"));
        rules.put("sub", ArithmeticRules.sum("Sub"));
        rules.put("rsub", ArithmeticRules::reversed);
        rules.put("mul", ArithmeticRules.product("Mul", "other"));
        rules.put("div", ArithmeticRules.product("Div", "other"));
        rules.put("pow", ArithmeticRules.product("Pow", "exponent"));
        Map.of(
                        "gt",
                        "Greater",
                        "ge",
                        "GreaterOrEqual",
                        "lt",
                        "Less",
                        "le",
                        "LessOrEqual",
                        "maximum",
                        "Max",
                        "minimum",
                        "Min")
                .forEach((name, type) -> rules.put(name, ArithmeticRules.product(type, "other")));
        rules.put("where", ArithmeticRules::where);
        rules.put("expm1", FunctionRules::expm1);
        rules.put("log1p", FunctionRules::log1p);
        rules.put("cat", ArithmeticRules::cat);
        rules.put("concat", ArithmeticRules::cat);
    }

    private static void shapes(Map<String, AtenRule> rules) {
        for (String name :
                List.of("contiguous", "clone", "detach", "alias", "to", "_to_copy", "lift_fresh_copy", "float")) {
            rules.put(name, ShapeRules::idle);
        }
        for (String name : List.of("dropout", "feature_dropout", "alpha_dropout", "feature_alpha_dropout")) {
            rules.put(name, ShapeRules::dropout);
        }
        rules.put("native_dropout", ShapeRules::nativeDropout);
        rules.put("flatten", ShapeRules::flatten);
        for (String name : List.of("view", "reshape", "_unsafe_view", "view_copy")) {
            rules.put(name, ShapeRules::view);
        }
        rules.put("squeeze", ShapeRules::squeeze);
        rules.put("unsqueeze", ShapeRules::unsqueeze);
        rules.put("permute", ShapeRules::permute);
        rules.put("transpose", ShapeRules::transpose);
        rules.put("t", ShapeRules::matrixTranspose);
        rules.put("size", ShapeRules::size);
        rules.put("sym_size", ShapeRules::size);
    }
}
