package intaglio.plan;

/**
 * How parallel a window engine is. One step of its array takes
 * {@code pe x pixels x tapRows x tapColumns x (channels / laneGroups)} inputs.
 *
 * @param pe output channels in parallel
 * @param blockWidth output columns of a block; the pool's width where there is a pool
 * @param tapRows kernel rows of one step
 * @param tapColumns kernel columns of one step
 * @param channels input channels of one step: the word of the ring
 * @param laneGroups groups of the convolution that are computed side by side, each by {@code pe / laneGroups} lanes on
 *     its own part of the word; 1 where the word belongs to one group, or to a part of it
 * @param drainChannels channels that leave the array in a cycle; divides {@code pe} and the output channels
 * @param ring how many rows the ring holds
 */
public record WindowFolding(
        int pe,
        int blockWidth,
        int tapRows,
        int tapColumns,
        int channels,
        int laneGroups,
        int drainChannels,
        Ring ring) {

    /**
     * Size of a ring: {@code slots x (strips + extraStrips) x rowGrain} rows, where a window needs {@code strips}.
     *
     * @param slots words of each bank for one column step; a power of two, at least 2
     * @param extraStrips strips of banks beyond those a window needs
     */
    public record Ring(int slots, int extraStrips) {

        static final Ring SMALLEST = new Ring(2, 0);
    }

    WindowFolding withDrain(int newDrainChannels) {
        return new WindowFolding(pe, blockWidth, tapRows, tapColumns, channels, laneGroups, newDrainChannels, ring);
    }

    public WindowFolding withRing(Ring newRing) {
        return new WindowFolding(pe, blockWidth, tapRows, tapColumns, channels, laneGroups, drainChannels, newRing);
    }
}
