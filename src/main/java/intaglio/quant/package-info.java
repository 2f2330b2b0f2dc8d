/**
 * From real numbers to integers. Floating point ends here: what leaves this package is integers, scales for reports, and
 * nothing else. Formulas are those of docs/NUMERICS.md.
 */
package intaglio.quant;
