package intaglio.inspect;

import intaglio.ir.PoolKind;
import intaglio.ir.Window;
import java.util.List;
import java.util.Optional;

/**
 * A layer with weights and what stands between it and the next one.
 *
 * @param window of a convolution; null for a dense layer
 * @param groups of a convolution; 1 for a dense layer
 * @param function behind the layer
 * @param normLast whether the layer's batch normalization stands behind the function instead of before it
 * @param pool behind the layer
 * @param poolFirst whether the pool stands before the function
 */
record Block(Window window, int groups, Function function, boolean normLast, Optional<Pool> pool, boolean poolFirst) {

    /** Where the order of two things makes no difference, the usual one is meant. */
    Block {
        normLast = normLast && function != Function.NONE;
        poolFirst = poolFirst && orderMatters(function, pool);
    }

    /** A pool without padding. */
    record Pool(PoolKind kind, Window window) {

        /** The kinds that differ where nothing is padded. */
        static final List<PoolKind> KINDS = List.of(PoolKind.AVERAGE, PoolKind.MAX);

        Pool {
            if (window.isPadded() || !KINDS.contains(kind)) {
                throw new IllegalArgumentException(kind + " over " + window);
            }
        }
    }

    Block withFunction(Function other) {
        return new Block(window, groups, other, normLast, pool, poolFirst);
    }

    Block withNormLast(boolean last) {
        return new Block(window, groups, function, last, pool, poolFirst);
    }

    Block withPoolKind(PoolKind kind) {
        return new Block(
                window, groups, function, normLast, pool.map(found -> new Pool(kind, found.window())), poolFirst);
    }

    Block withPoolFirst(boolean first) {
        return new Block(window, groups, function, normLast, pool, first);
    }

    /** Whether the order of pool and function makes a difference. */
    boolean orderMatters() {
        return orderMatters(function, pool);
    }

    private static boolean orderMatters(Function function, Optional<Pool> pool) {
        return pool.isPresent()
                && function != Function.NONE
                && (pool.get().kind() == PoolKind.AVERAGE || !function.isMonotone());
    }
}
