package intaglio.frontend.torch;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A tensor of a checkpoint, dense and row-major whatever its strides were in the file.
 *
 * @param name its key in the state_dict, for instance {@code c1.weight}
 * @param shape one size per dimension; empty for a scalar
 * @param values as 32-bit floats; integers are exact
 */
public record Tensor(String name, int[] shape, float[] values) {

    /** For instance {@code 6x1x5x5}; {@code scalar} where there is no dimension. */
    public String shapeText() {
        return shapeText(shape);
    }

    /** For instance {@code 6x1x5x5}; {@code scalar} where there is no dimension. */
    public static String shapeText(int... shape) {
        return shape.length == 0
                ? "scalar"
                : Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining("x"));
    }

    /** The index of a flat position in every dimension, for instance {@code [3, 0, 2, 4]}. */
    public String indexText(int flat) {
        int[] index = new int[shape.length];
        for (int rest = flat, d = shape.length - 1; d >= 0; d--) {
            index[d] = rest % shape[d];
            rest /= shape[d];
        }
        return Arrays.toString(index);
    }
}
