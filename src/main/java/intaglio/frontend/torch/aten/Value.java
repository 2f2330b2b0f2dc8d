package intaglio.frontend.torch.aten;

import intaglio.frontend.torch.Tensor;

/**
 * A tensor of the graph.
 *
 * @param name under which nodes read it; of a constant the name that it has in the file
 * @param shape its sizes, the batch as 1
 * @param constant its elements where they do not depend on the image, else null
 */
public record Value(String name, int[] shape, Tensor constant) {

    /** A constant. */
    public static Value of(Tensor tensor) {
        return new Value(tensor.name(), tensor.shape(), tensor);
    }

    boolean isConstant() {
        return constant != null;
    }

    int rank() {
        return shape.length;
    }

    /** An axis that may count from the end; -1 where there is none. */
    int axis(long axis) {
        long counted = axis < 0 ? axis + rank() : axis;
        return counted >= 0 && counted < rank() ? (int) counted : -1;
    }

    long elements() {
        long elements = 1;
        for (int size : shape) {
            elements *= size;
        }
        return elements;
    }

    String shapeText() {
        return Tensor.shapeText(shape);
    }
}
