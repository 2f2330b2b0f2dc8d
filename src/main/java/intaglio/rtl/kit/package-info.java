/** What lies beside the Verilog for those who put it into a design: port list, scripts, a test bench. */
package intaglio.rtl.kit;
