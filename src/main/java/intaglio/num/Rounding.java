package intaglio.num;

import java.util.Locale;

/**
 * What happens to the dropped bits of a right shift. The one place where rounding is defined.
 *
 * <p>Truth table at the ties, {@code value / 2}:
 *
 * <pre>
 *   value      -5  -3  -1   1   3   5
 *   FLOOR      -3  -2  -1   0   1   2
 *   HALF_UP    -2  -1   0   1   2   3     ties toward +infinity
 *   HALF_EVEN  -2  -2   0   0   2   2     ties to the even neighbour
 *   HALF_AWAY  -3  -2  -1   1   2   3     ties away from zero
 * </pre>
 */
public enum Rounding {
    FLOOR {
        @Override
        public long shiftRight(long value, int shift) {
            return value >> shift;
        }
    },
    HALF_UP {
        @Override
        public long shiftRight(long value, int shift) {
            return shift == 0 ? value : Math.addExact(value, 1L << (shift - 1)) >> shift;
        }
    },
    HALF_EVEN {
        @Override
        public long shiftRight(long value, int shift) {
            if (shift == 0) {
                return value;
            }
            long floor = value >> shift;
            long dropped = value - (floor << shift);
            long half = 1L << (shift - 1);
            boolean up = dropped > half || (dropped == half && (floor & 1) == 1);
            return up ? floor + 1 : floor;
        }
    },
    HALF_AWAY {
        @Override
        public long shiftRight(long value, int shift) {
            return value < 0 ? -HALF_UP.shiftRight(Math.negateExact(value), shift) : HALF_UP.shiftRight(value, shift);
        }
    };

    /** {@code value / 2^shift}, rounded; {@code shift} in 0..62. */
    public abstract long shiftRight(long value, int shift);

    /** The name on the command line: {@code half-up} for {@link #HALF_UP}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Twice the smallest real number that may be rounded to {@code result}. All larger numbers give at least
     * {@code result}. {@link #takesBound} says whether this number itself does.
     */
    public long doubledBound(long result) {
        return this == FLOOR ? 2 * result : 2 * result - 1;
    }

    /**
     * Whether the number of {@link #doubledBound} is rounded to {@code result}. It is a tie between {@code result - 1} and
     * {@code result}, except with {@link #FLOOR}, where it is {@code result} itself.
     */
    public boolean takesBound(long result) {
        return switch (this) {
            case FLOOR, HALF_UP -> true;
            case HALF_EVEN -> (result & 1) == 0;
            case HALF_AWAY -> result > 0;
        };
    }

    /** The smallest value with {@code shiftRight(value, shift) >= result}; it must fit 63 bits. */
    public long smallestReaching(long result, int shift) {
        if (shift == 0) {
            return result;
        }
        return (doubledBound(result) << (shift - 1)) + (takesBound(result) ? 0 : 1);
    }

    /** {@code value / divisor}, rounded half to even; {@code divisor} positive. */
    public static long divideHalfEven(long value, long divisor) {
        long floor = Math.floorDiv(value, divisor);
        // In 0..divisor-1, so twice it is compared without overflow.
        long rest = value - floor * divisor;
        long above = rest - (divisor - rest);
        return above > 0 || (above == 0 && (floor & 1) == 1) ? floor + 1 : floor;
    }
}
