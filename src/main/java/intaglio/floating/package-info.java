/**
 * The trained network in float32, fast and with the same bits on every machine: sums in the order of the weights. It is the
 * measure for the integer networks, and calibration runs on it.
 */
package intaglio.floating;
