package intaglio.ir;

import java.util.stream.IntStream;

/**
 * A two-dimensional sliding window: kernel, stride, padding and dilation, rows before columns.
 *
 * @param kernelHeight rows of the window
 * @param kernelWidth columns of the window
 * @param strideY rows between two windows
 * @param strideX columns between two windows
 * @param padTop zero rows before the first
 * @param padLeft zero columns before the first
 * @param padBottom zero rows after the last
 * @param padRight zero columns after the last
 * @param dilationY rows from one kernel row to the next: 1 where the kernel has no gaps
 * @param dilationX columns from one kernel column to the next
 */
public record Window(
        int kernelHeight,
        int kernelWidth,
        int strideY,
        int strideX,
        int padTop,
        int padLeft,
        int padBottom,
        int padRight,
        int dilationY,
        int dilationX) {

    public Window {
        if (kernelHeight < 1 || kernelWidth < 1) {
            throw new IllegalArgumentException("kernel " + kernelHeight + "x" + kernelWidth + " has an empty side");
        }
        if (strideY < 1 || strideX < 1) {
            throw new IllegalArgumentException("stride " + strideY + "x" + strideX + " must be 1 or more");
        }
        if (padTop < 0 || padLeft < 0 || padBottom < 0 || padRight < 0) {
            throw new IllegalArgumentException("padding must be 0 or more");
        }
        if (dilationY < 1 || dilationX < 1) {
            throw new IllegalArgumentException("dilation " + dilationY + "x" + dilationX + " must be 1 or more");
        }
    }

    /** A window without gaps. */
    public Window(
            int kernelHeight,
            int kernelWidth,
            int strideY,
            int strideX,
            int padTop,
            int padLeft,
            int padBottom,
            int padRight) {
        this(kernelHeight, kernelWidth, strideY, strideX, padTop, padLeft, padBottom, padRight, 1, 1);
    }

    /** The same with gaps. */
    public Window withDilation(int rows, int columns) {
        return new Window(
                kernelHeight, kernelWidth, strideY, strideX, padTop, padLeft, padBottom, padRight, rows, columns);
    }

    /** Rows from the first of the kernel to its last, both counted. */
    public int height() {
        return (kernelHeight - 1) * dilationY + 1;
    }

    /** Columns from the first of the kernel to its last, both counted. */
    public int width() {
        return (kernelWidth - 1) * dilationX + 1;
    }

    /** A window with the same padding on opposite sides. */
    public static Window of(int kernelHeight, int kernelWidth, int strideY, int strideX, int padY, int padX) {
        return new Window(kernelHeight, kernelWidth, strideY, strideX, padY, padX, padY, padX);
    }

    /** Number of window positions down an input of {@code height} rows; 0 or less where the window does not fit. */
    public int outHeight(int height) {
        return Math.floorDiv(height + padTop + padBottom - height(), strideY) + 1;
    }

    /** Number of window positions across an input of {@code width} columns; 0 or less where it does not fit. */
    public int outWidth(int width) {
        return Math.floorDiv(width + padLeft + padRight - width(), strideX) + 1;
    }

    /** How many places of the window at one output pixel lie inside the input; 0 where it sees padding alone. */
    public int inside(Shape input, int outY, int outX) {
        return inside(outY * strideY - padTop, kernelHeight, dilationY, input.height())
                * inside(outX * strideX - padLeft, kernelWidth, dilationX, input.width());
    }

    private static int inside(int first, int count, int step, int size) {
        return (int) IntStream.range(0, count)
                .map(place -> first + place * step)
                .filter(at -> 0 <= at && at < size)
                .count();
    }

    public int area() {
        return kernelHeight * kernelWidth;
    }

    public boolean isDilated() {
        return dilationY > 1 || dilationX > 1;
    }

    public boolean isPadded() {
        return padTop + padLeft + padBottom + padRight > 0;
    }
}
