package intaglio.plan;

import java.util.List;

/**
 * Rough cost of an engine beside its multipliers, in LUTs of a 7-series part; a block RAM counts as
 * {@value #LUTS_PER_BLOCK_RAM} LUTs. It only breaks ties between foldings of the same speed and multiplier count, so
 * its ratios matter and its values do not.
 */
final class Area {

    private static final int LUTS_PER_BLOCK_RAM = 300;

    private Area() {}

    static long of(WindowEngine engine, Widths widths) {
        WindowFolding folding = engine.folding();
        int lanes = folding.pe() * engine.pixels();
        int drained = folding.drainChannels() * engine.pixels();
        int words = engine.windowRows() * engine.windowColumns() * folding.channels();
        int banks = engine.rowBanks() * engine.columnBanks();
        long accumulators = (long) lanes * widths.sum() * (engine.taps() > 1 ? 2 : 1);
        long requantizers = (long) drained * (2 * widths.scaled() + widths.sum() + widths.output());
        long tables = widths.places() == 0 ? 0 : drained * rom(widths.output(), widths.places());
        long align = (long) words * widths.input() * (mux(engine.rowStrips()) + mux(engine.columnStrips()));
        long skew = engine.taps() > 1 ? (long) words * widths.input() : 0;
        long ring = banks * ram(folding.channels() * widths.input(), 1 << engine.bankAddressBits());
        long rom = engine.isPool() ? 0 : engine.taps() * rom(9 * folding.pe(), engine.romDepth());
        return accumulators + requantizers + tables + align + skew + ring + rom;
    }

    /** {@code widths} are those of its layers. */
    static long of(DenseEngine engine, List<Widths> widths) {
        Widths widest = DenseCandidates.widest(widths);
        int resultWidth = widths.subList(0, widths.size() - 1).stream()
                .mapToInt(Widths::output)
                .max()
                .orElse(1);
        int pe = engine.folding().pe();
        int simd = engine.folding().simd();
        long accumulators = (long) pe * widest.sum() * (simd > 1 ? 2 : 1);
        int operand = Math.max(widest.input(), resultWidth);
        long skew = simd > 1 ? (long) simd * operand : 0;
        long rom = simd * rom(9 * pe, engine.romDepth());
        long buffers = ram(simd * widest.input(), 2 * engine.words(0)) + ram(simd * resultWidth, engine.bufferWords());
        return accumulators + skew + rom + buffers;
    }

    static long of(JoinEngine engine, Widths widths) {
        long lanes = (long) engine.channels() * engine.pixels();
        long ports = engine.inputs().size();
        long combined =
                engine.stage().inTurn() ? widths.output() : widths.sum() + 2L * widths.scaled() + widths.output();
        long tables = widths.places() == 0 ? 0 : lanes * rom(widths.output(), widths.places());
        long memories = 0;
        for (int port = 0; port < ports; port++) {
            int words = engine.rows().get(port) * engine.rowWords(port);
            memories += engine.columns(port) * ram(engine.storedChannels(port) * widths.input(), words);
        }
        return lanes * (ports * widths.input() + combined) + tables + memories;
    }

    static long of(ShuffleEngine engine, Widths widths) {
        int pixel = engine.input().shape().channels() * widths.input();
        int options =
                pixel / (engine.channels() * widths.input()) * engine.input().pixels();
        long memories = engine.input().pixels() * ram(pixel, engine.rows() * engine.rowWords(0));
        return pixel + (long) engine.channels() * widths.input() * mux(options) + memories;
    }

    /** A 6-input LUT chooses one of four. */
    private static int mux(int inputs) {
        return Integers.ceilDiv(inputs - 1, 3);
    }

    /** LUTs hold 64 ROM bits each. */
    private static long rom(int width, int depth) {
        return Math.min((long) width * Integers.ceilDiv(depth, 64), blockRam(width, depth));
    }

    /** Four LUTs hold 6 bits of 32 words, or 3 bits of 64, with a read port beside the write port. */
    private static long ram(int width, int depth) {
        if (depth > 64) {
            return blockRam(width, depth);
        }
        return 4L * (depth <= 32 ? Integers.ceilDiv(width, 6) : Integers.ceilDiv(width, 3));
    }

    /** Halves of a block RAM: 36 bits of 512 words, or 18 bits of 1,024. */
    private static long blockRam(int width, int depth) {
        long halves = depth <= 512
                ? Integers.ceilDiv(width, 36)
                : (long) Integers.ceilDiv(width, 18) * Integers.ceilDiv(depth, 1024);
        return halves * LUTS_PER_BLOCK_RAM / 2;
    }
}
