package intaglio.inspect;

import intaglio.floating.TabulatedFunction;
import intaglio.ir.Activation;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * The activation functions that networks are trained with, also those that the compiler does not know. Hardtanh is not among
 * them: nearly nobody takes it, and it looks better than tanh in a network that was trained too short with tanh.
 */
enum Function {
    NONE("no activation", true, 1, x -> x),
    RELU("ReLU", true, 0, x -> Math.max(0, x)),
    TANH("tanh", true, 0, Math::tanh),
    SIGMOID("sigmoid", true, 0, x -> 1 / (1 + Math.exp(-x))),
    RELU6("ReLU6", true, 1, x -> Math.min(6, Math.max(0, x))),
    LEAKY_RELU("LeakyReLU(0.01)", true, 1, x -> x < 0 ? 0.01 * x : x),
    LEAKY_RELU_10("LeakyReLU(0.1)", true, 1, x -> x < 0 ? 0.1 * x : x),
    LEAKY_RELU_20("LeakyReLU(0.2)", true, 1, x -> x < 0 ? 0.2 * x : x),
    ELU("ELU", true, 1, x -> x < 0 ? Math.expm1(x) : x),
    SELU("SELU", true, 1, x -> 1.0507009873554805 * (x < 0 ? 1.6732632423543772 * Math.expm1(x) : x)),
    SOFTPLUS("softplus", true, 1, x -> Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)))),
    SCALED_TANH("1.7159 tanh(2x/3)", true, 1, x -> 1.7159 * Math.tanh(2 * x / 3)),
    GELU("GELU", false, 1, x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))),
    SILU("SiLU", false, 1, x -> x / (1 + Math.exp(-x))),
    HARD_SWISH("hardswish", false, 1, x -> x * Math.max(0, Math.min(6, x + 3)) / 6);

    private final String word;
    private final boolean monotone;
    private final int unusual;
    private final TabulatedFunction table;

    Function(String word, boolean monotone, int unusual, DoubleUnaryOperator function) {
        this.word = word;
        this.monotone = monotone;
        this.unusual = unusual;
        this.table = new TabulatedFunction(function);
    }

    /** The name, as frameworks have it. */
    String word() {
        return word;
    }

    /** Whether it never falls: then it makes no difference whether a maximum is taken before it or behind. */
    boolean isMonotone() {
        return monotone;
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
        return Arrays.stream(Activation.values()).filter(known -> known.name().equals(name())).findFirst();
    }
}
