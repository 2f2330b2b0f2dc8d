package intaglio.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Turns a picture upright, as its EXIF tag 0x0112 says: 1 as it is, 2 mirrored, 3 upside down, 4 mirrored upside down, 5 to
 * 8 with rows and columns swapped. Equal to Pillow's {@code ImageOps.exif_transpose}.
 *
 * @param value 1 to 8
 */
record Orientation(int value) implements ImageOperation {

    static final Orientation UPRIGHT = new Orientation(1);

    /** A segment has at most 64 kB; a few others may come before it. */
    static final int HEAD_BYTES = 1 << 18;

    private static final int TAG = 0x0112;
    private static final int APP1 = 0xe1;
    private static final int START_OF_SCAN = 0xda;
    private static final byte[] SIGNATURE = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

    @Override
    public Picture apply(Picture picture) {
        if (equals(UPRIGHT)) {
            return picture;
        }
        boolean swapped = value >= 5;
        int height = swapped ? picture.width() : picture.height();
        int width = swapped ? picture.height() : picture.width();
        byte[][] planes = new byte[picture.planes().length][height * width];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int from = source(row, column, picture);
                for (int channel = 0; channel < planes.length; channel++) {
                    planes[channel][row * width + column] = picture.planes()[channel][from];
                }
            }
        }
        return new Picture(planes, height, width);
    }

    /** Index of the stored pixel that is shown at a place. */
    private int source(int row, int column, Picture picture) {
        int lastRow = picture.height() - 1;
        int lastColumn = picture.width() - 1;
        int storedRow = switch (value) {
            case 3, 4 -> lastRow - row;
            case 5, 8 -> column;
            case 6, 7 -> lastRow - column;
            default -> row;
        };
        int storedColumn = switch (value) {
            case 2, 3 -> lastColumn - column;
            case 5, 6 -> row;
            case 7, 8 -> lastColumn - row;
            default -> column;
        };
        return storedRow * picture.width() + storedColumn;
    }

    /**
     * The orientation that a JPEG file's EXIF data names; {@link #UPRIGHT} where it has none, or a damaged one, and for
     * other files.
     *
     * @param file its first bytes, as far as EXIF data may reach: {@link #HEAD_BYTES}
     */
    static Orientation ofJpeg(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        int at = 2;
        while (at + 4 <= file.length && (file[at] & 0xff) == 0xff && (file[at + 1] & 0xff) != START_OF_SCAN) {
            int length = bytes.getShort(at + 2) & 0xffff;
            int start = at + 4;
            int end = Math.min(file.length, at + 2 + length);
            if ((file[at + 1] & 0xff) == APP1 && startsWith(bytes, start, end)) {
                return ofTiff(ByteBuffer.wrap(file, start + SIGNATURE.length, end - start - SIGNATURE.length)
                        .slice());
            }
            at += 2 + Math.max(2, length);
        }
        return UPRIGHT;
    }

    private static boolean startsWith(ByteBuffer bytes, int start, int end) {
        for (int i = 0; i < SIGNATURE.length; i++) {
            if (start + i >= end || bytes.get(start + i) != SIGNATURE[i]) {
                return false;
            }
        }
        return true;
    }

    /** The first directory of the TIFF structure inside the EXIF segment. */
    private static Orientation ofTiff(ByteBuffer tiff) {
        if (tiff.limit() < 8) {
            return UPRIGHT;
        }
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        if (directory < 8 || directory > tiff.limit() - 2) {
            return UPRIGHT;
        }
        int entries = tiff.getShort(directory) & 0xffff;
        for (int entry = 0; entry < entries; entry++) {
            int at = directory + 2 + 12 * entry;
            if (at > tiff.limit() - 12) {
                return UPRIGHT;
            }
            if ((tiff.getShort(at) & 0xffff) == TAG) {
                int value = tiff.getShort(at + 8);
                return value >= 1 && value <= 8 ? new Orientation(value) : UPRIGHT;
            }
        }
        return UPRIGHT;
    }
}
