package intaglio.quant;

import intaglio.ir.Requantize;
import java.util.Optional;

/**
 * A requantization and how far it is from the real scales.
 *
 * @param requantize multipliers and shift
 * @param error absent where it equals the real-scale result for every accumulator value that can occur
 */
public record RequantizeChoice(Requantize requantize, Optional<RequantizeError> error) {}
