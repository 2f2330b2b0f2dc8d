package intaglio.verify;

import java.util.List;

/**
 * Runs that share one vector file.
 *
 * @param frames what the file holds
 * @param runs one or more
 */
record SimulationJob(FrameSource frames, List<BenchRun> runs) {

    SimulationJob {
        runs = List.copyOf(runs);
    }
}
