/** A compiled design as one page to look at. */
package intaglio.report;
