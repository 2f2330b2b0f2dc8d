package intaglio.verify;

import intaglio.ir.Shape;
import java.math.BigInteger;
import java.util.List;

/**
 * ROMs of dense layers on one array, layer after layer. A group of {@code pe} outputs takes a word for every
 * {@code simd} inputs, in the order in which the inputs arrive; the input's place among them is the tap.
 */
final class DenseRoms extends RomLayout {

    private final PlannedEngine.Dense folding;
    private final List<LayerNumbers> layers;

    DenseRoms(PlannedEngine engine, PlannedEngine.Dense folding, List<LayerNumbers> layers) {
        super(engine);
        this.folding = folding;
        this.layers = layers;
        Shape input = layers.get(0).input();
        if (input.channels() % folding.inputChannels() != 0 || input.width() % folding.inputPixels() != 0) {
            throw new IllegalArgumentException("input beats of engine " + engine.name() + " are "
                    + folding.inputChannels() + " channels of " + folding.inputPixels()
                    + " pixels in the plan, which do"
                    + " not divide " + input);
        }
    }

    @Override
    List<LayerNumbers> layers() {
        return layers;
    }

    @Override
    BigInteger taps() {
        return BigInteger.valueOf(folding.simd());
    }

    @Override
    int pe() {
        return folding.pe();
    }

    private int groups(int layer) {
        return ceil(layers.get(layer).outChannels(), folding.pe());
    }

    private int groupWords(int layer) {
        return ceil(layers.get(layer).perChannel(), folding.simd());
    }

    private int firstWord(int layer) {
        int word = 0;
        for (int before = 0; before < layer; before++) {
            word += groups(before) * groupWords(before);
        }
        return word;
    }

    private int firstGroup(int layer) {
        int group = 0;
        for (int before = 0; before < layer; before++) {
            group += groups(before);
        }
        return group;
    }

    @Override
    int weightWords() {
        return firstWord(layers.size());
    }

    @Override
    int biasWords() {
        return firstGroup(layers.size());
    }

    @Override
    Place weight(int layer, int outChannel, int index) {
        int arrival = layer == 0 ? arrival(index) : index;
        int word = firstWord(layer) + outChannel / folding.pe() * groupWords(layer) + arrival / folding.simd();
        return new Place(arrival % folding.simd(), word, outChannel % folding.pe());
    }

    /**
     * When an input of the first layer arrives. Beats of some channels of adjacent pixels run over the channels, then
     * along the row, then down the image; in a beat the channels run slower than the pixels.
     *
     * @param index CHW index of the input
     */
    private int arrival(int index) {
        Shape shape = layers.get(0).input();
        int column = index % shape.width();
        int row = index / shape.width() % shape.height();
        int channel = index / shape.pixels();
        int pixels = folding.inputPixels();
        int channels = folding.inputChannels();
        int beat =
                (row * (shape.width() / pixels) + column / pixels) * (shape.channels() / channels) + channel / channels;
        return (beat * channels + channel % channels) * pixels + column % pixels;
    }

    @Override
    Place bias(int layer, int outChannel) {
        return new Place(-1, firstGroup(layer) + outChannel / folding.pe(), outChannel % folding.pe());
    }

    /** The array drains one output a cycle. */
    @Override
    int beatChannels() {
        return 1;
    }
}
