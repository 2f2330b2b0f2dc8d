package intaglio.data;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;

/**
 * The samples of a decoded picture as planes of bytes. The stored samples are taken as they are, without gamma or colour
 * profile; samples of 16 bits keep their upper byte.
 *
 * @param picture one plane of grey, or red, green and blue
 * @param alpha 0 (transparent) to 255; null where the picture has none
 * @param bits of a stored sample
 */
record PicturePlanes(Picture picture, byte[] alpha, int bits) {

    static PicturePlanes of(BufferedImage picture) {
        // getRGB() would push grey samples through a gamma curve, so samples are read from the raster where possible.
        return picture.getColorModel() instanceof ComponentColorModel model
                ? fromSamples(picture.getRaster(), model)
                : fromPalette(picture);
    }

    /** Whether any pixel lets something through. */
    boolean isTransparent() {
        if (alpha != null) {
            for (byte value : alpha) {
                if (value != (byte) 255) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The picture on a background; colours of fully transparent pixels do not count. */
    Picture on(Background background) {
        byte[][] planes = new byte[picture.planes().length][alpha.length];
        for (int channel = 0; channel < planes.length; channel++) {
            for (int i = 0; i < alpha.length; i++) {
                planes[channel][i] = (byte) background.under(picture.planes()[channel][i] & 0xff, alpha[i] & 0xff);
            }
        }
        return new Picture(planes, picture.height(), picture.width());
    }

    private static PicturePlanes fromSamples(Raster raster, ComponentColorModel model) {
        int colours = model.getNumColorComponents();
        int bits = model.getComponentSize(0);
        byte[][] planes = new byte[colours == 1 ? 1 : 3][];
        for (int channel = 0; channel < planes.length; channel++) {
            planes[channel] = band(raster, channel, bits);
        }
        byte[] alpha = model.hasAlpha() ? band(raster, colours, bits) : null;
        return new PicturePlanes(new Picture(planes, raster.getHeight(), raster.getWidth()), alpha, bits);
    }

    private static byte[] band(Raster raster, int band, int bits) {
        int height = raster.getHeight();
        int width = raster.getWidth();
        byte[] plane = new byte[height * width];
        int[] samples = new int[width];
        for (int row = 0; row < height; row++) {
            raster.getSamples(0, row, width, 1, band, samples);
            for (int column = 0; column < width; column++) {
                plane[row * width + column] = (byte) (samples[column] >> (bits - Byte.SIZE));
            }
        }
        return plane;
    }

    /** For palettes and packed pixels. */
    private static PicturePlanes fromPalette(BufferedImage picture) {
        int height = picture.getHeight();
        int width = picture.getWidth();
        byte[][] planes = new byte[3][height * width];
        byte[] alpha = picture.getColorModel().hasAlpha() ? new byte[height * width] : null;
        int[] packed = picture.getRGB(0, 0, width, height, null, 0, width);
        for (int i = 0; i < packed.length; i++) {
            planes[0][i] = (byte) (packed[i] >> 16);
            planes[1][i] = (byte) (packed[i] >> 8);
            planes[2][i] = (byte) packed[i];
            if (alpha != null) {
                alpha[i] = (byte) (packed[i] >> 24);
            }
        }
        Picture colours = new Picture(planes, height, width);
        return new PicturePlanes(colours, alpha, Byte.SIZE);
    }
}
