package intaglio.data;

import intaglio.diag.IntaglioException;

/**
 * Cuts the middle out of a picture: torchvision's {@code CenterCrop}. An odd rest is halved and rounded half to even, as
 * Python's {@code round} does.
 */
record CentreCropping(ImageSize size) implements ImageOperation {

    @Override
    public Picture apply(Picture picture) {
        if (size.height() > picture.height() || size.width() > picture.width()) {
            throw IntaglioException.badInput(
                    "command line",
                    "--crop " + size + " is larger than the images (" + picture.height() + "x" + picture.width() + ")",
                    "crop less, or use --pad or --resize");
        }
        int top = (int) Math.rint((picture.height() - size.height()) / 2.0);
        int left = (int) Math.rint((picture.width() - size.width()) / 2.0);
        return picture.part(top, left, size);
    }
}
