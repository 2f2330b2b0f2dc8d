package intaglio.quant;

/**
 * An output channel whose weights have a larger scale than they ask for.
 *
 * @param channel its number
 * @param own the scale for its weights alone; 0 where all of them are 0
 * @param scale the one that it has
 */
public record BoundedScale(int channel, double own, double scale) {}
