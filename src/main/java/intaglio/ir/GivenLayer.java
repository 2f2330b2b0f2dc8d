package intaglio.ir;

/**
 * Integers of one weighted layer in a model that comes quantized.
 *
 * @param weights uint8, OIHW or OI, row-major: where the file has signed bytes, moved by 128
 * @param weightZeroPoints one, or one for each output channel; moved likewise
 * @param weightScales real value of one weight step, likewise
 * @param bias integers in steps of input scale times weight scale, one per output channel; null where the file has none
 *     in these steps, then the trained bias has to be rounded to them
 * @param input what the bytes that it reads stand for
 * @param roundsTwice whether the file's runtime rounds its outputs twice, see {@link Requantize}
 */
public record GivenLayer(
        int[] weights,
        int[] weightZeroPoints,
        double[] weightScales,
        long[] bias,
        GivenActivation input,
        boolean roundsTwice) {}
