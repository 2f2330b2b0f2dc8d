/** Containers of model files: what several formats are packed into. */
package intaglio.frontend.archive;
