package intaglio.rtl;

import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.num.Interval;
import intaglio.op.Pool2d;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The divisions of a pool that takes means: by the values of a window, or by each number of them that can lie inside the
 * input. Tables have an entry for each division, the first lowest.
 *
 * @param all the divisions, by the smallest number first
 */
public record MeanDivisions(List<MeanDivision> all) {

    public MeanDivisions {
        all = List.copyOf(all);
    }

    /**
     * The divisions of a pool.
     *
     * @param sums proved interval of its sums
     * @throws ArithmeticException where one needs a multiplier of more than 31 bits
     */
    static MeanDivisions of(Pool2d pool, Shape input, Interval sums) {
        return new MeanDivisions(counts(pool, input).stream()
                .map(count -> MeanDivision.of(sums, count))
                .toList());
    }

    private static TreeSet<Integer> counts(Pool2d pool, Shape input) {
        Window window = pool.window();
        if (pool.kind() != PoolKind.AVERAGE_INSIDE) {
            return new TreeSet<>(List.of(window.area()));
        }
        Shape output = pool.outputShape(input);
        TreeSet<Integer> counts = new TreeSet<>();
        for (int row = 0; row < output.height(); row++) {
            int first = row * window.strideY() - window.padTop();
            int rows = inside(first, window.kernelHeight(), window.dilationY(), input.height());
            for (int column = 0; column < output.width(); column++) {
                int left = column * window.strideX() - window.padLeft();
                counts.add(rows * inside(left, window.kernelWidth(), window.dilationX(), input.width()));
            }
        }
        return counts;
    }

    /** Rows {@code first + k * dilation}, k below {@code kernel}, that lie in {@code 0 .. size - 1}. */
    private static int inside(int first, int kernel, int dilation, int size) {
        int count = 0;
        for (int k = 0; k < kernel; k++) {
            int row = first + k * dilation;
            count += 0 <= row && row < size ? 1 : 0;
        }
        return count;
    }

    public int size() {
        return all.size();
    }

    /** The numbers, in words. */
    public String text() {
        return all.stream().map(division -> "" + division.count()).collect(Collectors.joining(", "));
    }

    public String counts() {
        return numbers(32, MeanDivision::count);
    }

    public String evens() {
        return numbers(32, MeanDivision::even);
    }

    public String shifts() {
        return numbers(32, MeanDivision::shift);
    }

    public String productWidths() {
        return numbers(32, MeanDivision::productWidth);
    }

    public String multipliers() {
        return numbers(32, MeanDivision::multiplier);
    }

    public String zeros() {
        return numbers(32, MeanDivision::zeros);
    }

    public String offsets() {
        return numbers(64, MeanDivision::offset);
    }

    public String plusDigits() {
        return table(MeanDivision::plusDigits);
    }

    public String minusDigits() {
        return table(MeanDivision::minusDigits);
    }

    private String numbers(int bits, Function<MeanDivision, Number> number) {
        return table(division -> bits + "'d" + number.apply(division));
    }

    private String table(Function<MeanDivision, String> entry) {
        StringBuilder text = new StringBuilder();
        for (MeanDivision division : all) {
            text.insert(0, entry.apply(division) + (text.length() == 0 ? "" : ", "));
        }
        return all.size() == 1 ? text.toString() : "{" + text + "}";
    }
}
