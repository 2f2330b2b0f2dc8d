package intaglio.data;

/** Rows and columns of a picture, 1 or more. */
public record ImageSize(int height, int width) {

    public ImageSize {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("size " + height + "x" + width);
        }
    }

    @Override
    public String toString() {
        return height + "x" + width;
    }
}
