package intaglio.inspect;

import intaglio.floating.TabulatedFunction;
import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FunctionKind;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * The activation functions that networks are trained with, also those that the compiler does not know. Hardtanh is not among
 * them: nearly nobody takes it, and it looks better than tanh in a network that was trained too short with tanh.
 */
enum Function {
    NONE("no activation", 1, Activation.NONE, x -> x),
    RELU("ReLU", 0, Activation.RELU, x -> Math.max(0, x)),
    TANH("tanh", 0, ActivationFunction.of(FunctionKind.TANH)),
    SIGMOID("sigmoid", 0, ActivationFunction.of(FunctionKind.SIGMOID)),
    RELU6("ReLU6", 1, Activation.RELU6, x -> Math.min(Activation.SIX, Math.max(0, x))),
    LEAKY_RELU("LeakyReLU(0.01)", 1, ActivationFunction.of(FunctionKind.LEAKYRELU)),
    LEAKY_RELU_10("LeakyReLU(0.1)", 1, ActivationFunction.of(FunctionKind.LEAKYRELU, 0.1)),
    LEAKY_RELU_20("LeakyReLU(0.2)", 1, ActivationFunction.of(FunctionKind.LEAKYRELU, 0.2)),
    ELU("ELU", 1, ActivationFunction.of(FunctionKind.ELU)),
    SELU("SELU", 1, ActivationFunction.of(FunctionKind.SELU)),
    SOFTPLUS("softplus", 1, ActivationFunction.of(FunctionKind.SOFTPLUS)),
    /** LeCun's, which the compiler does not have. */
    SCALED_TANH("1.7159 tanh(2x/3)", 1, null, x -> 1.7159 * Math.tanh(2 * x / 3)),
    GELU("GELU", 1, ActivationFunction.of(FunctionKind.GELU)),
    SILU("SiLU", 1, ActivationFunction.of(FunctionKind.SILU)),
    HARD_SWISH("hardswish", 1, ActivationFunction.of(FunctionKind.HARDSWISH));

    private final String word;
    private final int unusual;
    private final Activation activation;
    private final TabulatedFunction table;

    Function(String word, int unusual, Activation activation, DoubleUnaryOperator function) {
        this.word = word;
        this.unusual = unusual;
        this.activation = activation;
        this.table = new TabulatedFunction(function);
    }

    Function(String word, int unusual, ActivationFunction activation) {
        this(word, unusual, activation, activation::apply);
    }

    /** The name of an activation, as frameworks have it. */
    static String word(Activation activation) {
        return Arrays.stream(values())
                .filter(function -> activation.equals(function.activation))
                .findFirst()
                .map(Function::word)
                .orElse(activation.toString());
    }

    /** The name, as frameworks have it. */
    String word() {
        return word;
    }

    /** Whether it never falls: then it makes no difference whether a maximum is taken before it or behind. */
    boolean isMonotone() {
        return !(activation instanceof ActivationFunction function) || function.isMonotone();
    }

    /** 0 for the ones to expect, 1 for the others. */
    int unusual() {
        return unusual;
    }

    TabulatedFunction table() {
        return table;
    }

    /** The activation of the compiler; empty where it does not have it. */
    Optional<Activation> activation() {
        return Optional.ofNullable(activation);
    }
}
