package intaglio.golden;

import intaglio.num.Interval;

/**
 * One activation tensor of a batch of frames, element x lane, elements in CHW order: 32-bit where every value is proved
 * to fit, otherwise 64-bit.
 */
final class Lanes {

    private static final Interval INT = new Interval(Integer.MIN_VALUE, Integer.MAX_VALUE);

    private final int[][] narrow;
    private final long[][] wide;

    private Lanes(int[][] narrow, long[][] wide) {
        this.narrow = narrow;
        this.wide = wide;
    }

    static Lanes narrow(int elements, int lanes) {
        return new Lanes(new int[elements][lanes], null);
    }

    static Lanes wide(int elements, int lanes) {
        return new Lanes(null, new long[elements][lanes]);
    }

    /** True where every value of the interval is an {@code int}. */
    static boolean fitsInt(Interval interval) {
        return INT.contains(interval.low()) && INT.contains(interval.high());
    }

    boolean isWide() {
        return wide != null;
    }

    int lanes() {
        return isWide() ? wide[0].length : narrow[0].length;
    }

    /** Lanes of one element; only where {@link #isWide()} is false. */
    int[] ints(int element) {
        return narrow[element];
    }

    /** Lanes of one element; only where {@link #isWide()} is true. */
    long[] longs(int element) {
        return wide[element];
    }

    long get(int element, int lane) {
        return isWide() ? wide[element][lane] : narrow[element][lane];
    }

    /** The value must fit: {@code int} where {@link #isWide()} is false. */
    void set(int element, int lane, long value) {
        if (isWide()) {
            wide[element][lane] = value;
        } else {
            narrow[element][lane] = (int) value;
        }
    }

    /** Copies the lanes of one element, whatever their width. */
    void copy(int element, long[] target) {
        if (isWide()) {
            System.arraycopy(wide[element], 0, target, 0, target.length);
            return;
        }
        int[] source = narrow[element];
        for (int lane = 0; lane < target.length; lane++) {
            target[lane] = source[lane];
        }
    }
}
