package intaglio.verify;

import java.util.List;

/**
 * An engine as {@code plan.json} describes it: what stands where in its ROMs follows from its folding.
 *
 * @param name what its instance in the top module is called after
 * @param module name of its module
 * @param layers labels of the layers that it computes, in order
 * @param folding how its ROMs are laid out
 * @param roms its ROM files
 */
public record PlannedEngine(String name, String module, List<String> layers, Folding folding, List<PlannedRom> roms) {

    public PlannedEngine {
        layers = List.copyOf(layers);
        roms = List.copyOf(roms);
    }

    /** How many of what an engine works on at a time. */
    public sealed interface Folding {

        /** The answer for this kind of engine. */
        <R> R match(Kinds<R> kinds);
    }

    /**
     * One answer for each kind of engine.
     *
     * @param <R> the answer
     */
    public interface Kinds<R> {

        R window(Window folding);

        R dense(Dense folding);

        R rows(Rows folding);
    }

    /**
     * Of a convolution or pool.
     *
     * @param pe output channels of a group
     * @param tapRows kernel rows of a step
     * @param tapColumns kernel columns of a step
     * @param channels input channels of a word
     * @param laneGroups groups of the convolution that share a word
     * @param drainChannels channels of an output beat
     */
    public record Window(int pe, int tapRows, int tapColumns, int channels, int laneGroups, int drainChannels)
            implements Folding {

        @Override
        public <R> R match(Kinds<R> kinds) {
            return kinds.window(this);
        }
    }

    /**
     * Of dense layers.
     *
     * @param pe outputs of a group
     * @param simd inputs of a step
     * @param inputChannels channels of an input beat
     * @param inputPixels adjacent pixels of an input beat
     */
    public record Dense(int pe, int simd, int inputChannels, int inputPixels) implements Folding {

        @Override
        public <R> R match(Kinds<R> kinds) {
            return kinds.dense(this);
        }
    }

    /**
     * Of a layer without weights that is read row by row.
     *
     * @param wordChannels channels of a word
     */
    public record Rows(int wordChannels) implements Folding {

        @Override
        public <R> R match(Kinds<R> kinds) {
            return kinds.rows(this);
        }
    }
}
