/**
 * Ranges of activations from images, and searches that compare integer networks on images. Results depend on the images
 * only, not on the machine or the number of threads.
 */
package intaglio.calibrate;
