package intaglio.frontend.arrays;

import intaglio.diag.Printable;
import intaglio.diag.Problems;
import intaglio.frontend.torch.Checkpoint;
import intaglio.frontend.torch.Conventions;
import intaglio.frontend.torch.ElementType;
import intaglio.frontend.torch.Tensor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The arrays of one file, as they are read, and the checkpoint that they make. */
final class NamedArrays {

    private static final int MAX_RANK = 8;
    private static final int MAX_ARRAYS = 10_000;
    private static final long MAX_ELEMENTS = 1 << 25;
    private static final String NAME = "[\\x21-\\x7e]{1,200}";

    private final Path file;
    private final Problems problems;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private long elements;

    NamedArrays(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    void problem(String name, String what, String help) {
        problems.add(file + ": " + Printable.of(name), what, help);
    }

    /** Whether elements of that type and shape take so many bytes. */
    boolean fits(long[] shape, ElementType type, long bytes) {
        long count = 1;
        for (long size : shape) {
            // Capped, so that no product leaves 64 bits.
            if (size < 0 || size > MAX_ELEMENTS || shape.length > MAX_RANK) {
                return false;
            }
            count = Math.min(count * size, MAX_ELEMENTS + 1);
        }
        return count <= MAX_ELEMENTS && count * type.bytes() == bytes;
    }

    /**
     * Adds an array.
     *
     * @param shape has passed {@link #fits}
     * @param columnMajor whether the first index runs fastest
     * @param bytes its elements, in their byte order
     */
    void add(String name, ElementType type, long[] shape, boolean columnMajor, ByteBuffer bytes) {
        int[] sizes = Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
        float[] values = new float[bytes.remaining() / type.bytes()];
        elements += values.length;
        if (!name.matches(NAME) || tensors.size() == MAX_ARRAYS || elements > MAX_ELEMENTS) {
            problem(
                    name,
                    "is one array too many, or has no name of 1..200 printable characters: at most " + MAX_ARRAYS
                            + " arrays and " + MAX_ELEMENTS + " elements are read",
                    "give the weights of a small network");
            return;
        }
        boolean exact = true;
        for (int i = 0; i < values.length; i++) {
            double value = type.read(bytes, (columnMajor ? columnMajorIndex(i, sizes) : i) * type.bytes());
            exact &= !type.losesDigits(value);
            values[i] = (float) value;
        }
        if (!exact) {
            problem(name, "has integers beyond 2^24, where 32-bit floats stop being exact", "store it as floats");
        }
        tensors.put(name, new Tensor(name, sizes, values));
    }

    /** Place of the row-major element i in an array whose first index runs fastest. */
    private static int columnMajorIndex(int i, int[] sizes) {
        int stride = 1;
        int[] index = new int[sizes.length];
        int rest = i;
        for (int d = sizes.length - 1; d >= 0; d--) {
            index[d] = rest % sizes[d];
            rest /= sizes[d];
        }
        int place = 0;
        for (int d = 0; d < sizes.length; d++) {
            place += index[d] * stride;
            stride *= sizes[d];
        }
        return place;
    }

    /** The tensors by the names that PyTorch gives them, with the axes in its order. */
    Checkpoint toCheckpoint() {
        Map<String, Tensor> named = ArrayRoles.named(file, tensors);
        boolean last = ArrayRoles.isChannelsLast(named);
        return new Checkpoint(
                file,
                "",
                last ? ArrayRoles.channelsFirst(named) : named,
                last ? Conventions.KERAS : Conventions.PYTORCH);
    }
}
