/** Programs of {@code torch.export} ({@code .pt2}): a graph as JSON, and its weights, in one zip file. */
package intaglio.frontend.torch.export;
