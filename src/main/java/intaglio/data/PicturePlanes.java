package intaglio.data;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;

/**
 * Splits a decoded picture into planes of bytes. The stored samples are taken as they are, without gamma or colour
 * profile; samples of 16 bits keep their upper byte and transparency is dropped.
 *
 * <p>Grey from colour is the luma of ITU-R 601 in the fixed point of Pillow's {@code convert('L')}:
 * {@code L = (R*19595 + G*38470 + B*7471 + 0x8000) >> 16}.
 */
final class PicturePlanes {

    private PicturePlanes() {}

    /** One plane of grey, {@code height x width} row-major. */
    static byte[][] grey(BufferedImage picture) {
        byte[][] planes = rgb(picture);
        byte[] grey = new byte[planes[0].length];
        for (int i = 0; i < grey.length; i++) {
            // The three factors sum to 65536, so an already grey pixel keeps its value.
            int luma = (planes[0][i] & 0xff) * 19595 + (planes[1][i] & 0xff) * 38470 + (planes[2][i] & 0xff) * 7471;
            grey[i] = (byte) ((luma + 0x8000) >> 16);
        }
        return new byte[][] {grey};
    }

    /** Red, green and blue planes, each {@code height x width} row-major; equal ones for a grey picture. */
    static byte[][] rgb(BufferedImage picture) {
        // getRGB() would push grey samples through a gamma curve, so samples are read from the raster where possible.
        return picture.getColorModel() instanceof ComponentColorModel model
                ? fromSamples(picture.getRaster(), model.getNumColorComponents(), model.getComponentSize(0))
                : fromPalette(picture);
    }

    private static byte[][] fromSamples(Raster raster, int bands, int bits) {
        int height = raster.getHeight();
        int width = raster.getWidth();
        byte[][] planes = new byte[3][height * width];
        int[] samples = new int[width];
        for (int channel = 0; channel < 3; channel++) {
            for (int row = 0; row < height; row++) {
                raster.getSamples(0, row, width, 1, bands == 1 ? 0 : channel, samples);
                for (int column = 0; column < width; column++) {
                    planes[channel][row * width + column] = (byte) (samples[column] >> (bits - Byte.SIZE));
                }
            }
        }
        return planes;
    }

    /** For palettes and packed pixels. */
    private static byte[][] fromPalette(BufferedImage picture) {
        int height = picture.getHeight();
        int width = picture.getWidth();
        byte[][] planes = new byte[3][height * width];
        int[] packed = picture.getRGB(0, 0, width, height, null, 0, width);
        for (int i = 0; i < packed.length; i++) {
            planes[0][i] = (byte) (packed[i] >> 16);
            planes[1][i] = (byte) (packed[i] >> 8);
            planes[2][i] = (byte) packed[i];
        }
        return planes;
    }
}
