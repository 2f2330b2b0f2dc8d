/**
 * Model files to {@link intaglio.ir.FloatModel}. A reader reports everything that is wrong with a file in one go, and
 * never runs anything that a file holds. What a file does not say is an assumption and is recorded in
 * {@link intaglio.ir.Network#assumptions}.
 */
package intaglio.frontend;
