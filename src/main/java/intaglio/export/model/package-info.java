/** The trained network, as it was understood, in formats that other tools read. */
package intaglio.export.model;
