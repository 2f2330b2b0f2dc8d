package intaglio.quant;

/**
 * How an integer requantization differs from the one with the real scale, over every accumulator value that can occur.
 *
 * @param channel output channel of the first difference
 * @param accumulator the smallest value of that channel for which they differ
 * @param real output with the real scale
 * @param integer output of the integer requantization
 * @param worst largest difference of any channel, in output steps
 */
public record RequantizeError(int channel, long accumulator, long real, long integer, long worst) {}
