/**
 * What the network computes, as integers. {@link intaglio.golden.ReferenceModel} is the definition and is written to be
 * read; {@link intaglio.golden.GoldenModel} is fast and gives the same numbers. Neither knows of any hardware: nothing here
 * imports {@code plan} or {@code rtl}.
 */
package intaglio.golden;
