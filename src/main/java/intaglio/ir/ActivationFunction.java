package intaglio.ir;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A function of one value, in integers a {@link LookupTable}.
 *
 * @param kind the formula
 * @param parameters its numbers, in the order of {@link FunctionKind#parameters}
 */
public record ActivationFunction(FunctionKind kind, List<Double> parameters) implements Activation {

    public ActivationFunction {
        parameters = List.copyOf(parameters);
        if (parameters.size() != kind.parameters().size() || parameters.stream().anyMatch(value -> value.isNaN())) {
            throw new IllegalArgumentException(kind + " of " + parameters);
        }
    }

    /** The function with these numbers. */
    public static ActivationFunction of(FunctionKind kind, double... parameters) {
        return new ActivationFunction(kind, Arrays.stream(parameters).boxed().toList());
    }

    /** The function with its usual numbers. */
    public static ActivationFunction of(FunctionKind kind) {
        return new ActivationFunction(
                kind,
                kind.parameters().stream().map(FunctionKind.Parameter::usual).toList());
    }

    /** In float64, by StrictMath: the same bits on every machine. */
    public double apply(double x) {
        return kind.apply(x, parameters);
    }

    /** Whether a larger value never gives a smaller one. Then it may change places with a maximum. */
    public boolean isMonotone() {
        return kind.isMonotone(parameters);
    }

    /** Whether a larger value always gives a larger one. */
    public boolean alwaysRises() {
        return kind.alwaysRises(parameters);
    }

    @Override
    public Activation inIntegers() {
        return this;
    }

    /** The word and the numbers, for instance {@code elu(alpha 0.7)}. */
    @Override
    public String toString() {
        String numbers = IntStream.range(0, parameters.size())
                .mapToObj(i -> kind.parameters().get(i).name() + " "
                        + String.format(Locale.ROOT, "%.6g", parameters.get(i))
                                .replaceAll("(\\.\\d*?)0+$", "$1")
                                .replaceAll("\\.$", ""))
                .collect(Collectors.joining(", "));
        return numbers.isEmpty() ? kind.word() : kind.word() + "(" + numbers + ")";
    }
}
