package intaglio.calibrate;

import intaglio.quant.ActivationRange;

/**
 * Looks for the range of bins with the smallest cost. Only ranges that hold 0 come up. Without negative values only the
 * upper end moves; otherwise the ends move in turn, each to its best place for the other, until neither moves. Among
 * equal costs the widest range wins.
 */
final class BinRangeSearch {

    /** Cost of quantizing with the range of the bins {@code first..end-1}. */
    interface Cost {

        double of(Histogram histogram, int first, int end);
    }

    /** Places tried for one end. */
    private static final int CANDIDATES = 2048;

    private static final int MOST_ROUNDS = 8;

    private final Histogram histogram;
    private final Cost cost;
    private int first;
    private int end;

    BinRangeSearch(Histogram histogram, Cost cost) {
        this.histogram = histogram;
        this.cost = cost;
        end = histogram.bins();
    }

    ActivationRange best() {
        int zero = histogram.zeroBin();
        boolean moved = true;
        for (int round = 0; round < MOST_ROUNDS && moved; round++) {
            int oldFirst = first;
            int oldEnd = end;
            if (zero < histogram.bins()) {
                end = bestEnd(zero + 1);
            }
            if (zero > 0) {
                first = bestFirst(Math.min(zero, end) - 1);
            }
            moved = first != oldFirst || end != oldEnd;
        }
        return new ActivationRange(histogram.edge(first), histogram.edge(end));
    }

    private int bestEnd(int smallest) {
        int best = histogram.bins();
        double least = cost.of(histogram, first, best);
        for (int candidate = best - 1; candidate >= smallest; candidate -= step()) {
            double found = cost.of(histogram, first, candidate);
            if (found < least) {
                least = found;
                best = candidate;
            }
        }
        return best;
    }

    private int bestFirst(int largest) {
        int best = 0;
        double least = cost.of(histogram, best, end);
        for (int candidate = 1; candidate <= largest; candidate += step()) {
            double found = cost.of(histogram, candidate, end);
            if (found < least) {
                least = found;
                best = candidate;
            }
        }
        return best;
    }

    private int step() {
        return Math.max(1, histogram.bins() / CANDIDATES);
    }
}
