/**
 * The float network against integer networks on the same images: accuracy, error of every layer, size, speed. It measures
 * and decides nothing.
 */
package intaglio.evaluate;
