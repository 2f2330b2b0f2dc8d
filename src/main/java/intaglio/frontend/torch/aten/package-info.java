/** PyTorch's operators, as its exporters write them, translated to ONNX; sizes are followed from the image on. */
package intaglio.frontend.torch.aten;
