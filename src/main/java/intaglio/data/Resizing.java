package intaglio.data;

import intaglio.diag.IntaglioException;

/**
 * Scales a picture with the filter of {@link ScalingFilter#BILINEAR}: torchvision's {@code Resize} on Pillow pictures.
 *
 * @param height rows; where {@code width} is 0, pixels of the shorter side instead
 * @param width columns, or 0: the longer side keeps its proportion, {@code height * longer / shorter} rounded down
 */
public record Resizing(int height, int width) implements ImageOperation {

    private static final long MAX_PIXELS = 1L << 24;

    public Resizing {
        if (height < 1 || width < 0) {
            throw new IllegalArgumentException("resize to " + height + "x" + width);
        }
    }

    /** The shorter side gets this many pixels, the longer one in proportion. */
    public static Resizing ofShorterSide(int pixels) {
        return new Resizing(pixels, 0);
    }

    @Override
    public Picture apply(Picture picture) {
        return picture.scaled(ScalingFilter.BILINEAR, size(picture));
    }

    private ImageSize size(Picture picture) {
        if (width > 0) {
            return new ImageSize(height, width);
        }
        int shorter = Math.min(picture.height(), picture.width());
        long rows = (long) height * picture.height() / shorter;
        long columns = (long) height * picture.width() / shorter;
        if (rows * columns > MAX_PIXELS) {
            throw IntaglioException.badInput(
                    "command line",
                    "--resize " + height + " makes pictures of " + rows + "x" + columns + ", at most " + MAX_PIXELS
                            + " pixels are made",
                    "give a smaller one");
        }
        return new ImageSize((int) rows, (int) columns);
    }

    @Override
    public String toString() {
        return width > 0 ? height + "x" + width : Integer.toString(height);
    }
}
