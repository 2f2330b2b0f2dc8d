/**
 * TorchScript: the graph is read from the text of its functions. The text is not run as Python: the few statements that an
 * exported network has are followed with tensors that are names of ONNX nodes.
 */
package intaglio.frontend.torch.script;
