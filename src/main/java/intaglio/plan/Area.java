package intaglio.plan;

/**
 * Rough cost of an engine beside its multipliers, in LUTs of a 7-series part; a block RAM counts as
 * {@value #LUTS_PER_BLOCK_RAM} LUTs. It only breaks ties between foldings of the same speed and multiplier count, so
 * its ratios matter and its values do not.
 */
final class Area {

    private static final int LUTS_PER_BLOCK_RAM = 300;

    private Area() {}

    static long of(ConvEngine engine, Widths widths) {
        ConvFolding folding = engine.folding();
        int lanes = folding.pe() * engine.pixels();
        int drained = folding.drainChannels() * engine.pixels();
        int words = engine.windowRows() * engine.windowColumns() * folding.channels();
        int banks = engine.rowBanks() * engine.columnBanks();
        long accumulators = (long) lanes * widths.sum() * (engine.taps() > 1 ? 2 : 1);
        long requantizers = (long) drained * (2 * widths.scaled() + widths.sum() + widths.output());
        long align = (long) words * widths.input() * (engine.rowStrips() + engine.columnStrips()) / 2;
        long skew = engine.taps() > 1 ? (long) words * widths.input() : 0;
        long ring = banks * ram(folding.channels() * widths.input(), 1 << engine.bankAddressBits());
        long rom = engine.taps() * rom(9 * folding.pe(), engine.romDepth());
        return accumulators + requantizers + align + skew + ring + rom;
    }

    static long of(DenseEngine engine, Widths widest) {
        int pe = engine.folding().pe();
        int simd = engine.folding().simd();
        long accumulators = (long) pe * widest.sum() * (simd > 1 ? 2 : 1);
        long skew = simd > 1 ? (long) simd * widest.input() : 0;
        long rom = simd * rom(9 * pe, engine.romDepth());
        long buffers =
                ram(simd * widest.input(), 2 * engine.words(0)) + ram(simd * widest.input(), engine.bufferWords());
        return accumulators + skew + rom + buffers;
    }

    /** LUTs hold 64 ROM bits each. */
    private static long rom(int width, int depth) {
        return Math.min((long) width * Integers.ceilDiv(depth, 64), blockRam(width, depth));
    }

    /** Four LUTs hold 6 bits of 32 words, or 3 bits of 64, with a read port beside the write port. */
    private static long ram(int width, int depth) {
        long luts = depth <= 32
                ? 4L * Integers.ceilDiv(width, 6)
                : 4L * Integers.ceilDiv(width, 3) * Integers.ceilDiv(depth, 64);
        return Math.min(luts, blockRam(width, depth));
    }

    /** Halves of a 36-bit wide, 1,024-word block RAM. */
    private static long blockRam(int width, int depth) {
        return (long) Integers.ceilDiv(2 * width, 36) * Integers.ceilDiv(depth, 1024) * LUTS_PER_BLOCK_RAM / 2;
    }
}
