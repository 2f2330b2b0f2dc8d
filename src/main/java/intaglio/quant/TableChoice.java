package intaglio.quant;

import intaglio.ir.ActivationFunction;
import intaglio.ir.LookupTable;

/**
 * A function as a table.
 *
 * @param function what the table holds
 * @param index what the table's indices stand for
 * @param table outputs by index
 * @param error of the table alone, in output steps: how far the function moves within half a step of the index
 */
public record TableChoice(ActivationFunction function, ActivationScale index, LookupTable table, double error) {}
