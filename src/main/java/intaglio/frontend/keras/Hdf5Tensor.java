package intaglio.frontend.keras;

import intaglio.frontend.torch.Tensor;

/**
 * Numbers of an HDF5 file.
 *
 * @param where for messages: the file and the path in it
 * @param shape one size per dimension; empty for a scalar
 * @param values row-major
 */
record Hdf5Tensor(String where, int[] shape, float[] values) {

    /** For instance {@code 3x3x1x8}. */
    String shapeText() {
        return Tensor.shapeText(shape);
    }

    int rank() {
        return shape.length;
    }

    /** The same numbers under other sizes. */
    Hdf5Tensor reshape(int... sizes) {
        return new Hdf5Tensor(where, sizes, values);
    }

    /** With the axes in another order: axis i of the result is axis {@code order[i]} of this. */
    Hdf5Tensor transpose(int... order) {
        int rank = order.length;
        int[] strides = new int[rank];
        for (int axis = rank - 1, stride = 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        int[] sizes = new int[rank];
        for (int i = 0; i < rank; i++) {
            sizes[i] = shape[order[i]];
        }
        float[] moved = new float[values.length];
        int[] index = new int[rank];
        for (int to = 0; to < moved.length; to++) {
            int from = 0;
            for (int i = 0; i < rank; i++) {
                from += index[i] * strides[order[i]];
            }
            moved[to] = values[from];
            for (int i = rank - 1; i >= 0 && ++index[i] == sizes[i]; i--) {
                index[i] = 0;
            }
        }
        return new Hdf5Tensor(where, sizes, moved);
    }
}
