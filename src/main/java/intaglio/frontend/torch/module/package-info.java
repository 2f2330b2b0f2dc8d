/** Whole modules, as {@code torch.save(model)} writes them, whose classes say the order of their layers. */
package intaglio.frontend.torch.module;
