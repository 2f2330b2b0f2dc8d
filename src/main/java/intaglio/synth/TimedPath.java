package intaglio.synth;

import java.util.List;

/**
 * A path from register to register.
 *
 * @param nanoseconds from clock edge to clock edge, set-up included
 * @param wires those of them that are wires; 0 where only cells are known
 * @param from the register it starts in
 * @param through types of the cells between
 * @param to the register it ends in
 */
public record TimedPath(double nanoseconds, double wires, String from, List<String> through, String to) {}
