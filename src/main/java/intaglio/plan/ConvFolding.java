package intaglio.plan;

/**
 * How parallel a conv engine is. One step of its MAC array takes {@code pe x pixels x tapRows x tapColumns x channels}
 * products.
 *
 * @param pe output channels in parallel
 * @param blockWidth output columns of a block; the pool's width where there is a pool
 * @param tapRows kernel rows of one step
 * @param tapColumns kernel columns of one step
 * @param channels input channels of one step: the word of the ring
 * @param drainChannels channels that leave the array in a cycle; divides {@code pe} and the output channels
 * @param ringSlots words per column step and bank of the ring: it holds {@code ringSlots x rowBanks} rows; a power of
 *     two, at least 2
 */
public record ConvFolding(
        int pe, int blockWidth, int tapRows, int tapColumns, int channels, int drainChannels, int ringSlots) {

    public ConvFolding withRingSlots(int slots) {
        return new ConvFolding(pe, blockWidth, tapRows, tapColumns, channels, drainChannels, slots);
    }
}
