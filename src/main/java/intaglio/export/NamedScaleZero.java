package intaglio.export;

import intaglio.diag.Problems;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Requantize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The named form of {@link ScaleZero}, eight lines in this order, values separated by one blank:
 *
 * <pre>
 *   weightScale 0.0056 0.0032      S, one or one for each output channel
 *   weightZeroPoint 99 141         Z, likewise
 *   inputZeroPoint 0                one, or one for each input channel
 *   multiplier 181 203             one or one for each output channel
 *   shift 17
 *   rounding HALF_UP
 *   outputZeroPoint 3              of the outputs, or of the table's indices
 *   clamp 0 255                    or: clamp none
 * </pre>
 */
final class NamedScaleZero {

    private static final List<String> NAMES = Stream.concat(
                    Stream.of("weightScale", "weightZeroPoint", "inputZeroPoint", "multiplier"),
                    NamedLines.REQUANTIZE.stream())
            .toList();

    private NamedScaleZero() {}

    static String text(IntegerParameters parameters) {
        Requantize requantize = parameters.requantize();
        List<String> values = new ArrayList<>(List.of(
                Arrays.stream(parameters.weightScales()).mapToObj(RealText::of).collect(Collectors.joining(" ")),
                NamedLines.join(parameters.weightZeroPoints()),
                NamedLines.join(parameters.inputZeroPoints()),
                NamedLines.join(requantize.multipliers())));
        values.addAll(NamedLines.values(requantize));
        return NamedLines.text(NAMES, values);
    }

    /** True where the lines are in this form, right or wrong. */
    static boolean isNamed(List<String> lines) {
        return !lines.isEmpty() && lines.get(0).startsWith(NAMES.get(0));
    }

    /** Null where something is wrong; then problems are added. */
    static ScaleZero read(
            Path file, List<String> lines, int channels, int inputChannels, int largestZeroPoint, Problems problems) {
        NamedLines named = new NamedLines(file, NAMES, lines, problems);
        if (!named.isComplete()) {
            return null;
        }
        double[] weightScales = Arrays.stream(named.values("weightScale", 1, channels))
                .mapToDouble(text -> real(named, text))
                .toArray();
        int[] weightZeroPoints = named.narrowIntegers("weightZeroPoint", 0, 255, 1, channels);
        int[] inputZeroPoints = named.narrowIntegers("inputZeroPoint", 0, 255, 1, inputChannels);
        long[] multipliers = named.integers("multiplier", 0, Long.MAX_VALUE, 1, channels);
        Requantize requantize = named.requantize(multipliers, largestZeroPoint);
        return named.isGood() ? new ScaleZero(weightScales, weightZeroPoints, inputZeroPoints, requantize) : null;
    }

    private static double real(NamedLines named, String text) {
        Double value = RealText.positive(text);
        if (value == null) {
            named.wrong(
                    "weightScale", "'" + IntegerText.abbreviate(text) + "' is not a positive number", "write S there");
            return 1;
        }
        return value;
    }
}
