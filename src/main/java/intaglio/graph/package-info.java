/**
 * A network and its two models: layers in their places, with the trained parameters or with integers. A new kind of
 * layer changes nothing here.
 */
package intaglio.graph;
