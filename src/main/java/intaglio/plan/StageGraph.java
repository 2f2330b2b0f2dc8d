package intaglio.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * The stages of a network in topological order, and what each reads.
 *
 * @param stages the stages; the last one gives the network's output
 * @param sources for each stage the stages that its inputs come from, {@value #INPUT} where that is the network's input
 * @param output where the frames leave
 */
public record StageGraph(List<Stage> stages, List<List<Integer>> sources, OutputPort output) {

    /** The network's input, as a source. */
    public static final int INPUT = -1;

    public StageGraph {
        stages = List.copyOf(stages);
        sources = sources.stream().map(List::copyOf).toList();
    }

    int size() {
        return stages.size();
    }

    /** Whether the stage gives the network's output. */
    boolean isLast(int stage) {
        return stage == stages.size() - 1;
    }

    /** The stages that read a stage or the input, each once for every time it does. */
    List<Integer> consumers(int source) {
        List<Integer> consumers = new ArrayList<>();
        for (int stage = 0; stage < stages.size(); stage++) {
            for (int read : sources.get(stage)) {
                if (read == source) {
                    consumers.add(stage);
                }
            }
        }
        return consumers;
    }

    /** The dense stages from this one on that hand on to one another and to nobody else, this one included. */
    List<Integer> shareable(int first) {
        List<Integer> run = new ArrayList<>();
        int stage = first;
        while (stages.get(stage).shareable().isPresent()) {
            run.add(stage);
            List<Integer> consumers = consumers(stage);
            if (consumers.size() != 1) {
                break;
            }
            stage = consumers.get(0);
        }
        return run;
    }
}
