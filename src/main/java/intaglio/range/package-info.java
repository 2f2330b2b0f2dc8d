/**
 * A proved interval for every value of the integer network. {@code RangeAnalysis} derives it for the compiler.
 * {@code RangeChecker} derives it again, from extreme inputs in {@code BigInteger}: the two share no arithmetic, and must go on
 * sharing none.
 */
package intaglio.range;
