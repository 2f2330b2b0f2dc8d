package intaglio.rtl;

/**
 * A multiplier as a difference of two bit sets with the fewest bits (canonical signed digits): {@code plus - minus}. A
 * product by it is one shifted term per bit.
 *
 * @param plus weights of the positive digits
 * @param minus weights of the negative digits
 */
record SignedDigits(long plus, long minus) {

    /** Bit i of {@code 3 m} differs from bit i of {@code m} where the canonical form has a digit (Reitwiesner). */
    static SignedDigits of(long multiplier) {
        long tripled = Math.multiplyExact(multiplier, 3);
        SignedDigits digits = new SignedDigits((tripled & ~multiplier) >>> 1, (multiplier & ~tripled) >>> 1);
        if (digits.plus - digits.minus != multiplier || digits.plus > 0xffff_ffffL) {
            throw new IllegalArgumentException("multiplier " + multiplier + " does not fit 31 bits");
        }
        return digits;
    }
}
