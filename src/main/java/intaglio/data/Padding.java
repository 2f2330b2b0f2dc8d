package intaglio.data;

/**
 * Adds black pixels on all four sides: torchvision's {@code Pad}. This is a padding of the image, before its bytes are
 * normalized; the padding of a convolution is a zero behind that.
 */
record Padding(int pixels) implements ImageOperation {

    @Override
    public Picture apply(Picture picture) {
        int height = picture.height() + 2 * pixels;
        int width = picture.width() + 2 * pixels;
        byte[][] planes = new byte[picture.planes().length][height * width];
        for (int channel = 0; channel < planes.length; channel++) {
            for (int row = 0; row < picture.height(); row++) {
                System.arraycopy(
                        picture.planes()[channel],
                        row * picture.width(),
                        planes[channel],
                        (pixels + row) * width + pixels,
                        picture.width());
            }
        }
        return new Picture(planes, height, width);
    }
}
