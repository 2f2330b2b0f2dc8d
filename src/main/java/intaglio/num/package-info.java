/**
 * Integer arithmetic that more than one package needs: intervals and the rounding of shifts. {@link intaglio.num.Rounding}
 * is the only place that rounds a shift; a change here changes the bits of every result and belongs under "Numerics" in
 * CHANGELOG.md. The one function of real numbers here is the error function.
 */
package intaglio.num;
