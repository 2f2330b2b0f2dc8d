package intaglio.data;

/** The negative: byte p becomes {@code 255 - p}. */
record Inversion() implements ImageOperation {

    @Override
    public Picture apply(Picture picture) {
        byte[][] planes = new byte[picture.planes().length][];
        for (int channel = 0; channel < planes.length; channel++) {
            planes[channel] = picture.planes()[channel].clone();
            for (int i = 0; i < planes[channel].length; i++) {
                planes[channel][i] = (byte) ~planes[channel][i];
            }
        }
        return new Picture(planes, picture.height(), picture.width());
    }
}
