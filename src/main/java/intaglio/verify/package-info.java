/**
 * The hardware against the golden model, in simulation. This package knows the hardware by the files of the output folder
 * only, never by the classes that wrote them: a mistake in the writer must not hide itself.
 */
package intaglio.verify;
