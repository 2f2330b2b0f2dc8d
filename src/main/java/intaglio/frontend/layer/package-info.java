/** What every model reader needs to make layers: legal labels, weights that later operations are folded into. */
package intaglio.frontend.layer;
