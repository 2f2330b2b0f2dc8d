package intaglio.synth;

import java.util.List;
import java.util.SortedMap;

/**
 * What one placement and routing gave.
 *
 * @param seed of the placer
 * @param megahertz the clock it reaches
 * @param used what the device's cells of each type are used for, of the router's report
 * @param paths the longest paths, the longest first
 */
public record Routing(int seed, double megahertz, SortedMap<String, Integer> used, List<TimedPath> paths) {}
