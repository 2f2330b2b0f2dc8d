package intaglio.ir;

import intaglio.num.ErrorFunction;
import java.util.List;
import java.util.Locale;

/** Formulas of activations, as PyTorch and ONNX define them; the usual numbers are PyTorch's. */
public enum FunctionKind {
    TANH(true) {
        @Override
        double apply(double x, List<Double> parameters) {
            return StrictMath.tanh(x);
        }
    },
    /** {@code 1 / (1 + e^-x)}. */
    SIGMOID(true) {
        @Override
        double apply(double x, List<Double> parameters) {
            return sigmoid(x);
        }
    },
    /** {@code x} above 0, {@code alpha (e^x - 1)} below. */
    ELU(true, new Parameter("alpha", 1)) {
        @Override
        double apply(double x, List<Double> parameters) {
            return elu(x, parameters.get(0));
        }
    },
    /** {@code x} above 0, {@code alpha (e^(x / alpha) - 1)} below. */
    CELU(true, new Parameter("alpha", 1)) {
        @Override
        double apply(double x, List<Double> parameters) {
            return x >= 0 ? x : parameters.get(0) * StrictMath.expm1(x / parameters.get(0));
        }
    },
    /** {@code gamma x} above 0, {@code gamma alpha (e^x - 1)} below. */
    SELU(true, new Parameter("alpha", 1.6732632423543772), new Parameter("gamma", 1.0507009873554805)) {
        @Override
        double apply(double x, List<Double> parameters) {
            return parameters.get(1) * elu(x, parameters.get(0));
        }
    },
    /** {@code x} above 0, {@code alpha x} below. */
    LEAKYRELU(true, new Parameter("alpha", 0.01)) {
        @Override
        double apply(double x, List<Double> parameters) {
            return x >= 0 ? x : parameters.get(0) * x;
        }
    },
    /** {@code min(max(alpha x + beta, 0), 1)}. */
    HARDSIGMOID(true, new Parameter("alpha", 1.0 / 6), new Parameter("beta", 0.5)) {
        @Override
        double apply(double x, List<Double> parameters) {
            return limited(parameters.get(0) * x + parameters.get(1), 0, 1);
        }
    },
    /** {@code x min(max(x / 6 + 1/2, 0), 1)}. */
    HARDSWISH(false) {
        @Override
        double apply(double x, List<Double> parameters) {
            return x * limited(x / 6 + 0.5, 0, 1);
        }
    },
    /** {@code x / (1 + e^-x)}, also called swish. */
    SILU(false) {
        @Override
        double apply(double x, List<Double> parameters) {
            return x * sigmoid(x);
        }
    },
    /** {@code x (1 + erf(x / sqrt 2)) / 2}. */
    GELU(false) {
        @Override
        double apply(double x, List<Double> parameters) {
            return x * (1 + ErrorFunction.erf(x / StrictMath.sqrt(2))) / 2;
        }
    },
    /** {@code x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2}, the approximation of GELU by tanh. */
    GELUTANH(false) {
        @Override
        double apply(double x, List<Double> parameters) {
            return x * (1 + StrictMath.tanh(StrictMath.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))) / 2;
        }
    },
    /** {@code log(1 + e^(beta x)) / beta}. */
    SOFTPLUS(true, new Parameter("beta", 1)) {
        @Override
        double apply(double x, List<Double> parameters) {
            return softplus(parameters.get(0) * x) / parameters.get(0);
        }
    },
    /** {@code x / (1 + |x|)}. */
    SOFTSIGN(true) {
        @Override
        double apply(double x, List<Double> parameters) {
            return x / (1 + Math.abs(x));
        }
    },
    /** {@code x tanh(log(1 + e^x))}. */
    MISH(false) {
        @Override
        double apply(double x, List<Double> parameters) {
            return x * StrictMath.tanh(softplus(x));
        }
    },
    /** {@code min(max(x, min), max)}, also called hardtanh. */
    CLIP(true, new Parameter("min", Double.NEGATIVE_INFINITY), new Parameter("max", Double.POSITIVE_INFINITY)) {
        @Override
        double apply(double x, List<Double> parameters) {
            return limited(x, parameters.get(0), parameters.get(1));
        }
    };

    private final boolean rises;
    private final List<Parameter> parameters;

    FunctionKind(boolean rises, Parameter... parameters) {
        this.rises = rises;
        this.parameters = List.of(parameters);
    }

    /**
     * A number of the formula.
     *
     * @param name its key in a network file
     * @param usual its value where nothing is said; infinite for a limit that is not there
     */
    public record Parameter(String name, double usual) {}

    /** The numbers of the formula. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** The word in a network file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    abstract double apply(double x, List<Double> parameters);

    /** Negative numbers turn parts of the curves round; a clip stays one. */
    boolean isMonotone(List<Double> numbers) {
        return rises && (this == CLIP || numbers.stream().allMatch(number -> number >= 0));
    }

    /** Without flat parts. */
    boolean alwaysRises(List<Double> numbers) {
        return rises && this != CLIP && this != HARDSIGMOID && numbers.stream().allMatch(number -> number > 0);
    }

    private static double limited(double x, double low, double high) {
        return Math.min(Math.max(x, low), high);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    private static double elu(double x, double alpha) {
        return x >= 0 ? x : alpha * StrictMath.expm1(x);
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }
}
