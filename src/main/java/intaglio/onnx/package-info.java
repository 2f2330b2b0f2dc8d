/** What the importer and the exporter share of the ONNX format. Knows nothing of networks. */
package intaglio.onnx;
