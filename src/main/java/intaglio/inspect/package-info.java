/**
 * What a model file does not say, found by asking labelled images: which graphs fit its tensors, which activations,
 * pools and preprocessing give the best accuracy of the float network.
 */
package intaglio.inspect;
