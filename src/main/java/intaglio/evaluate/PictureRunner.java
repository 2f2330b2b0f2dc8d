package intaglio.evaluate;

import intaglio.data.ImageSet;
import intaglio.data.ImageSize;
import intaglio.data.Picture;
import intaglio.data.Tiles;
import intaglio.floating.FloatNetwork;
import intaglio.golden.GoldenModel;
import intaglio.graph.FloatModel;
import intaglio.graph.IntegerModel;
import intaglio.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;

/** Runs a network that gives pictures, as trained and in integers, over pictures of any size: tile by tile. */
public final class PictureRunner {

    private final FloatNetwork trained;
    private final GoldenModel integers;
    private final Shape input;
    private final Shape output;
    private final int overlap;

    /** Value of the byte 1 of the float network's pixels. */
    private final float step;

    /**
     * What became of one picture.
     *
     * @param integers what the integer network gives
     * @param floats what the trained network gives, rounded to bytes
     * @param tiles parts it was cut into
     */
    public record Result(Picture integers, Picture floats, int tiles) {}

    /**
     * Prepares the two networks.
     *
     * @param overlap pixels around a tile whose results are not used; see {@link ReceptiveField}
     */
    public PictureRunner(FloatModel trained, IntegerModel model, int overlap) {
        this.trained = new FloatNetwork(trained);
        integers = new GoldenModel(model);
        input = model.network().input();
        output = model.network().output();
        step = 1f / model.network().normalization().pixels().divisor();
        this.overlap = overlap;
    }

    /** Rows, or columns, of the output for one of the input. */
    public int factor() {
        return output.height() / input.height();
    }

    /** The size that the network takes. */
    public ImageSize tile() {
        return new ImageSize(input.height(), input.width());
    }

    /**
     * Runs one picture.
     *
     * @param picture with the network's channels, at least as large as {@link #tile}
     */
    public Result run(Picture picture) {
        ImageSize size = new ImageSize(picture.height(), picture.width());
        Tiles tiles = new Tiles(size, tile(), size.equals(tile()) ? 0 : overlap);
        ImageSet images = images(tiles.cut(picture));
        List<Picture> integerTiles = new ArrayList<>();
        for (long[] values : integers.logits(images, 0, images.count())) {
            integerTiles.add(picture(values.length, i -> values[i]));
        }
        List<Picture> floatTiles = new ArrayList<>();
        for (float[] values : trained.logits(images, 0, images.count())) {
            floatTiles.add(picture(values.length, i -> Math.max(0, Math.min(255, Math.round(values[i] / step)))));
        }
        return new Result(tiles.join(integerTiles, factor()), tiles.join(floatTiles, factor()), tiles.count());
    }

    private ImageSet images(List<Picture> tiles) {
        byte[] pixels = new byte[tiles.size() * input.elements()];
        for (int tile = 0; tile < tiles.size(); tile++) {
            tiles.get(tile).copyTo(pixels, tile * input.elements());
        }
        return new ImageSet(input, tiles.size(), pixels, List.of());
    }

    /** The output of one tile, from its values in CHW order. */
    private Picture picture(int count, IntToLongFunction value) {
        byte[][] planes = new byte[output.channels()][output.pixels()];
        for (int i = 0; i < count; i++) {
            planes[i / output.pixels()][i % output.pixels()] = (byte) value.applyAsLong(i);
        }
        return new Picture(planes, output.height(), output.width());
    }
}
