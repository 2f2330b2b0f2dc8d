package intaglio.export;

import intaglio.diag.Problems;
import intaglio.ir.LookupTable;
import intaglio.ir.Requantize;
import intaglio.ir.SumParameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The file {@code <label>_sum.txt}, six lines in this order, values separated by one blank:
 *
 * <pre>
 *   multiplier 13 5                M, one for each input
 *   inputZeroPoint 0 7             likewise
 *   shift 9
 *   rounding HALF_UP
 *   outputZeroPoint 3              of the outputs, or of the table's indices
 *   clamp 0 255                    or: clamp none
 * </pre>
 */
final class NamedSum {

    private static final List<String> NAMES = Stream.concat(
                    Stream.of("multiplier", "inputZeroPoint"), NamedLines.REQUANTIZE.stream())
            .toList();

    /** More than any line of a sum with this many inputs has. */
    private static final int VALUES_PER_INPUT = 2;

    private NamedSum() {}

    static String text(SumParameters parameters) {
        List<String> values = new ArrayList<>(
                List.of(NamedLines.join(parameters.multipliers()), NamedLines.join(parameters.inputZeroPoints())));
        values.addAll(NamedLines.values(parameters.requantize()));
        return NamedLines.text(NAMES, values);
    }

    /**
     * Reads the file. Null where something is wrong; then problems are added.
     *
     * @param inputs how many the layer has
     * @param largestZeroPoint of what the requantization gives
     * @param table the activation's table, from the requantization before it
     */
    static SumParameters read(
            Path file,
            int inputs,
            int largestZeroPoint,
            Function<Requantize, Optional<LookupTable>> table,
            Problems problems) {
        List<String> lines = IntegerText.lines(file, 2 * NAMES.size() + VALUES_PER_INPUT * inputs, problems);
        if (lines == null) {
            return null;
        }
        NamedLines named = new NamedLines(file, NAMES, lines, problems);
        if (!named.isComplete()) {
            return null;
        }
        long[] multipliers = named.integers("multiplier", 1, Long.MAX_VALUE, inputs);
        int[] zeroPoints = named.narrowIntegers("inputZeroPoint", 0, LookupTable.LARGEST - 1, inputs);
        Requantize requantize = named.requantize(new long[] {1}, largestZeroPoint);
        Optional<LookupTable> found = named.isGood() ? table.apply(requantize) : Optional.empty();
        return problems.isEmpty() ? new SumParameters(multipliers, zeroPoints, requantize, found) : null;
    }
}
