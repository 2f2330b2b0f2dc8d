package intaglio.inspect;

import intaglio.floating.TabulatedFunction;
import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FunctionKind;
import java.util.Arrays;

/**
 * The activations that are tried. Hardtanh is not among them: nearly nobody takes it, and it looks better than tanh in
 * a network that was trained too short with tanh.
 */
enum Function {
    NONE("no activation", Activation.NONE, 1),
    RELU("ReLU", Activation.RELU, 0),
    TANH("tanh", FunctionKind.TANH, 0),
    SIGMOID("sigmoid", FunctionKind.SIGMOID, 0),
    RELU6("ReLU6", Activation.RELU6, 1),
    LEAKY_RELU("LeakyReLU(0.01)", ActivationFunction.of(FunctionKind.LEAKYRELU, 0.01), 1),
    LEAKY_RELU_10("LeakyReLU(0.1)", ActivationFunction.of(FunctionKind.LEAKYRELU, 0.1), 1),
    LEAKY_RELU_20("LeakyReLU(0.2)", ActivationFunction.of(FunctionKind.LEAKYRELU, 0.2), 1),
    ELU("ELU", FunctionKind.ELU, 1),
    SELU("SELU", FunctionKind.SELU, 1),
    SOFTPLUS("softplus", FunctionKind.SOFTPLUS, 1),
    GELU("GELU", FunctionKind.GELU, 1),
    SILU("SiLU", FunctionKind.SILU, 1),
    HARD_SWISH("hardswish", FunctionKind.HARDSWISH, 1),
    MISH("Mish", FunctionKind.MISH, 1);

    private final String word;
    private final Activation activation;
    private final int unusual;
    private final TabulatedFunction table;

    Function(String word, FunctionKind kind, int unusual) {
        this(word, ActivationFunction.of(kind), unusual);
    }

    Function(String word, Activation activation, int unusual) {
        this.word = word;
        this.activation = activation;
        this.unusual = unusual;
        this.table = new TabulatedFunction(this::apply);
    }

    private double apply(double x) {
        if (activation instanceof ActivationFunction function) {
            return function.apply(x);
        }
        return activation == Activation.NONE
                ? x
                : Math.max(0, activation == Activation.RELU6 ? Math.min(x, Activation.SIX) : x);
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

    Activation activation() {
        return activation;
    }

    /** Whether a layer does it by itself, without a table. */
    boolean isPlain() {
        return activation instanceof Activation.Plain;
    }

    /** The word for an activation of any network. */
    static String word(Activation activation) {
        return Arrays.stream(values())
                .filter(known -> known.activation.equals(activation))
                .map(Function::word)
                .findFirst()
                .orElseGet(activation::toString);
    }

    /** A fast one, near enough. */
    TabulatedFunction table() {
        return table;
    }
}
