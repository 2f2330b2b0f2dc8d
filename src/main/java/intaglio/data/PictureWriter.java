package intaglio.data;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Writes pictures as PNG: 8 bits a sample, without gamma or colour profile. */
public final class PictureWriter {

    private PictureWriter() {}

    /**
     * The bytes of a PNG file.
     *
     * @param picture one plane of grey, or red, green and blue
     */
    public static byte[] png(Picture picture) {
        boolean grey = picture.planes().length == 1;
        if (!grey && picture.planes().length != 3) {
            throw new IllegalArgumentException("a picture of " + picture.planes().length + " planes");
        }
        BufferedImage image = new BufferedImage(
                picture.width(), picture.height(), grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        // setRGB() would push grey samples through a gamma curve, so samples are written to the raster.
        WritableRaster raster = image.getRaster();
        for (int channel = 0; channel < picture.planes().length; channel++) {
            byte[] plane = picture.planes()[channel];
            for (int i = 0; i < plane.length; i++) {
                raster.setSample(i % picture.width(), i / picture.width(), channel, plane[i] & 0xff);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.setUseCache(false);
            if (!ImageIO.write(image, "png", bytes)) {
                throw new IllegalStateException("this Java cannot write PNG files");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
