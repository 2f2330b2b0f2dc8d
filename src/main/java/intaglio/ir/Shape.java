package intaglio.ir;

/**
 * Shape of one activation tensor, CHW. Element order in every flat array is row-major CHW:
 * {@code index = (channel * height + row) * width + column}.
 */
public record Shape(int channels, int height, int width) {

    public Shape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("shape " + channels + "x" + height + "x" + width + " has an empty side");
        }
    }

    /** A vector of {@code features} elements (the output of a dense layer). */
    public static Shape vector(int features) {
        return new Shape(features, 1, 1);
    }

    public int elements() {
        return Math.multiplyExact(Math.multiplyExact(channels, height), width);
    }

    public int pixels() {
        return height * width;
    }

    public int index(int channel, int row, int column) {
        return (channel * height + row) * width + column;
    }

    @Override
    public String toString() {
        return channels + "x" + height + "x" + width;
    }
}
