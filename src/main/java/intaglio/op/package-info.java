/**
 * The operations of a network, one class each: attributes and shapes. Every other package asks a layer through the
 * interface {@code Layer} and knows no operation by name.
 */
package intaglio.op;
