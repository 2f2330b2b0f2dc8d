package intaglio.data;

import intaglio.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is done to an image before its bytes go to the network. The order is fixed: transparent pixels on a background,
 * channels, inversion, resize, crop, padding. What the bytes then stand for is the network's normalization.
 *
 * @param background under transparent pixels
 * @param channels what the network was trained on; where it is not given: grey for one channel, RGB for three
 * @param inverted whether byte p becomes 255 - p
 * @param resize the size to scale to
 * @param crop the middle that is kept
 * @param padding black pixels added on each side
 */
public record ImagePreparation(
        Background background,
        Optional<ChannelOrder> channels,
        boolean inverted,
        Optional<Resizing> resize,
        Optional<ImageSize> crop,
        int padding) {

    /** Images as they are. */
    public static final ImagePreparation NONE =
            new ImagePreparation(Background.WHITE, Optional.empty(), false, Optional.empty(), Optional.empty(), 0);

    /** The same, with the negative of the images. */
    public ImagePreparation withInversion() {
        return new ImagePreparation(background, channels, true, resize, crop, padding);
    }

    /** The same, with images scaled to a size. */
    public ImagePreparation withResize(int height, int width) {
        return new ImagePreparation(
                background, channels, inverted, Optional.of(new Resizing(height, width)), crop, padding);
    }

    /** The same, with black pixels added on each side. */
    public ImagePreparation withPadding(int pixels) {
        return new ImagePreparation(background, channels, inverted, resize, crop, pixels);
    }

    /** The same, with channels in another order. */
    public ImagePreparation withChannels(ChannelOrder order) {
        return new ImagePreparation(background, Optional.of(order), inverted, resize, crop, padding);
    }

    /**
     * Shape of a prepared image.
     *
     * @param stored shape of the image before
     * @param wantedChannels what the network takes
     */
    public Shape shape(Shape stored, int wantedChannels) {
        byte[][] planes = new byte[stored.channels()][stored.pixels()];
        return apply(new Picture(planes, stored.height(), stored.width()), wantedChannels)
                .shape();
    }

    /** Whether an option decides the size of the images. */
    public boolean changesSize() {
        return resize.isPresent() || crop.isPresent() || padding > 0;
    }

    /** Whether the channels of a picture can become those of the network. */
    boolean canConvert(int found, int wanted) {
        boolean known = (found == 1 || found == 3) && (wanted == 1 || wanted == 3);
        return channels.isPresent()
                ? known && !(wanted == 1 && channels.get() != ChannelOrder.GREY)
                : known || found == wanted;
    }

    /** The picture as the network takes it, but for its size where no option says it. */
    Picture apply(Picture picture, int wantedChannels) {
        Picture prepared = picture;
        for (ImageOperation operation : operations(wantedChannels)) {
            prepared = operation.apply(prepared);
        }
        return prepared;
    }

    private List<ImageOperation> operations(int wantedChannels) {
        List<ImageOperation> operations = new ArrayList<>();
        if (wantedChannels == 1 || wantedChannels == 3) {
            ChannelOrder usual = wantedChannels == 1 ? ChannelOrder.GREY : ChannelOrder.RGB;
            operations.add(new ChannelConversion(channels.orElse(usual), wantedChannels));
        }
        if (inverted) {
            operations.add(new Inversion());
        }
        resize.ifPresent(operations::add);
        crop.ifPresent(size -> operations.add(new CentreCropping(size)));
        if (padding > 0) {
            operations.add(new Padding(padding));
        }
        return operations;
    }

    /** How images of one size become images of another: resized, or padded where that fits. */
    static String advice(Shape found, Shape wanted) {
        int rows = wanted.height() - found.height();
        int columns = wanted.width() - found.width();
        String size = wanted.height() + "x" + wanted.width();
        String resize = "give what the training did: --resize " + size + " (scaled)";
        if (rows == columns && rows > 0 && rows % 2 == 0) {
            return resize + " or --pad " + rows / 2 + " (" + rows / 2 + " black pixels on each side)";
        }
        return rows <= 0 && columns <= 0 ? resize + " or --crop " + size + " (their middle)" : resize;
    }

    /** The options, as they are written on a command line; empty where there is none. */
    public String options() {
        List<String> words = words();
        return words.isEmpty() ? "" : "--" + String.join(" --", words).replace('=', ' ');
    }

    private List<String> words() {
        List<String> words = new ArrayList<>();
        if (background != Background.WHITE) {
            words.add("background=" + background.word());
        }
        channels.ifPresent(order -> words.add("channels=" + order.word()));
        if (inverted) {
            words.add("invert");
        }
        resize.ifPresent(size -> words.add("resize=" + size));
        crop.ifPresent(size -> words.add("crop=" + size));
        if (padding > 0) {
            words.add("pad=" + padding);
        }
        return words;
    }

    /** For instance {@code invert,resize=32x32}; {@code none} where nothing is done. */
    @Override
    public String toString() {
        return words().isEmpty() ? "none" : String.join(",", words());
    }
}
