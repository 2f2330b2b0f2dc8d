/**
 * Reads models of Keras 2 and 3: the graph of a {@code .keras} or {@code .h5} file is written down as ONNX, weights
 * alone become a checkpoint. Nothing that a file holds is run.
 */
package intaglio.frontend.keras;
