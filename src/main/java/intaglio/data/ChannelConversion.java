package intaglio.data;

import java.util.Arrays;

/**
 * Makes the channels that the network takes. Grey from colour is the luma of ITU-R 601 in the fixed point of Pillow's
 * {@code convert('L')}: {@code L = (R*19595 + G*38470 + B*7471 + 0x8000) >> 16}. Colour from grey repeats the plane.
 *
 * @param order what the network was trained on
 * @param channels how many it takes: 1 for grey, otherwise 3
 */
record ChannelConversion(ChannelOrder order, int channels) implements ImageOperation {

    ChannelConversion {
        if (channels != 3 && (channels != 1 || order != ChannelOrder.GREY)) {
            throw new IllegalArgumentException(channels + " channels of " + order);
        }
    }

    @Override
    public Picture apply(Picture picture) {
        byte[][] planes = picture.planes();
        if (planes.length == 1 || order == ChannelOrder.GREY) {
            byte[] grey = planes.length == 1 ? planes[0] : luma(planes);
            return new Picture(repeated(grey), picture.height(), picture.width());
        }
        byte[][] ordered = order == ChannelOrder.BGR ? new byte[][] {planes[2], planes[1], planes[0]} : planes;
        return new Picture(ordered, picture.height(), picture.width());
    }

    private byte[][] repeated(byte[] plane) {
        byte[][] planes = new byte[channels][];
        Arrays.fill(planes, plane);
        return planes;
    }

    private static byte[] luma(byte[][] planes) {
        byte[] grey = new byte[planes[0].length];
        for (int i = 0; i < grey.length; i++) {
            // The three factors sum to 65536, so an already grey pixel keeps its value.
            int luma = (planes[0][i] & 0xff) * 19595 + (planes[1][i] & 0xff) * 38470 + (planes[2][i] & 0xff) * 7471;
            grey[i] = (byte) ((luma + 0x8000) >> 16);
        }
        return grey;
    }
}
