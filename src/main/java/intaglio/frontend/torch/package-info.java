/**
 * Reads PyTorch checkpoints without Python. A {@code .pth} file is a pickle, that is a program: it is run on a machine
 * of our own that knows only what tensors and dictionaries need, with every length, depth and size bounded.
 */
package intaglio.frontend.torch;
