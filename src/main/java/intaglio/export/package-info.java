/**
 * The integer network as files for others: text and ONNX. What is written reads back as the same integers.
 */
package intaglio.export;
